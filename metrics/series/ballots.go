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
			found, err := s.Polls.Results(ctx, p.ID)
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

// ballotsPast writes how many ballots of each group counted, and the places of features. Of a secret poll only what stands since
// it was closed is told: ballots have no time but a day, and when what is shown of an open one moved is kept nowhere.
// Which ballots by the open code count is as it is set now.
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
		var days []dayPoll
		switch {
		case p.State == polls.Draft, p.Secret && p.State != polls.Closed:
		case p.Secret:
			days, err = h.released(ctx, p)
		default:
			days, err = h.counted(ctx, p)
		}
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

// released returns what a closed secret poll shows, from the day of its closing on.
func (h *history) released(ctx context.Context, p polls.Poll) ([]dayPoll, error) {
	found, err := h.s.Polls.Results(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	var days []dayPoll
	for d := metrics.DayOf(p.Closed, h.zone); d <= h.last; d++ {
		days = append(days, dayPoll{p.ID, d, found})
	}
	return days, nil
}

// counted counts the ballots of a named poll day by day from its opening on. Its ballots are kept meanwhile.
func (h *history) counted(ctx context.Context, p polls.Poll) ([]dayPoll, error) {
	byDay, byID := map[metrics.Day][]polls.Ballot{}, map[string]polls.Ballot{}
	err := h.s.Polls.EachBallot(ctx, p, func(b polls.Ballot) {
		d := metrics.DayOf(b.At, h.zone)
		byDay[d], byID[b.ID] = append(byDay[d], b), b
	})
	if err != nil {
		return nil, err
	}
	var days []dayPoll
	var sum polls.Tally
	found := p.Results(sum, nil)
	for d := metrics.DayOf(p.Opened, h.zone); d <= h.last; d++ {
		for _, b := range byDay[d] {
			sum.Add(p, b, +1)
			if before, replaced := byID[b.Before]; replaced {
				sum.Add(p, before, -1)
			}
		}
		if len(byDay[d]) > 0 {
			sum.Tidy()
			found = p.Results(sum, nil)
		}
		days = append(days, dayPoll{p.ID, d, found})
	}
	return days, nil
}
