package cohorts

import (
	"context"
	"fmt"
	"slices"

	"soundings/cohorts/base"
)

// AskAgain makes a cohort's consent count only for the words in use now: who agreed to older ones is asked again, and takes
// part meanwhile as they agreed.
func (s *Service) AskAgain(ctx context.Context, id string) (Cohort, error) {
	clinic, err := s.Clinic(ctx)
	if err != nil {
		return Cohort{}, err
	}
	return s.updateCohort(ctx, id, func(c *Cohort) error {
		if c.AskAgain >= clinic.Wording {
			return base.Refuse(base.Conflict, "consent.same_words")
		}
		c.AskAgain = clinic.Wording
		return nil
	})
}

// End ends a beta: from then on nobody joins it, and every member who agreed graduates. It returns how many did.
func (s *Service) End(ctx context.Context, id string) (int, error) {
	_, err := s.updateCohort(ctx, id, func(c *Cohort) error {
		if !c.Over() {
			c.Ended = s.Now()
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	var agreed []Membership
	if err := s.everyMember(ctx, MembershipQuery{Cohort: id, State: Agreed}, func(m Membership) { agreed = append(agreed, m) }); err != nil {
		return 0, err
	}
	done := 0
	for chunk := range slices.Chunk(agreed, MaxChunk) {
		steps := make([]Transition, len(chunk))
		for i, m := range chunk {
			steps[i] = s.transition(ctx, m, Graduated)
		}
		switch err := s.Store.SaveTransitions(ctx, steps); {
		case base.IsCode(err, base.Conflict): // somebody left meanwhile: look again
			more, err := s.End(ctx, id)
			return done + more, err
		case err != nil:
			return done, fmt.Errorf("graduating members: %w", err)
		}
		done += len(chunk)
	}
	return done, nil
}

// updateCohort reads, changes and keeps a cohort; again when somebody else was quicker.
func (s *Service) updateCohort(ctx context.Context, id string, change func(*Cohort) error) (Cohort, error) {
	for {
		c, err := s.Cohort(ctx, id)
		if err != nil {
			return c, err
		}
		if err := change(&c); err != nil {
			return c, err
		}
		switch err := s.Store.SaveCohort(ctx, c); {
		case base.IsCode(err, base.Conflict):
			continue
		case err != nil:
			return c, fmt.Errorf("keeping a cohort: %w", err)
		}
		c.Version++
		return c, nil
	}
}
