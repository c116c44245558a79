package intake

import (
	"slices"
	"sync/atomic"

	"github.com/prometheus/client_golang/prometheus"

	"soundings/metrics"
)

// eventsTaken is the one series that is counted while it happens.
var eventsTaken = prometheus.NewDesc("soundings_events_total",
	"Events that this server was sent, by kind and what came of them: accepted, duplicate, unknown, refused or invalid.",
	[]string{"kind", "result"}, nil)

// Describe sends the series of events.
func (s *Service) Describe(descs chan<- *prometheus.Desc) { descs <- eventsTaken }

// Collect sends how many events this server was sent since its start.
func (s *Service) Collect(to chan<- prometheus.Metric) { s.events.collect(to) }

// Kinds that are none, and what becomes of events, as the series has them.
var (
	countedKinds   = append(metrics.Kinds(), "other")
	countedResults = []string{"accepted", "duplicate", "unknown", "refused", "invalid"}
)

// eventCounts are how many events of each kind came to each result since the start.
type eventCounts [4][5]atomic.Uint64

func (c *eventCounts) count(kind metrics.Kind, result string) {
	k := slices.Index(countedKinds, kind)
	if k < 0 {
		k = len(countedKinds) - 1
	}
	c[k][slices.Index(countedResults, result)].Add(1)
}

func (c *eventCounts) collect(to chan<- prometheus.Metric) {
	for k, kind := range countedKinds {
		for r, result := range countedResults {
			to <- prometheus.MustNewConstMetric(eventsTaken, prometheus.CounterValue, float64(c[k][r].Load()), string(kind), result)
		}
	}
}
