package cohorts

import (
	"context"
	"fmt"
	"slices"

	"soundings/cohorts/base"
)

// People returns the participants with these refs, by ref. Unknown refs are left out.
func (s *Service) People(ctx context.Context, refs ...string) (map[string]Participant, error) {
	people := make(map[string]Participant, len(refs))
	for chunk := range slices.Chunk(refs, MaxChunk) {
		found, err := s.Store.Participants(ctx, chunk...)
		if err != nil {
			return nil, fmt.Errorf("reading participants: %w", err)
		}
		for _, p := range found {
			if p.Version > 0 {
				people[p.Ref] = p
			}
		}
	}
	return people, nil
}

// CreateParticipant saves a new participant. It returns Invalid when somebody has the ref already.
func (s *Service) CreateParticipant(ctx context.Context, p Participant) (Participant, error) {
	p = p.tidy()
	p.Version = 0
	if err := p.check(); err != nil {
		return p, err
	}
	switch err := s.Store.SaveParticipants(ctx, []Participant{p}); {
	case base.IsCode(err, base.Conflict):
		return p, base.InvalidFields(base.Field{Name: "ref", Text: base.T("participant.known")})
	case err != nil:
		return p, fmt.Errorf("keeping a participant: %w", err)
	}
	p.Version = 1
	return p, nil
}

// MembershipsOf returns a participant's memberships, present and past.
func (s *Service) MembershipsOf(ctx context.Context, ref string) ([]Membership, error) {
	all, err := s.Store.MembershipsOf(ctx, ref)
	if err != nil {
		return nil, fmt.Errorf("reading memberships: %w", err)
	}
	return all, nil
}

// History returns every change of a participant's memberships, the latest first.
func (s *Service) History(ctx context.Context, ref string) ([]Consent, error) {
	memberships, err := s.MembershipsOf(ctx, ref)
	if err != nil {
		return nil, err
	}
	var all []Consent
	for _, m := range memberships {
		some, err := s.Store.History(ctx, m.Cohort, ref)
		if err != nil {
			return nil, fmt.Errorf("reading a membership's history: %w", err)
		}
		all = append(all, some...)
	}
	slices.SortStableFunc(all, func(a, b Consent) int { return b.At.Compare(a.At) })
	return all, nil
}
