package rollout

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// Service does what somebody asks for, one method an act. Its fields are set before its first use.
type Service struct {
	Store    Store
	Cohorts  *cohorts.Service
	Evidence Evidence // nil: nobody answers anything
	Gates    []Gate   // further gates, behind which every step of every ramp stands
	Now      func() time.Time
	Rand     io.Reader // random bytes for ids
	Log      *slog.Logger

	memory memory
}

// Evidence is what is known elsewhere of how people judge the portal.
type Evidence interface {
	// Answers calls each with every answer of a wave, in any order. It returns a base.Error where the survey cannot
	// say: it is unknown, without names, or has no such instrument.
	Answers(ctx context.Context, w Wave, each func(Answer)) error
	// Spread returns the standard deviation that scores of an instrument usually have, for where nobody has answered yet.
	Spread(instrument string) float64
}

// Wave is what members of a cohort answered to a survey from a moment on.
type Wave struct {
	Survey     string
	Instrument string // whose scores are asked for; empty: none
	Cohort     string
	Since      time.Time // zero: from the beginning
}

// Answer is one answer of a wave.
type Answer struct {
	Ref    string
	Score  float64 // of the wave's instrument
	Scored bool    // false: the instrument was not answered in full
}

// Gate is something else that has to be open before a ramp goes on, such as that no blocker is reported.
type Gate interface {
	// Open reports whether the rollout may go on now, and if not why, in a sentence for the team.
	Open(ctx context.Context, r Rollout) (open bool, why base.Text, err error)
}

// now returns the time to the millisecond, as it is kept.
func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Millisecond) }

func (s *Service) catalogue(ctx context.Context) (Catalogue, error) {
	c, err := s.Store.Catalogue(ctx)
	if err != nil {
		return c, fmt.Errorf("reading features and rollouts: %w", err)
	}
	return c, nil
}
