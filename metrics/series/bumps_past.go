package series

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"soundings/cohorts/base"
	"soundings/metrics"
	"soundings/surveys/board"
)

// bumpsPast writes how many bumps there were on each day, as the histories of their cards tell it. How old the oldest was and how
// long they took is not written: the first would rest on what is only known of now, the second never gets less.
func bumpsPast(ctx context.Context, h *history) error {
	counts := map[board.Count]moves{}
	for _, state := range append(board.States(), board.Merged) {
		list := func(after string) (base.Page[board.Bump], error) {
			return h.s.Board.List(ctx, board.Query{State: state, After: after, Limit: pageSize})
		}
		for b, err := range base.Each(list) {
			if err != nil {
				return err
			}
			steps, err := h.bumpSteps(ctx, b)
			if err != nil {
				return err
			}
			before := board.Count{}
			for _, step := range steps {
				countBump(counts, before, step.count, step.day)
				before = step.count
			}
		}
	}
	h.writeBumps(counts)
	return nil
}

// bumpStep is what a bump counts as from a day on; the zero Count: it does not count any more.
type bumpStep struct {
	day   metrics.Day
	count board.Count
}

// bumpSteps returns what a bump has counted as since it was reported. Where it was hit and how bad it is, a note tells only when it
// changes: until then it was as the note says that it was before.
func (h *history) bumpSteps(ctx context.Context, b board.Bump) ([]bumpStep, error) {
	var notes []board.Note
	list := func(after string) (base.Page[board.Note], error) { return h.s.Board.Notes(ctx, b.ID, after, pageSize) }
	for n, err := range base.Each(list) {
		if err != nil {
			return nil, err
		}
		notes = append(notes, n)
	}
	count := board.Count{State: board.New, Where: b.Where, Severity: b.Severity}
	for _, n := range slices.Backward(notes) {
		switch n.Kind {
		case board.Placed:
			count.Where = n.From
		case board.Judged:
			count.Severity = board.Severity(n.From)
		}
	}
	var steps []bumpStep
	for _, n := range notes {
		switch {
		case n.Kind == board.Placed:
			count.Where = n.To
		case n.Kind == board.Judged:
			count.Severity = board.Severity(n.To)
		case n.Kind == board.Moved:
			count.State = board.State(n.To)
		case n.Kind == board.Broken:
			count.State = board.Assessing
		case n.Kind == board.MergedInto && n.To != "":
			count = board.Count{}
		case len(steps) > 0:
			continue
		}
		steps = append(steps, bumpStep{metrics.DayOf(n.At, h.zone), count})
	}
	return steps, nil
}

// countBump counts a step.
func countBump(counts map[board.Count]moves, from, to board.Count, d metrics.Day) {
	for count, by := range map[board.Count]int{from: -1, to: 1} {
		if from == to || count == (board.Count{}) {
			continue
		}
		if counts[count] == nil {
			counts[count] = moves{}
		}
		counts[count][d] += by
	}
}

// writeBumps writes a point a day for everything that bumps counted as when any day ended, from the first day of all.
func (h *history) writeBumps(counts map[board.Count]moves) {
	h.begin(bumpsNow)
	first := h.last + 1
	for _, m := range counts {
		for d := range m {
			first = min(first, d)
		}
	}
	order := slices.SortedFunc(maps.Keys(counts), func(a, b board.Count) int {
		return cmp.Or(cmp.Compare(a.Where, b.Where), cmp.Compare(a.State, b.State), cmp.Compare(a.Severity, b.Severity))
	})
	for _, count := range order {
		n, ever := 0, false
		var days []float64
		for d := first; d <= h.last; d++ {
			n += counts[count][d]
			days, ever = append(days, float64(n)), ever || n != 0
		}
		for i, value := range days {
			if ever { // no day ended so otherwise
				h.point(bumpsNow, first+metrics.Day(i), value, count.Where, string(count.State), severityLabel(count.Severity))
			}
		}
	}
}
