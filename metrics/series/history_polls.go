package series

import (
	"context"
	"slices"

	"soundings/metrics"
	"soundings/surveys/polls"
)

// dayPoll is what was shown of a poll when a day ended.
type dayPoll struct {
	poll  string
	day   metrics.Day
	found polls.Results
}

// polls writes how many ballots of each group counted, and the places of features. Of a secret poll only what stands since
// it was closed is told: ballots have no time but a day, and when what is shown of an open one moved is kept nowhere.
// Which ballots by the open code count is as it is set now.
func (h *history) polls(ctx context.Context) error {
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
	h.family("soundings_poll_ballots")
	for _, f := range found {
		for _, g := range f.found.Groups {
			if g.Ballots != nil {
				h.point("soundings_poll_ballots", []string{"poll", f.poll, "group", string(g.Group)}, f.day, float64(*g.Ballots))
			}
		}
	}
	h.family("soundings_poll_place")
	for _, f := range found {
		for _, placed := range f.found.Ranking {
			h.point("soundings_poll_place", []string{"poll", f.poll, "feature", placed.Feature}, f.day, float64(placed.Place))
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
