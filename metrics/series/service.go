package series

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/cohorts/plan"
	"soundings/cohorts/rollout"
	"soundings/metrics"
	"soundings/surveys"
	"soundings/surveys/board"
	"soundings/surveys/polls"
)

// Service counts the figures, and is the collector that Prometheus reads them from.
type Service struct {
	Cohorts  *cohorts.Service
	Contact  *contact.Service
	Outbox   *contact.Outbox
	Surveys  *surveys.Service
	Rollouts *rollout.Service
	Polls    *polls.Service // nil: there are no polls
	Board    *board.Service
	Plans    *plan.Service // nil: there is no charter
	Figures  *metrics.Service
	Store    Store
	Now      func() time.Time

	latest atomic.Pointer[figures]
}

// figures is everything that a scrape shows, as it stood at one moment.
type figures struct {
	points   []prometheus.Metric
	language string                 // of titles: the clinic's first
	adoption metrics.Snapshot       // what several subjects tell of, read once
	surveys  []surveys.Survey       // those that were published
	polls    map[string]pollFigures // by poll: those of a closed one stand until the next count
}

// add adds a point of a family; labels are in the order of the family's.
func (f *figures) add(of family, value float64, labels ...string) {
	for i, text := range labels {
		labels[i] = labelValue(text)
	}
	f.points = append(f.points, prometheus.MustNewConstMetric(of.desc, prometheus.GaugeValue, value, labels...))
}

// Refresh counts the figures again. Until it has succeeded once a scrape shows none of them; when it fails, the ones
// from before stand, and their time says how old they are.
func (s *Service) Refresh(ctx context.Context) error {
	f, err := s.read(ctx)
	if err != nil {
		return err
	}
	for _, each := range subjects {
		if err := each.now(ctx, s, f); err != nil {
			return err
		}
	}
	s.latest.Store(f)
	return nil
}

// read reads what several subjects tell of.
func (s *Service) read(ctx context.Context) (f *figures, err error) {
	f = &figures{}
	f.add(refreshed, float64(s.Now().UnixMilli())/1000)
	if f.language, err = s.language(ctx); err != nil {
		return nil, err
	}
	if f.adoption, err = s.Figures.Snapshot(ctx); err != nil {
		return nil, err
	}
	f.surveys, err = s.published(ctx)
	return f, err
}

// language returns the one in which titles stand in labels.
func (s *Service) language(ctx context.Context) (string, error) {
	clinic, err := s.Cohorts.Clinic(ctx)
	return clinic.Speaks(""), err
}

// Describe sends the families that Collect may send.
func (s *Service) Describe(descs chan<- *prometheus.Desc) {
	descs <- refreshed.desc
	for _, each := range subjects {
		for _, of := range each.families {
			descs <- of.desc
		}
	}
}

// Collect sends the figures that were counted last. It reads nothing from the store.
func (s *Service) Collect(to chan<- prometheus.Metric) {
	f := s.latest.Load()
	if f == nil {
		return
	}
	for _, point := range f.points {
		to <- point
	}
}

// published returns the surveys that were published.
func (s *Service) published(ctx context.Context) ([]surveys.Survey, error) {
	all, err := s.Surveys.Surveys(ctx)
	if err != nil {
		return nil, err
	}
	var published []surveys.Survey
	for _, v := range all {
		if v.State != surveys.Draft {
			published = append(published, v)
		}
	}
	return published, nil
}
