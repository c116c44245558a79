package plan

import (
	"math"
	"slices"
)

// span is the quarters, from 0, in which work on a feature may be done; the feature is ready at the end of the last.
type span struct{ first, last int }

// nowhere is the span of a feature that is not planned.
var nowhere = span{-1, -1}

func (s span) planned() bool { return s.first >= 0 }

// problem is a plan as the search sees it: the features by number, in the order of Plan.Features, and efforts in whole
// thousandths of the capacity's unit. Live features are held where they are; their effort is out of the capacity, and
// nothing remains to be done on them. All slices have one element a feature.
type problem struct {
	effort   []int
	needs    [][]int // numbers of features
	must     []bool
	pinned   []int           // as Feature.Pinned
	priority []float64       // from 0 to 1
	capacity [Quarters]int   // less what live features took
	begins   int             // the first quarter, from 0, in which work can still be done
	held     []span          // of live features; nowhere for all others
	live     []bool          // true also for features that went live after the year, whose span is nowhere
	done     [][Quarters]int // work on live features, by quarter
	was      []span          // position of each feature, which should not move without need; nil in a new plan
	free     []bool          // features that may move: those changed, late or not planned before
	moving   float64         // the use that a move has to bring at least
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

// unpinned returns the same problem without pins and with every feature free to move; nil when there are no pins.
func (pr *problem) unpinned() *problem {
	other := *pr
	other.pinned, other.was = make([]int, len(pr.pinned)), nil
	if slices.Equal(other.pinned, pr.pinned) {
		return nil
	}
	return &other
}

// thousandths returns x in whole thousandths, rounded down so that no quarter holds more than its capacity.
func thousandths(x float64) int { return int(math.Floor(x*1000 + 1e-6)) }

// assignment gives each feature its span.
type assignment struct {
	spans []span                  // one a feature
	load  [Quarters][Quarters]int // load[first][last]: effort of the features with this span, in thousandths
}

// empty returns an assignment with only the live features placed.
func (pr *problem) empty() *assignment {
	a := &assignment{spans: make([]span, len(pr.effort))}
	a.clear(pr)
	return a
}

// clear takes all but the live features out.
func (a *assignment) clear(pr *problem) {
	copy(a.spans, pr.held)
	a.load = [Quarters][Quarters]int{}
}

// fits reports whether feature i can be added with span s: no run of quarters has to hold more effort than it has capacity.
// That is sufficient, because work can be spread over its span at will (Hall's condition).
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

// put places a feature in a span.
func (a *assignment) put(pr *problem, i int, s span) {
	a.spans[i] = s
	a.load[s.first][s.last] += pr.effort[i]
}

// take takes a placed feature out.
func (a *assignment) take(pr *problem, i int) {
	s := a.spans[i]
	a.load[s.first][s.last] -= pr.effort[i]
	a.spans[i] = nowhere
}

// earliest returns the span in which a feature is ready soonest, given that all it needs is placed; nowhere when it fits in
// none. Work may begin as soon as what it needs is ready, which leaves the other features the most room; tidy narrows the
// span in the end.
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

// inQuarter returns the span in which a feature is worked on to be ready in quarter last: that quarter alone or, when it
// needs earlier ones as well, all from first. It returns nowhere when the feature cannot be ready then, or would be ready
// before.
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

// tidy narrows each span to as few quarters as there is room for, most often to the one in which the feature is ready.
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

// after returns the first quarter, from 0, in which work on a feature can begin. What it needs may be ready in the same
// quarter.
func (a *assignment) after(pr *problem, i int) int {
	first := pr.begins
	for _, need := range pr.needs[i] {
		first = max(first, a.spans[need].last)
	}
	return first
}

// insert places a feature after all that it needs, or nothing. It reports whether the feature is placed.
func (a *assignment) insert(pr *problem, i int) bool {
	var placed [64]int
	return a.insertAll(pr, i, placed[:0]) != nil
}

// insertAll places a feature after all that it needs. It returns placed with their numbers appended; nil, with nothing
// changed, when the feature does not fit.
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

// shares returns the work on each feature in each quarter, in thousandths. The features to be ready first are worked on
// first.
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
