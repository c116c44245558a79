package cohorts

import (
	"context"
	"fmt"
	"slices"

	"soundings/cohorts/base"
)

// AskAgain makes a cohort's consent count only for the wording in use now. Members who agreed to an older one are asked
// again; until they answer, they take part as they agreed. It returns Conflict when the wording has not changed, and Invalid
// when it is not there in each of the clinic's languages.
func (s *Service) AskAgain(ctx context.Context, id string) (Cohort, error) {
	clinic, err := s.Clinic(ctx)
	if err != nil {
		return Cohort{}, err
	}
	wording, err := s.ConsentWording(ctx)
	if err != nil {
		return Cohort{}, err
	}
	return updateCohort(ctx, s, id, func(c *Cohort) error {
		if c.AskAgain >= clinic.Wording {
			return base.Refuse(base.Conflict, "consent.same_words")
		}
		if err := c.Askable(wording, clinic.Languages); err != nil {
			return err
		}
		c.AskAgain = clinic.Wording
		return nil
	})
}

// End ends a beta: nobody joins it any more, and every member who agreed graduates. It returns how many did. Calling it
// again finishes what an earlier call could not.
func (s *Service) End(ctx context.Context, id string) (int, error) {
	_, err := updateCohort(ctx, s, id, func(c *Cohort) error {
		if !c.Over() {
			c.Ended = s.Now()
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	var agreed []Membership
	for m, err := range s.everyMember(ctx, MembershipQuery{Cohort: id, State: Agreed}) {
		if err != nil {
			return 0, err
		}
		agreed = append(agreed, m)
	}
	done := 0
	for chunk := range slices.Chunk(agreed, MaxChunk) {
		graduations := make([]Transition, len(chunk))
		for i, m := range chunk {
			graduations[i] = s.transition(ctx, m, Graduated)
		}
		switch err := s.Store.SaveTransitions(ctx, graduations); {
		case base.IsCode(err, base.Conflict): // a member left meanwhile: begin again with those who are there now
			more, err := s.End(ctx, id)
			return done + more, err
		case err != nil:
			return done, fmt.Errorf("graduating members: %w", err)
		}
		done += len(chunk)
	}
	return done, nil
}

// updateCohort changes a cohort and saves it.
func updateCohort(ctx context.Context, s *Service, id string, change func(*Cohort) error) (Cohort, error) {
	c, err := base.Revise(func() (Cohort, error) { return s.Cohort(ctx, id) }, change, func(c Cohort) error {
		if err := s.Store.SaveCohort(ctx, c); err != nil {
			return fmt.Errorf("keeping a cohort: %w", err)
		}
		return nil
	})
	if err == nil {
		c.Version++
	}
	return c, err
}
