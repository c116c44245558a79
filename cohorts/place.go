package cohorts

import (
	"context"
	"fmt"
	"slices"

	"soundings/cohorts/base"
)

// Place is what it rests on that somebody may take a place in a beta again: the cohort, whose room was counted, and the
// person, whose other betas were looked at.
type Place struct {
	Cohort Cohort
	Person Participant
}

// The refusals of a place to somebody who said no or left, and wants to come back.
var (
	ErrFull      error = base.Refuse(base.Conflict, "message.full.text")      // others have taken the places
	ErrElsewhere error = base.Refuse(base.Conflict, "message.elsewhere.text") // they take part in another beta
)

// PlaceFor returns the place that a member without one could take now, or ErrFull or ErrElsewhere.
func PlaceFor(ctx context.Context, s *Service, m Membership) (*Place, error) {
	c, err := s.openCohort(ctx, m.Cohort)
	if err != nil {
		return nil, err
	}
	people, err := s.Store.Participants(ctx, m.Ref)
	if err != nil {
		return nil, fmt.Errorf("reading a participant: %w", err)
	}
	if people[0].Version == 0 {
		return nil, base.Refuse(base.NotFound, "membership.unknown", "Ref", m.Ref)
	}
	others, err := s.otherBetas(ctx, c)
	if err != nil {
		return nil, err
	}
	elsewhere, err := others.placesOf(ctx, []string{m.Ref})
	if err != nil {
		return nil, err
	}
	room, err := s.room(ctx, c)
	switch {
	case err != nil:
		return nil, err
	case len(elsewhere) > 0:
		return nil, ErrElsewhere
	case room == 0:
		return nil, ErrFull
	}
	return &Place{Cohort: c, Person: people[0]}, nil
}

// takePlace notes on a step the place that it takes, where the member had none before.
func takePlace(ctx context.Context, s *Service, step *Transition) (err error) {
	if !slices.Contains(takesPart, step.Consent.From) && slices.Contains(takesPart, step.Membership.State) {
		step.Place, err = PlaceFor(ctx, s, step.Membership)
	}
	return err
}
