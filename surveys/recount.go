package surveys

import (
	"context"
	"fmt"
	"slices"

	"soundings/cohorts"
)

// Recount is what counting every response again has shown.
type Recount struct {
	Responses, Surveys int      // responses to surveys that were published
	Different          []string // ids of the surveys whose figures are not what their responses add up to
}

// recountTries is how often a survey is counted again that responses come to meanwhile.
const recountTries = 20

// Recount counts every response to every survey again, and compares: with the figures of this moment and with the edition.
func (s *Service) Recount(ctx context.Context) (Recount, error) {
	var r Recount
	all, err := s.Store.Surveys(ctx)
	if err != nil {
		return r, fmt.Errorf("listing surveys: %w", err)
	}
	for _, v := range all {
		if v.State == Draft {
			continue
		}
		kept, counted, err := s.recount(ctx, v)
		if err != nil {
			return r, err
		}
		r.Surveys++
		r.Responses += counted.Total().Completed
		same, err := editions{s}.sameEdition(ctx, v)
		if err != nil {
			return r, err
		}
		if !kept.equal(counted) || !same {
			r.Different = append(r.Different, v.ID)
		}
	}
	return r, nil
}

// recount returns what is kept of one survey and what its responses add up to, both of a time in which none came.
func (s *Service) recount(ctx context.Context, v Survey) (kept, counted Tally, err error) {
	for range recountTries {
		if kept, err = s.Store.Tally(ctx, v); err != nil {
			return kept, counted, fmt.Errorf("reading a tally: %w", err)
		}
		if counted, err = s.Store.Recount(ctx, v); err != nil {
			return kept, counted, fmt.Errorf("counting responses again: %w", err)
		}
		after, err := s.Store.Tally(ctx, v)
		if err != nil {
			return kept, counted, fmt.Errorf("reading a tally again: %w", err)
		}
		if kept.equal(after) {
			return kept, counted, nil
		}
	}
	return kept, counted, fmt.Errorf("counting the responses to %s again: more came all the while; try again later", v.ID)
}

// equal reports whether two tallies hold the same counts; one that is 0 is the same as none.
func (t Tally) equal(other Tally) bool {
	for _, g := range cohorts.Groups() {
		a, b := t.counts(g), other.counts(g)
		if a.Completed != b.Completed || !sameCounts(a.Fields, b.Fields) || !sameCounts(a.Scores, b.Scores) {
			return false
		}
	}
	return true
}

func (t Tally) counts(g cohorts.Group) *Counts {
	if c := t.Groups[g]; c != nil {
		return c
	}
	return newCounts()
}

func sameCounts(a, b map[string]*Count) bool {
	return slices.Equal(lists(a), lists(b))
}

// lists writes counts as lines, in order, without those that are 0.
func lists(counts map[string]*Count) (lines []string) {
	for name, c := range counts {
		if c.N != 0 {
			lines = append(lines, fmt.Sprintf("%q %d", name, c.N))
		}
		for value, n := range c.Values {
			if n != 0 {
				lines = append(lines, fmt.Sprintf("%q=%q %d", name, value, n))
			}
		}
	}
	slices.Sort(lines)
	return lines
}
