package surveys

import (
	"context"
	"slices"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
)

// Waiting returns a page of the invitations to an open survey that can still be answered, by people who may still be
// asked. Who answered or left their cohort is passed over, so that a page may be short of limit. Links of an anonymous survey are
// handed out by HandOut and Reissue, once.
func (s *Service) Waiting(ctx context.Context, id, after string, limit int) (base.Page[contact.Invitation], error) {
	v, err := s.Survey(ctx, id)
	if err != nil {
		return base.Page[contact.Invitation]{}, err
	}
	if v.State != Open || v.Anonymous {
		return base.Page[contact.Invitation]{}, nil
	}
	page, err := s.Contact.List(ctx, contact.ForSurvey, id, after, limit)
	if err != nil {
		return page, err
	}
	now := s.Now()
	open := slices.DeleteFunc(page.Items, func(i contact.Invitation) bool { return !i.Open(now) })
	page.Items, err = s.Contact.StillMembers(ctx, open)
	return page, err
}
