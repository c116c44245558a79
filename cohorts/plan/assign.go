package plan

import (
	"math"
	"slices"
)

// span is the quarters, from 0, in which work on a feature may be done; it is ready at the end of the last.
type span struct{ first, last int }

// nowhere is the span of what is not planned.
var nowhere = span{-1, -1}

func (s span) planned() bool { return s.first >= 0 }

// problem is a plan's features by number, with efforts in whole thousandths. What is live is held where it is: what it
// took is out of the capacity, and nothing remains to be done.
type problem struct {
	effort   []int
	needs    [][]int
	must     []bool
	pinned   []int
	priority []float64
	capacity [Quarters]int
	begins   int             // the first quarter, from 0, in which work can still be done
	held     []span          // where what is live is; nowhere for all else
	live     []bool          // also what went live after the year, which is nowhere
	done     [][Quarters]int // of what is live, by quarter
	was      []span          // where each feature stands that should not move without need; nil of a new plan
	free     []bool          // those that may move: what is changed, what is late, what was not planned
	moving   float64         // how much use a move must bring at least
}

func newProblem(p Plan, today Today) *problem {
	pr := &problem{begins: p.begins(today)}
	at := map[string]int{}
	for i, f := range p.Features {
		at[f.Key] = i
	}
	done, used := p.done(today)
	for _, f := range p.Features {
		since, live := today.Live[f.Key]
		held, effort, pinned := nowhere, thousandths(f.Effort), f.Pinned
		if q := p.Now(since) - 1; live && q < Quarters {
			held = span{q, q}
		}
		if live {
			effort, pinned = 0, Anywhere
		}
		pr.effort = append(pr.effort, effort)
		pr.must = append(pr.must, f.Must)
		pr.pinned = append(pr.pinned, pinned)
		pr.priority = append(pr.priority, f.Priority)
		pr.held, pr.live, pr.done = append(pr.held, held), append(pr.live, live), append(pr.done, done[f.Key])
		var needs []int
		for _, need := range f.Needs {
			needs = append(needs, at[need])
		}
		pr.needs = append(pr.needs, needs)
	}
	for q, c := range p.Capacity {
		pr.capacity[q] = max(0, thousandths(c)-used[q])
	}
	return pr
}

// unpinned returns the same problem without what was put by hand, and free to move all; nil where nothing was.
func (pr *problem) unpinned() *problem {
	other := *pr
	other.pinned, other.was = make([]int, len(pr.pinned)), nil
	if slices.Equal(other.pinned, pr.pinned) {
		return nil
	}
	return &other
}

// thousandths cuts off what is finer, so that no quarter holds more than its capacity.
func thousandths(x float64) int { return int(math.Floor(x*1000 + 1e-6)) }

// assignment says where each feature is.
type assignment struct {
	spans []span
	load  [Quarters][Quarters]int // effort of the features with a span, by its first and last quarter
}

// empty returns an assignment of nothing but what is live.
func (pr *problem) empty() *assignment {
	a := &assignment{spans: make([]span, len(pr.effort))}
	a.clear(pr)
	return a
}

func (a *assignment) clear(pr *problem) {
	copy(a.spans, pr.held)
	a.load = [Quarters][Quarters]int{}
}

// fits reports whether the year has room for one more feature in a span: no run of quarters has to hold more than it can.
// That is enough, because work in a span can be spread over it at will (Hall's condition).
func (a *assignment) fits(pr *problem, i int, s span) bool {
	for from := s.first; from >= pr.begins; from-- {
		load, room := pr.effort[i], 0
		for to := from; to < Quarters; to++ {
			room += pr.capacity[to]
			for first := from; first <= to; first++ {
				load += a.load[first][to]
			}
			if to >= s.last && load > room {
				return false
			}
		}
	}
	return true
}

func (a *assignment) put(pr *problem, i int, s span) {
	a.spans[i] = s
	a.load[s.first][s.last] += pr.effort[i]
}

func (a *assignment) take(pr *problem, i int) {
	s := a.spans[i]
	a.load[s.first][s.last] -= pr.effort[i]
	a.spans[i] = nowhere
}

// earliest returns where a feature can be ready first, given that all it needs is placed; nowhere where it cannot. Work may
// begin as soon as what it needs is ready, which leaves the others the most room: tidy narrows that in the end.
func (a *assignment) earliest(pr *problem, i int) span {
	first := a.after(pr, i)
	switch pin := pr.pinned[i]; {
	case pin == LeftOut || pr.live[i]:
		return nowhere
	case pin > 0:
		return a.inQuarter(pr, i, first, pin-1)
	}
	for last := first; last < Quarters; last++ {
		if s := (span{first, last}); a.fits(pr, i, s) {
			return s
		}
	}
	return nowhere
}

// inQuarter returns where a feature is worked on to be ready in a quarter: in that one, or where it takes the ones before
// too, in all of them; nowhere where it cannot be ready then, or would be before.
func (a *assignment) inQuarter(pr *problem, i, first, last int) span {
	alone, over, before := span{last, last}, span{first, last}, span{first, last - 1}
	switch {
	case last < first:
		return nowhere
	case a.fits(pr, i, alone):
		return alone
	case first < last && !a.fits(pr, i, before) && a.fits(pr, i, over):
		return over
	}
	return nowhere
}

// tidy does the work on each feature in as few quarters as there is room for: most often in the one in which it is ready.
func (a *assignment) tidy(pr *problem, order []int) {
	for _, i := range order {
		s := a.spans[i]
		if !s.planned() || pr.live[i] {
			continue
		}
		a.take(pr, i)
		narrow := span{s.last, s.last}
		for narrow.first > s.first && !a.fits(pr, i, narrow) {
			narrow.first--
		}
		a.put(pr, i, narrow)
	}
}

// after returns the first quarter, from 0, in which work on a feature can begin: what it needs may be ready in the same.
func (a *assignment) after(pr *problem, i int) int {
	first := pr.begins
	for _, need := range pr.needs[i] {
		first = max(first, a.spans[need].last)
	}
	return first
}

// insert places a feature and, before it, all it needs; all or nothing. It reports whether it is placed.
func (a *assignment) insert(pr *problem, i int) bool {
	var placed [64]int
	return a.insertAll(pr, i, placed[:0]) != nil
}

// insertAll returns what it placed, behind what was placed before; nil when it placed nothing.
func (a *assignment) insertAll(pr *problem, i int, placed []int) []int {
	if a.spans[i].planned() {
		return placed
	}
	before := len(placed)
	undo := func(all []int) []int {
		for _, k := range all[before:] {
			a.take(pr, k)
		}
		return nil
	}
	for _, need := range pr.needs[i] {
		more := a.insertAll(pr, need, placed)
		if more == nil {
			return undo(placed)
		}
		placed = more
	}
	s := a.earliest(pr, i)
	if !s.planned() {
		return undo(placed)
	}
	a.put(pr, i, s)
	return append(placed, i)
}

// shares returns how much work on each feature is done in each quarter, in thousandths: always first on what is to be
// ready first.
func (a *assignment) shares(pr *problem) [][Quarters]int {
	shares := slices.Clone(pr.done)
	left := slices.Clone(pr.effort)
	for q := range Quarters {
		room := pr.capacity[q]
		for last := q; last < Quarters; last++ {
			for i, s := range a.spans {
				if s.last == last && s.first <= q && s.planned() && left[i] > 0 {
					work := min(left[i], room)
					shares[i][q] += work
					left[i] -= work
					room -= work
				}
			}
		}
	}
	return shares
}
