package intake

import (
	"context"
	"io"
	"log/slog"
	"sync/atomic"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/rollout"
	"soundings/metrics"
)

// Service takes events in.
type Service struct {
	Figures  *metrics.Service // the rollups that the events go into
	Cohorts  *cohorts.Service
	Rollouts *rollout.Service
	Store    Store
	Now      func() time.Time
	Rand     io.Reader // random bytes for ids
	Log      *slog.Logger

	memberships membershipCache
	arrivals    arrivals
	events      eventCounts
	taken       atomic.Int64 // when events were last taken in, in nanoseconds since 1970
}

// zone returns where the clinic's clocks run.
func (s *Service) zone(ctx context.Context) (*time.Location, error) { return s.Figures.Zone(ctx) }
