package contact

import (
	"context"
	"fmt"
	"slices"

	"soundings/cohorts"
)

// Waiting answers a page of the invitations of who was asked to agree to a cohort and has not answered.
func (s *Service) Waiting(ctx context.Context, cohort, after string, limit int) (cohorts.Page[Invitation], error) {
	members, err := s.Cohorts.Members(ctx, cohorts.MembershipQuery{Cohort: cohort, State: cohorts.Invited, After: after, Limit: limit})
	if err != nil {
		return cohorts.Page[Invitation]{}, err
	}
	ids := make([]string, len(members.Items))
	for i, m := range members.Items {
		ids[i] = s.Links.ID(ForConsent, cohort, m.Ref)
	}
	found, err := s.kept(ctx, ids)
	return cohorts.Page[Invitation]{Items: found, Next: members.Next}, err
}

// AskedOf answers which of these things a participant was asked.
func (s *Service) AskedOf(ctx context.Context, ref string, kind Kind, subjects ...string) ([]Invitation, error) {
	ids := make([]string, len(subjects))
	for i, subject := range subjects {
		ids[i] = s.Links.ID(kind, subject, ref)
	}
	return s.kept(ctx, ids)
}

// kept answers those of the invitations with these ids that there are.
func (s *Service) kept(ctx context.Context, ids []string) ([]Invitation, error) {
	var all []Invitation
	for chunk := range slices.Chunk(ids, cohorts.MaxChunk) {
		found, err := s.Store.Invitations(ctx, chunk...)
		if err != nil {
			return nil, fmt.Errorf("reading invitations: %w", err)
		}
		all = append(all, slices.DeleteFunc(found, func(i Invitation) bool { return i.Version == 0 })...)
	}
	return all, nil
}
