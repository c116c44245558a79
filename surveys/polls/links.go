package polls

import (
	"context"
	"slices"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
)

// Waiting returns a page of the invitations to an open named poll whose links still serve. Who has answered is passed over,
// so that a page may be short of limit. Links of a secret poll are handed out by LinksOnce.
func (s *Service) Waiting(ctx context.Context, id, after string, limit int) (base.Page[contact.Invitation], error) {
	p, err := s.Poll(ctx, id)
	if err != nil || p.State != Open || p.Secret {
		return base.Page[contact.Invitation]{}, err
	}
	page, err := s.Contact.List(ctx, contact.ForPoll, id, after, limit)
	now := s.Now()
	page.Items = slices.DeleteFunc(page.Items, func(i contact.Invitation) bool {
		if i.Group == cohorts.Practice {
			return i.Past(now)
		}
		return !i.Open(now)
	})
	if err == nil {
		page.Items, err = s.Contact.StillMembers(ctx, page.Items)
	}
	return page, err
}

// LinksOnce hands out the links of secret polls. Those of named ones the team sees as often as it likes.
func (s *Service) LinksOnce() contact.LinksOnce {
	return s.Contact.LinksOnce(contact.ForPoll, func(ctx context.Context, id string) (contact.Handing, error) {
		p, err := s.Poll(ctx, id)
		h := contact.Handing{Once: p.Secret}
		switch {
		case err != nil:
		case p.State != Open:
			h.Refused = base.Refuse(base.Conflict, "poll.not_open")
		case !p.Secret:
			h.Refused = base.Refuse(base.Conflict, "poll.links_stay")
		}
		return h, err
	})
}
