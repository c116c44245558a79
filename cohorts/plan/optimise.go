package plan

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// tries is how many orders the planner tries for up to sixty features, and fewer for more: enough to stay within two
// hundredths of the best plan on everything small enough to go through all plans, and well under a second.
const tries = 40_000

// optimise returns an assignment of high value. Every order of the features makes one: feature by feature, each as early
// as it can be, after what it needs. The best assignment comes of some order: of its own, quarter by quarter. The search
// begins with the given orders, sensible ones, and the places where the features stand, if they do; it goes on by moving one feature
// at a time, from time to time from a shaken order; it takes the same way every time. Schedule generation: Kolisch and
// Hartmann (1999).
func (pr *problem) optimise(orders ...[]int) *assignment {
	n := len(pr.effort)
	best, trial := pr.empty(), pr.empty()
	bestOrder, bestValue := []int(nil), value{-1}
	try := func(order []int) (value, bool) {
		trial.follow(pr, order)
		v := trial.value(pr)
		if !v.over(bestValue) {
			return v, false
		}
		bestValue, bestOrder = v, slices.Clone(order)
		best, trial = trial, best
		return v, true
	}
	for _, order := range append(orders, pr.beginnings()...) {
		try(order)
	}
	if pr.was != nil {
		if a := pr.stay(); a.value(pr).over(bestValue) {
			best, bestValue, bestOrder = a, a.value(pr), a.order()
		}
	}
	if n < 2 {
		return best
	}
	random := rand.New(rand.NewPCG(1, 1))
	order, at := slices.Clone(bestOrder), bestValue
	for i := range min(tries, 60*tries/n) {
		if i%500 == 499 { // from somewhere near the best
			order = slices.Clone(bestOrder)
			for range 1 + n/8 {
				move(order, random.IntN(n), random.IntN(n))
			}
			at, _ = try(order)
		}
		from, to := random.IntN(n), random.IntN(n)
		move(order, from, to)
		if v, better := try(order); better || !at.over(v) {
			at = v
		} else {
			move(order, to, from)
		}
	}
	return best
}

// move takes one feature out of an order and puts it in at another place.
func move(order []int, from, to int) {
	i := order[from]
	if from < to {
		copy(order[from:to], order[from+1:to+1])
	} else {
		copy(order[to+1:from+1], order[to:from])
	}
	order[to] = i
}

func (a *assignment) follow(pr *problem, order []int) {
	a.clear(pr)
	for _, i := range order {
		a.insert(pr, i)
	}
}

// stay returns the assignment that leaves what may stay where it was, and places the rest around that; then each feature
// as early as it can be.
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

// standing returns the assignment of where the features were, of those that can still be there: what was put elsewhere by
// hand before all others.
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

// order returns the features by the quarter in which they are ready; what is in none last.
func (a *assignment) order() []int {
	order := make([]int, len(a.spans))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(uint(a.spans[x].last), uint(a.spans[y].last)) })
	return order
}

// beginnings returns the orders to begin with: by where the features stand, if they do; by priority for effort; by
// priority.
func (pr *problem) beginnings() [][]int {
	worth := func(i int) float64 { return pr.priority[i] / float64(pr.effort[i]+1) }
	orders := [][]int{pr.sorted(worth), pr.sorted(func(i int) float64 { return pr.priority[i] })}
	if pr.was != nil {
		orders = append(orders, pr.sorted(func(i int) float64 { return min(worth(i), 0.9) - float64(uint8(pr.was[i].last)) }))
	}
	return orders
}

// sorted returns the features by rank, the highest first. What was put by hand and must-haves go before all others.
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

// first puts the features that are pinned before the must-haves, those before all others.
func (pr *problem) first(i int) int {
	switch {
	case pr.pinned[i] > 0:
		return pr.pinned[i]
	case pr.must[i]:
		return Quarters + 1
	}
	return Quarters + 2
}
