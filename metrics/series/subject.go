package series

import (
	"context"

	"github.com/prometheus/client_golang/prometheus"
)

// family is a family of gauges, or of histograms that are counted elsewhere. Labels are ids of what the team made, and states: nothing that a stranger sends.
type family struct {
	name   string
	labels []string
	desc   *prometheus.Desc
}

func gauge(name, help string, labels ...string) family {
	return family{name, labels, prometheus.NewDesc(name, help, labels, nil)}
}

// histogram is a family that Prometheus takes quantiles of. Its bounds are those by which it was counted.
func histogram(name, help string, labels ...string) family { return gauge(name, help, labels...) }

// subject is what some families tell of.
type subject struct {
	families []family
	now      func(ctx context.Context, s *Service, f *figures) error // adds the points as they are now
	past     func(ctx context.Context, h *history) error             // writes the points of past days; nil: they are not kept
}

// subjects never change.
var subjects = []subject{members, usage, funnel, features, goals, progress, charter, bumps, invitations, scores, ballots, outbox}

// refreshed has no past: it is of the figures themselves.
var refreshed = gauge("soundings_refreshed_timestamp_seconds",
	"When the figures of cohorts, surveys and rollouts were last counted, in seconds since 1970.")
