package series

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"soundings/surveys/polls"
)

var (
	pollBallots = prometheus.NewDesc("soundings_poll_ballots",
		"Ballots of a group that count in a poll, as its results show them; withheld while they are a small cell.", []string{"poll", "group"}, nil)
	pollPlace = prometheus.NewDesc("soundings_poll_place",
		"A feature's place in the order of a poll, from 1, as its results show it.", []string{"poll", "feature"}, nil)
)

// pollFigures are what is shown of one poll, at one version of it.
type pollFigures struct {
	version int64
	final   bool // it is closed: until its version moves nothing of it does
	found   polls.Results
}

// settled is how long after closing the last ballots that were under way are in.
const settled = time.Minute

// pollsNow returns the figures of every poll that was published. Those of a closed one are taken over from before.
func (s *Service) pollsNow(ctx context.Context) (map[string]pollFigures, error) {
	if s.Polls == nil {
		return nil, nil
	}
	all, err := s.Polls.Polls(ctx)
	if err != nil {
		return nil, err
	}
	before := map[string]pollFigures{}
	if f := s.latest.Load(); f != nil {
		before = f.polls
	}
	now := map[string]pollFigures{}
	for _, p := range all {
		if p.State == polls.Draft {
			continue
		}
		if kept := before[p.ID]; kept.final && kept.version == p.Version {
			now[p.ID] = kept
			continue
		}
		found, err := s.Polls.Results(ctx, p.ID)
		if err != nil {
			return nil, err
		}
		now[p.ID] = pollFigures{version: p.Version, final: p.State == polls.Closed && s.Now().Sub(p.Closed) > settled, found: found}
	}
	return now, nil
}

// collectPolls sends the figures of polls.
func (f *figures) collectPolls(gauge func(d *prometheus.Desc, value float64, labels ...string)) {
	for id, p := range f.polls {
		for _, g := range p.found.Groups {
			if g.Ballots != nil {
				gauge(pollBallots, float64(*g.Ballots), id, string(g.Group))
			}
		}
		for _, placed := range p.found.Ranking {
			gauge(pollPlace, float64(placed.Place), id, placed.Feature)
		}
	}
}
