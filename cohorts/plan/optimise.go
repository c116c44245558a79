package plan

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// tries is the number of orders that the planner tries for up to sixty features; for more features it tries fewer. It keeps
// within two hundredths of the best value on every plan small enough to compare with all plans, and well under a second.
const tries = 40_000

// optimise returns an assignment of high value. Every order of the features makes an assignment: feature by feature, each
// after what it needs and as early as it can be. Some order makes the best assignment, namely its own, quarter by quarter.
// The search begins with the given orders, with sensible ones, and with the position of the features if they have one. It
// goes on by moving one feature at a time, and from time to time starts from a shaken order. Its random numbers have a
// fixed seed, so that the same problem always has the same plan.
// Kolisch, R. and Hartmann, S. (1999): Heuristic algorithms for the resource-constrained project scheduling problem:
// classification and computational analysis.
func (pr *problem) optimise(orders ...[]int) *assignment {
	s := search{pr: pr, best: pr.empty(), trial: pr.empty(), bestValue: value{-1}}
	for _, order := range append(orders, pr.beginnings()...) {
		s.try(order)
	}
	if pr.was != nil {
		if a := pr.stay(); a.value(pr).over(s.bestValue) {
			s.best, s.bestValue, s.bestOrder = a, a.value(pr), a.order()
		}
	}
	s.climb(rand.New(rand.NewPCG(1, 1)))
	return s.best
}

// search is an optimisation under way.
type search struct {
	pr          *problem
	best, trial *assignment // trial is overwritten by every try
	bestOrder   []int       // numbers of features; it makes best
	bestValue   value
}

// try returns the value of the assignment that an order makes, and reports whether it is the best so far.
func (s *search) try(order []int) (value, bool) {
	s.trial.follow(s.pr, order)
	v := s.trial.value(s.pr)
	if !v.over(s.bestValue) {
		return v, false
	}
	s.bestValue, s.bestOrder = v, slices.Clone(order)
	s.best, s.trial = s.trial, s.best
	return v, true
}

// climb tries the neighbours of the best order: it moves one feature at a time and keeps every move that makes the value
// no worse. Every 500 tries it shakes the best order and goes on from there, to leave a local maximum.
func (s *search) climb(random *rand.Rand) {
	n := len(s.pr.effort)
	if n < 2 {
		return
	}
	order, at := slices.Clone(s.bestOrder), s.bestValue
	for i := range min(tries, 60*tries/n) {
		if i%500 == 499 {
			order = slices.Clone(s.bestOrder)
			for range 1 + n/8 {
				move(order, random.IntN(n), random.IntN(n))
			}
			at, _ = s.try(order)
		}
		from, to := random.IntN(n), random.IntN(n)
		move(order, from, to)
		if v, better := s.try(order); better || !at.over(v) {
			at = v
		} else {
			move(order, to, from)
		}
	}
}

// move moves the feature at one place of an order to another.
func move(order []int, from, to int) {
	i := order[from]
	if from < to {
		copy(order[from:to], order[from+1:to+1])
	} else {
		copy(order[to+1:from+1], order[to:from])
	}
	order[to] = i
}

// follow makes the assignment of an order.
func (a *assignment) follow(pr *problem, order []int) {
	a.clear(pr)
	for _, i := range order {
		a.insert(pr, i)
	}
}

// stay returns the assignment that keeps the position of every feature that can keep it, places the others around them, and
// then moves each to as early as it can be.
func (pr *problem) stay() *assignment {
	a := pr.keepPlaces()
	for _, i := range a.order() {
		s := a.spans[i]
		if !s.planned() {
			a.insert(pr, i)
			continue
		}
		if pr.live[i] {
			continue
		}
		a.take(pr, i)
		if a.insert(pr, i); a.spans[i].planned() && a.spans[i].last > s.last {
			a.take(pr, i)
		}
		if !a.spans[i].planned() {
			a.put(pr, i, s)
		}
	}
	return a
}

// keepPlaces returns the assignment of the features that can still be at their position. Features pinned elsewhere by hand
// are placed before all others.
func (pr *problem) keepPlaces() *assignment {
	a := pr.empty()
	seen := make([]bool, len(pr.effort))
	var place func(i int)
	place = func(i int) {
		if seen[i] || a.spans[i].planned() {
			return
		}
		seen[i] = true
		pin, s := pr.pinned[i], pr.was[i]
		for _, need := range pr.needs[i] {
			if pin <= 0 || pr.was[need].last < pin {
				place(need)
			}
		}
		switch {
		case pin > 0 && s.last != pin-1:
			a.insert(pr, i)
		case s.planned() && (!pr.free[i] || pin > 0) && pin != LeftOut && a.ready(pr, i):
			if s.first = a.after(pr, i); s.first <= s.last && a.fits(pr, i, s) {
				a.put(pr, i, s)
			}
		}
	}
	for _, i := range pr.sorted(func(i int) float64 { return -float64(uint8(pr.was[i].last)) }) {
		place(i)
	}
	return a
}

// ready reports whether all that a feature needs is placed.
func (a *assignment) ready(pr *problem, i int) bool {
	return !slices.ContainsFunc(pr.needs[i], func(need int) bool { return !a.spans[need].planned() })
}

// order returns the features by the quarter in which they are ready; those in none come last.
func (a *assignment) order() []int {
	order := make([]int, len(a.spans))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(uint(a.spans[x].last), uint(a.spans[y].last)) })
	return order
}

// beginnings returns the orders to begin with: by priority for effort, by priority and, if the features have a position,
// by that.
func (pr *problem) beginnings() [][]int {
	worth := func(i int) float64 { return pr.priority[i] / float64(pr.effort[i]+1) }
	orders := [][]int{pr.sorted(worth), pr.sorted(func(i int) float64 { return pr.priority[i] })}
	if pr.was != nil {
		orders = append(orders, pr.sorted(func(i int) float64 { return min(worth(i), 0.9) - float64(uint8(pr.was[i].last)) }))
	}
	return orders
}

// sorted returns the features by rank, the highest first. Pinned features and must-haves come before all others.
func (pr *problem) sorted(rank func(i int) float64) []int {
	order := make([]int, len(pr.effort))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(pr.first(a), pr.first(b)), cmp.Compare(rank(b), rank(a)))
	})
	return order
}

// first returns the sort key of a feature that puts pinned features, by quarter, before must-haves and those before all
// others.
func (pr *problem) first(i int) int {
	switch {
	case pr.pinned[i] > 0:
		return pr.pinned[i]
	case pr.must[i]:
		return Quarters + 1
	}
	return Quarters + 2
}
