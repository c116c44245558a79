package series

import (
	"context"
	"slices"
	"time"

	"soundings/metrics"
	"soundings/surveys/polls"
)

var (
	pollBallots = gauge("soundings_poll_ballots",
		"Ballots of a group that count in a poll, as its results show them; withheld while they are a small cell.", "poll", "group")
	pollPlace = gauge("soundings_poll_place",
		"A feature's place in the order of a poll, from 1, as its results show it.", "poll", "feature")
)

var ballots = subject{[]family{pollBallots, pollPlace}, ballotsNow, ballotsPast}

// pollFigures are what is shown of one poll, at one version of it.
type pollFigures struct {
	version int64
	final   bool // it is closed: until its version moves nothing of it does
	found   polls.Results
}

// settled is how long after closing the last ballots that were under way are in.
const settled = time.Minute

// ballotsNow counts every poll that was published. The figures of a closed one are taken over from before.
func ballotsNow(ctx context.Context, s *Service, f *figures) error {
	if s.Polls == nil {
		return nil
	}
	all, err := s.Polls.Polls(ctx)
	if err != nil {
		return err
	}
	var before map[string]pollFigures
	if latest := s.latest.Load(); latest != nil {
		before = latest.polls
	}
	f.polls = map[string]pollFigures{}
	for _, p := range all {
		if p.State == polls.Draft {
			continue
		}
		kept := before[p.ID]
		if !kept.final || kept.version != p.Version {
			found, err := s.Polls.Edition(ctx, p.ID)
			if err != nil {
				return err
			}
			kept = pollFigures{version: p.Version, final: p.State == polls.Closed && s.Now().Sub(p.Closed) > settled, found: found}
		}
		f.polls[p.ID] = kept
		f.addPoll(p.ID, kept.found)
	}
	return nil
}

func (f *figures) addPoll(id string, found polls.Results) {
	for _, g := range found.Groups {
		if g.Ballots != nil {
			f.add(pollBallots, float64(*g.Ballots), id, string(g.Group))
		}
	}
	for _, placed := range found.Ranking {
		f.add(pollPlace, float64(placed.Place), id, placed.Feature)
	}
}

// dayPoll is what was shown of a poll when a day ended.
type dayPoll struct {
	poll  string
	day   metrics.Day
	found polls.Results
}

// ballotsPast writes how many ballots of each group counted, and the places of features, as they are shown to those who may not
// read ballots: of a secret poll since it was closed, of a named one since its last edition. What was shown before is kept
// nowhere, and counting ballots by their days would show others than were shown then.
func ballotsPast(ctx context.Context, h *history) error {
	if h.s.Polls == nil {
		return nil
	}
	all, err := h.s.Polls.Polls(ctx)
	if err != nil {
		return err
	}
	var found []dayPoll
	for _, p := range slices.Backward(all) {
		if p.State == polls.Draft || p.Hidden() {
			continue
		}
		days, err := h.edition(ctx, p)
		if err != nil {
			return err
		}
		found = append(found, days...)
	}
	h.begin(pollBallots)
	for _, f := range found {
		for _, g := range f.found.Groups {
			if g.Ballots != nil {
				h.point(pollBallots, f.day, float64(*g.Ballots), f.poll, string(g.Group))
			}
		}
	}
	h.begin(pollPlace)
	for _, f := range found {
		for _, placed := range f.found.Ranking {
			h.point(pollPlace, f.day, float64(placed.Place), f.poll, placed.Feature)
		}
	}
	return nil
}

// edition returns what a poll shows, from the day on from which it has shown that.
func (h *history) edition(ctx context.Context, p polls.Poll) ([]dayPoll, error) {
	found, err := h.s.Polls.Edition(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	since := p.Closed
	if found.Edition != nil {
		since = found.Edition.Made
	}
	var days []dayPoll
	for d := metrics.DayOf(since, h.zone); d <= h.last; d++ {
		days = append(days, dayPoll{p.ID, d, found})
	}
	return days, nil
}
