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
	pollInvited = gauge("soundings_poll_invited",
		"People of a group who were invited to a poll, where soundings_poll_ballots tells of the group.", "poll", "group")
	pollInfo  = gauge("soundings_poll_info", "What a poll that was published is called and whether it is open; always 1.", "poll", "title", "state")
	pollPlace = gauge("soundings_poll_place",
		"A feature's place in the order of a poll, from 1, as its results show it.", "poll", "feature")
)

var ballots = subject{[]family{pollBallots, pollInvited, pollInfo, pollPlace}, ballotsNow, ballotsPast}

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
		f.add(pollInfo, 1, p.ID, f.title(p.Title, p.ID), string(p.State))
		f.addPoll(p.ID, kept.found)
	}
	return nil
}

func (f *figures) addPoll(id string, found polls.Results) {
	for _, g := range found.Groups {
		if g.Ballots != nil {
			f.add(pollBallots, float64(*g.Ballots), id, string(g.Group))
			f.add(pollInvited, float64(g.Invited), id, string(g.Group))
		}
	}
	for _, placed := range found.Ranking {
		f.add(pollPlace, float64(placed.Place), id, placed.Feature)
	}
}

// pastPoll is what a poll shows, and since which day it has shown that.
type pastPoll struct {
	polls.Poll
	found polls.Results
	since metrics.Day
}

// ballotsPast writes how many ballots of each group counted, and the places of features, as they are shown to those who may not
// read ballots: of a secret poll since it was closed, of a named one since its last edition. What was shown before is kept
// nowhere, and counting ballots by their days would show others than were shown then. How many were invited is told since the
// poll was closed: from then on nobody is.
func ballotsPast(ctx context.Context, h *history) error {
	if h.s.Polls == nil {
		return nil
	}
	all, err := h.s.Polls.Polls(ctx)
	if err != nil {
		return err
	}
	var found []pastPoll
	for _, p := range slices.Backward(all) {
		if p.State == polls.Draft || p.Hidden() {
			continue
		}
		past, err := h.edition(ctx, p)
		if err != nil {
			return err
		}
		found = append(found, past)
	}
	h.begin(pollBallots)
	for _, p := range found {
		h.groups(p.since, p, pollBallots, func(g polls.GroupResult) int { return *g.Ballots })
	}
	h.begin(pollInvited)
	for _, p := range found {
		if p.State == polls.Closed {
			h.groups(metrics.DayOf(p.Closed, h.zone), p, pollInvited, func(g polls.GroupResult) int { return g.Invited })
		}
	}
	h.begin(pollPlace)
	for _, p := range found {
		for _, placed := range p.found.Ranking {
			h.stays(pollPlace, p.since, float64(placed.Place), p.ID, placed.Feature)
		}
	}
	h.begin(pollInfo)
	for _, p := range slices.Backward(all) {
		title := titleIn(h.language, p.Title, p.ID)
		h.between(pollInfo, p.Opened, p.Closed, p.ID, title, string(polls.Open))
		h.since(pollInfo, p.Closed, p.ID, title, string(polls.Closed))
	}
	return nil
}

// groups writes a figure of each group that is shown, from a day on.
func (h *history) groups(first metrics.Day, p pastPoll, of family, figure func(polls.GroupResult) int) {
	for _, g := range p.found.Groups {
		if g.Ballots != nil {
			h.stays(of, first, float64(figure(g)), p.ID, string(g.Group))
		}
	}
}

// edition returns what a poll shows, and from which day on it has shown that.
func (h *history) edition(ctx context.Context, p polls.Poll) (pastPoll, error) {
	found, err := h.s.Polls.Edition(ctx, p.ID)
	if err != nil {
		return pastPoll{}, err
	}
	since := p.Closed
	if found.Edition != nil {
		since = found.Edition.Made
	}
	return pastPoll{p, found, metrics.DayOf(since, h.zone)}, nil
}
