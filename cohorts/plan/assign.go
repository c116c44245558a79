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

// problem is a plan's features by number, with efforts in whole thousandths.
type problem struct {
	effort   []int
	needs    [][]int
	must     []bool
	pinned   []int
	priority []float64
	capacity [Quarters]int
	highest  int // capacity of one quarter
}

func newProblem(p Plan) *problem {
	pr := &problem{}
	at := map[string]int{}
	for i, f := range p.Features {
		at[f.Key] = i
	}
	for _, f := range p.Features {
		pr.effort = append(pr.effort, thousandths(f.Effort))
		pr.must = append(pr.must, f.Must)
		pr.pinned = append(pr.pinned, f.Pinned)
		pr.priority = append(pr.priority, f.Priority)
		var needs []int
		for _, need := range f.Needs {
			needs = append(needs, at[need])
		}
		pr.needs = append(pr.needs, needs)
	}
	for q, c := range p.Capacity {
		pr.capacity[q] = thousandths(c)
		pr.highest = max(pr.highest, pr.capacity[q])
	}
	return pr
}

// free answers the same problem without what was put by hand; nil where nothing was.
func (pr *problem) free() *problem {
	other := *pr
	other.pinned = make([]int, len(pr.pinned))
	if slices.Equal(other.pinned, pr.pinned) {
		return nil
	}
	return &other
}

func thousandths(x float64) int { return int(math.Round(x * 1000)) }

// large tells whether a feature takes more than any one quarter holds, so that work on it may go over several.
func (pr *problem) large(i int) bool { return pr.effort[i] > pr.highest }

// assignment says where each feature is.
type assignment struct {
	spans []span
	load  [Quarters][Quarters]int // effort of the features with a span, by its first and last quarter
}

func (pr *problem) empty() *assignment {
	a := &assignment{spans: make([]span, len(pr.effort))}
	a.clear()
	return a
}

func (a *assignment) clear() {
	for i := range a.spans {
		a.spans[i] = nowhere
	}
	a.load = [Quarters][Quarters]int{}
}

// fits tells whether the year has room for one more feature in a span: no run of quarters has to hold more than it can.
// That is enough, because work in a span can be spread over it at will (Hall's condition).
func (a *assignment) fits(pr *problem, i int, s span) bool {
	for from := range Quarters {
		for to := from; to < Quarters; to++ {
			if s.first < from || s.last > to {
				continue
			}
			load, room := pr.effort[i], 0
			for q := from; q <= to; q++ {
				room += pr.capacity[q]
				for last := q; last <= to; last++ {
					load += a.load[q][last]
				}
			}
			if load > room {
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

// earliest answers where a feature can be ready first, given that all it needs is placed; nowhere where it cannot.
func (a *assignment) earliest(pr *problem, i int) span {
	first := 0
	for _, need := range pr.needs[i] {
		first = max(first, a.spans[need].last)
	}
	from, to := first, Quarters-1
	switch pin := pr.pinned[i]; {
	case pin == LeftOut:
		return nowhere
	case pin > 0:
		from, to = max(first, pin-1), pin-1
	}
	for last := from; last <= to; last++ {
		s := span{last, last}
		if pr.large(i) {
			s.first = first
		}
		if a.fits(pr, i, s) {
			return s
		}
	}
	return nowhere
}

// insert places a feature and, before it, all it needs; all or nothing. It answers whether it is placed.
func (a *assignment) insert(pr *problem, i int) bool {
	var placed [64]int
	return a.insertAll(pr, i, placed[:0]) != nil
}

// insertAll answers what it placed, behind what was placed before; nil when it placed nothing.
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

// value is what an assignment is good for, the more important first: how much of what was put by hand is where it should
// be; the quarters of use of must-haves; priority times quarters of use of everything; quarters of use of everything.
type value [4]float64

func (v value) over(other value) bool {
	const hair = 1e-9 // sums of the same numbers in another order differ by less
	for i := range v {
		if d := v[i] - other[i]; d > hair || d < -hair {
			return d > 0
		}
	}
	return false
}

func (a *assignment) value(pr *problem) value {
	var v value
	for i, s := range a.spans {
		if !s.planned() {
			continue
		}
		use := float64(Quarters - s.last)
		if pr.pinned[i] > 0 {
			v[0]++
		}
		if pr.must[i] {
			v[1] += use
		}
		v[2] += pr.priority[i] * use
		v[3] += use
	}
	return v
}

// shares answers how much work on each feature is done in each quarter, in thousandths: always first on what is to be
// ready first.
func (a *assignment) shares(pr *problem) [][Quarters]int {
	shares := make([][Quarters]int, len(a.spans))
	left := append([]int(nil), pr.effort...)
	for q := range Quarters {
		room := pr.capacity[q]
		for last := q; last < Quarters; last++ {
			for i, s := range a.spans {
				if s.last == last && s.first <= q && s.planned() {
					done := min(left[i], room)
					shares[i][q] = done
					left[i] -= done
					room -= done
				}
			}
		}
	}
	return shares
}
