package surveys

import (
	"context"
	"fmt"
	"slices"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
)

// Waiting returns a page of the invitations to an open survey that can still be answered, by people who may still be
// asked. Who answered or left their cohort is passed over, so that a page may be short of limit.
func (s *Service) Waiting(ctx context.Context, id, after string, limit int) (base.Page[contact.Invitation], error) {
	v, err := s.Survey(ctx, id)
	if err != nil {
		return base.Page[contact.Invitation]{}, err
	}
	if v.State != Open {
		return base.Page[contact.Invitation]{}, nil
	}
	page, err := s.Contact.List(ctx, contact.ForSurvey, id, after, limit)
	if err != nil {
		return page, err
	}
	now := s.Now()
	open := slices.DeleteFunc(page.Items, func(i contact.Invitation) bool { return !i.Open(now) })
	page.Items, err = s.stillAgreed(ctx, open)
	return page, err
}

// stillAgreed leaves out who was invited as a member of a cohort and is none any more.
func (s *Service) stillAgreed(ctx context.Context, all []contact.Invitation) ([]contact.Invitation, error) {
	refs := map[string][]string{} // by cohort
	for _, i := range all {
		if i.Cohort != "" {
			refs[i.Cohort] = append(refs[i.Cohort], i.Ref)
		}
	}
	agreed := map[string]bool{} // cohort/ref
	for cohort, some := range refs {
		for chunk := range slices.Chunk(some, cohorts.MaxChunk) {
			members, err := s.Cohorts.Store.Memberships(ctx, cohort, chunk...)
			if err != nil {
				return nil, fmt.Errorf("reading memberships: %w", err)
			}
			for _, m := range members {
				agreed[cohort+"/"+m.Ref] = m.State == cohorts.Agreed
			}
		}
	}
	return slices.DeleteFunc(all, func(i contact.Invitation) bool { return i.Cohort != "" && !agreed[i.Cohort+"/"+i.Ref] }), nil
}
