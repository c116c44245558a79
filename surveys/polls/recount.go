package polls

import (
	"context"
	"fmt"
	"maps"
	"slices"
)

// Recount is what counting every ballot again has shown.
type Recount struct {
	Ballots, Polls int      // ballots that count, of polls that were published
	Different      []string // ids of the polls whose figures are not what their ballots add up to
}

// recountTries is how often a poll is counted again that ballots come to meanwhile.
const recountTries = 20

// Recount counts every ballot of every poll again, and compares.
func (s *Service) Recount(ctx context.Context) (Recount, error) {
	var r Recount
	all, err := s.Polls(ctx)
	if err != nil {
		return r, err
	}
	for _, p := range all {
		if p.State == Draft {
			continue
		}
		kept, counted, err := s.recount(ctx, p)
		if err != nil {
			return r, err
		}
		r.Polls++
		for _, c := range counted.Cells {
			r.Ballots += c.Ballots
		}
		if !kept.equal(counted) {
			r.Different = append(r.Different, p.ID)
		}
	}
	return r, nil
}

// recount returns what is kept of one poll and what its ballots add up to, both of a time in which none came.
func (s *Service) recount(ctx context.Context, p Poll) (kept, counted Tally, err error) {
	for range recountTries {
		if kept, err = s.tally(ctx, p); err != nil {
			return kept, counted, err
		}
		if counted, err = s.Store.RecountBallots(ctx, p); err != nil {
			return kept, counted, fmt.Errorf("counting ballots again: %w", err)
		}
		after, err := s.tally(ctx, p)
		if err != nil || kept.equal(after) {
			return kept, counted, err
		}
	}
	return kept, counted, fmt.Errorf("counting the ballots of %s again: more came all the while; try again later", p.ID)
}

func (t Tally) equal(other Tally) bool {
	return maps.EqualFunc(t.Cells, other.Cells, func(a, b *Counts) bool {
		return a.Ballots == b.Ballots && maps.EqualFunc(a.Rows(), b.Rows(), slices.Equal[[]int])
	})
}
