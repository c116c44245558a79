package plan

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// tries is how many orders the planner tries: enough to stay within two hundredths of the best plan on everything small
// enough to go through all plans, and well under a second for sixty features.
const tries = 20_000

// optimise answers an assignment of high value. Every order of the features makes one: feature by feature, each as early
// as it can be, after what it needs. The best assignment comes of some order: of its own, quarter by quarter. The search
// begins with sensible orders and goes on by moving one feature at a time, from time to time from a shaken one; it takes
// the same way every time. Schedule generation: Kolisch and Hartmann (1999).
func optimise(pr *problem, now []int) *assignment {
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
	for _, order := range pr.beginnings(now) {
		try(order)
	}
	if n < 2 {
		return best
	}
	random := rand.New(rand.NewPCG(1, 1))
	order, at := slices.Clone(bestOrder), bestValue
	for i := range tries {
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
	a.clear()
	for _, i := range order {
		a.insert(pr, i)
	}
}

// beginnings answers the orders to begin with: the plan as it is, if there is one, so that of equally good plans the one
// the team knows stays; by priority for effort; by priority. What was put by hand and must-haves go first.
func (pr *problem) beginnings(now []int) [][]int {
	by := func(rank func(i int) float64) []int {
		order := make([]int, len(pr.effort))
		for i := range order {
			order[i] = i
		}
		slices.SortStableFunc(order, func(a, b int) int {
			return cmp.Or(cmp.Compare(pr.first(a), pr.first(b)), cmp.Compare(rank(b), rank(a)))
		})
		return order
	}
	orders := [][]int{
		by(func(i int) float64 { return pr.priority[i] / float64(pr.effort[i]+1) }),
		by(func(i int) float64 { return pr.priority[i] }),
	}
	if now != nil {
		orders = append([][]int{by(func(i int) float64 { return -float64(now[i]) })}, orders...)
	}
	return orders
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
