package board

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// bounds are those by which it is counted how long bumps take. Counts are kept by them: one that is added counts from then on.
var bounds = []time.Duration{
	time.Hour, 4 * time.Hour, 12 * time.Hour, day, 2 * day, 4 * day, 7 * day, 14 * day, 28 * day, 56 * day, 112 * day,
}

const day = 24 * time.Hour

// Bounds returns those by which it is counted how long bumps take, the shortest first.
func Bounds() []time.Duration { return slices.Clone(bounds) }

// Within returns the first of the bounds that a time does not go beyond; 0: it goes beyond all.
func Within(took time.Duration) time.Duration {
	for _, bound := range bounds {
		if took <= bound {
			return bound
		}
	}
	return 0
}

// Took returns how long it took from when the card was opened until it was done or refused, and whether it became so since it was
// read. A card that was opened again takes its time anew.
func (b Bump) Took() (took time.Duration, ended bool) {
	if !b.Was.State.Open() || b.State != Done && b.State != NotPlanned {
		return 0, false
	}
	return b.Changed.Sub(b.Opened), true
}

// Times are how long bumps of each severity took until they were done or refused.
type Times map[Severity]Time

// Time is how long bumps of one severity took.
type Time struct {
	Within map[time.Duration]int // by the first of Bounds that they did not go beyond; 0: they went beyond all
	Total  time.Duration
}

// Times returns how long bumps took since there is a board.
func (s *Service) Times(ctx context.Context) (Times, error) {
	times, err := s.Store.BumpTimes(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading how long bumps took: %w", err)
	}
	return times, nil
}

// Judgements returns the severities, and that nobody has judged yet.
func Judgements() []Severity { return append(Severities(), Unjudged) }

// Oldest returns since when the oldest of the open cards of each severity is open. Of a severity without any it has none. What it
// costs does not depend on how many cards there are.
func (s *Service) Oldest(ctx context.Context) (map[Severity]time.Time, error) {
	oldest := map[Severity]time.Time{}
	for _, severity := range Judgements() {
		for _, state := range OpenStates() {
			page, err := s.List(ctx, Query{State: state, Severity: &severity, Oldest: true, Limit: 1})
			if err != nil {
				return nil, err
			}
			for _, b := range page.Items {
				if since, any := oldest[severity]; !any || b.Opened.Before(since) {
					oldest[severity] = b.Opened
				}
			}
		}
	}
	return oldest, nil
}
