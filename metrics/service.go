package metrics

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/plan"
	"soundings/cohorts/rollout"
	"soundings/surveys"
	"soundings/surveys/board"
)

// Service keeps the rollups of what members did, and reports adoption from them.
type Service struct {
	Cohorts  *cohorts.Service
	Surveys  *surveys.Service
	Rollouts *rollout.Service
	Plans    *plan.Service  // nil: there is no charter
	Board    *board.Service // nil: there is no board
	Store    Store
	TimeZone string // IANA name of the clinic's, until its settings are kept
	Now      func() time.Time

	clock atomic.Pointer[time.Location]
}

// Zone returns where the clinic's clocks run: days begin and end there.
func (s *Service) Zone(ctx context.Context) (*time.Location, error) {
	clinic, err := s.Cohorts.Clinic(ctx)
	if err != nil {
		return nil, err
	}
	name := s.TimeZone
	if clinic.Version > 0 {
		name = clinic.TimeZone
	}
	if known := s.clock.Load(); known != nil && known.String() == name {
		return known, nil
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("loading the clinic's time zone: %w", err)
	}
	s.clock.Store(zone)
	return zone, nil
}
