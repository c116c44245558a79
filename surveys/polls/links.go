package polls

import (
	"context"
	"slices"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
)

// Waiting returns a page of the invitations to an open named poll whose links still serve. Who has answered is passed over,
// so that a page may be short of limit. Links of a secret poll are handed out by HandOut and Reissue, once.
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

// Unseen returns at most limit invitations to an open secret poll whose links the team has not seen yet and that still serve.
func (s *Service) Unseen(ctx context.Context, id string, limit int) ([]contact.Invitation, error) {
	if serves, err := s.handsOut(ctx, id); !serves {
		return nil, err
	}
	return s.Contact.Unseen(ctx, contact.ForPoll, id, limit)
}

// ShowOnce returns which of some invitations to a secret poll the team sees the links of now, for the first time, and which
// it has seen before. Those to a named one it sees as often as it likes.
func (s *Service) ShowOnce(ctx context.Context, id string, some []contact.Invitation) (now, before []contact.Invitation, err error) {
	p, err := s.Poll(ctx, id)
	if err != nil || !p.Secret {
		return some, nil, err
	}
	now, err = s.Contact.ShowOnce(ctx, some)
	return now, contact.SeenBefore(some, now), err
}

// HandOut returns the links of a secret poll that the team has not seen, at most limit, and notes that it has.
func (s *Service) HandOut(ctx context.Context, id string, limit int) ([]contact.Invitation, error) {
	if serves, err := s.handsOut(ctx, id); !serves {
		return nil, err
	}
	return s.Contact.HandOut(ctx, contact.ForPoll, id, limit)
}

// Reissue gives the people with these refs, or with none everybody who was invited to a secret poll, new links. The old ones
// lead nowhere from then on; the right to vote is the same, used or not.
func (s *Service) Reissue(ctx context.Context, id string, refs []string) ([]contact.Invitation, error) {
	p, err := s.Poll(ctx, id)
	switch {
	case err != nil:
		return nil, err
	case p.State != Open:
		return nil, base.Refuse(base.Conflict, "poll.not_open")
	case !p.Secret:
		return nil, base.Refuse(base.Conflict, "poll.links_stay")
	}
	return s.Contact.ReissueTo(ctx, contact.ForPoll, id, refs)
}

// handsOut reports whether a poll is one whose links are handed out once, and open.
func (s *Service) handsOut(ctx context.Context, id string) (bool, error) {
	p, err := s.Poll(ctx, id)
	return err == nil && p.State == Open && p.Secret, err
}
