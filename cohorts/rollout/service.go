package rollout

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"time"

	"soundings/cohorts"
)

// Service does the acts of the team and the portal on features and rollouts, one method an act. It is safe for concurrent
// use; its fields are set before its first use.
type Service struct {
	Store    Store
	Cohorts  *cohorts.Service
	Evidence Evidence // nil: there are no answers
	Gates    []Gate   // further gates before every step of every ramp, of the parts that know of them
	Now      func() time.Time
	Rand     io.Reader // random bytes for ids
	Log      *slog.Logger

	memory memory
}

// Evidence knows how people judge the portal.
type Evidence interface {
	// Answers calls each with every answer of a wave, in any order. It returns a base.Error when the survey cannot say:
	// it is unknown, is asked without names, or has no such instrument.
	Answers(ctx context.Context, w Wave, each func(Answer)) error
	// Spread returns the usual standard deviation of an instrument's scores, in points, for use while there are none.
	Spread(instrument string) float64
}

// Wave selects the answers of a cohort's members to a survey since a moment.
type Wave struct {
	Survey     string
	Instrument string // its scores are wanted; empty: no scores
	Cohort     string
	Since      time.Time // zero: from the beginning
}

// Answer is one answer of a wave.
type Answer struct {
	Ref    string
	Score  float64 // of the wave's instrument
	Scored bool    // false: the instrument was not answered in full
}

// now returns the time to the millisecond, as stores keep it.
func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Millisecond) }

func (s *Service) catalogue(ctx context.Context) (Catalogue, error) {
	c, err := s.Store.Catalogue(ctx)
	if err != nil {
		return c, fmt.Errorf("reading features and rollouts: %w", err)
	}
	return c, nil
}
