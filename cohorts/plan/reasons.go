package plan

import (
	"cmp"
	"math"
	"slices"

	"soundings/cohorts/base"
)

// arrange returns a new plan with its features planned.
func (p Plan) arrange(today Today) Plan {
	pr := newProblem(p, today)
	p = p.lay(pr, pr.optimise())
	p.Best = p.Value // nothing is pinned by hand yet
	return p
}

// lay returns the plan with the phases of an assignment, and the reason for the place of each feature. It tidies the
// assignment.
func (p Plan) lay(pr *problem, a *assignment) Plan {
	p.Value = a.use(pr)
	p.Phases, p.Unplanned = nil, nil
	places := p.places()
	a.tidy(pr, places)
	shares := a.shares(pr)
	for q := range Quarters {
		phase := Phase{Quarter: q + 1, Starts: p.Start.AddDate(0, 3*q, 0), Capacity: p.Capacity[q]}
		used := 0
		for _, i := range places {
			if s := a.spans[i]; shares[i][q] > 0 || s.last == q {
				used += shares[i][q]
				phase.Features = append(phase.Features, Item{p.Features[i].Key, float64(shares[i][q]) / 1000, s.last == q, p.why(pr, a, places, i, shares[i])})
			}
		}
		phase.Used = float64(used) / 1000
		p.Phases = append(p.Phases, phase)
	}
	for _, i := range places {
		if !a.spans[i].planned() {
			p.Unplanned = append(p.Unplanned, Left{p.Features[i].Key, p.whyNot(pr, a, i)})
		}
	}
	return p
}

// places returns the numbers of the features by priority, the highest first.
func (p Plan) places() []int {
	order := make([]int, len(p.Features))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(p.Features[b].Priority, p.Features[a].Priority), cmp.Compare(p.Features[a].Key, p.Features[b].Key))
	})
	return order
}

// why returns the reason for the place of a planned feature: the first that applies.
func (p Plan) why(pr *problem, a *assignment, places []int, i int, shares [Quarters]int) base.Text {
	switch {
	case pr.live[i]:
		return base.T("plan.why.live")
	case pr.pinned[i] > 0:
		return base.T("plan.why.by_hand")
	case pr.must[i]:
		return base.T("plan.why.must")
	}
	if waits := a.waitsFor(pr, i); waits >= 0 {
		return base.T("plan.why.waits", "Feature", p.Features[waits].Key, "Quarter", a.spans[waits].last+1)
	}
	if needed := a.neededBy(pr, i); needed >= 0 {
		return base.T("plan.why.needed", "Feature", p.Features[needed].Key)
	}
	parts := 0
	for _, work := range shares {
		if work > 0 {
			parts++
		}
	}
	switch {
	case parts > 1:
		return p.byPriority("plan.why.large", "plan.why.large_tied", places, i)
	case a.spans[i].last == pr.begins && pr.begins > 0:
		return p.byPriority("plan.why.now", "plan.why.now_tied", places, i)
	case a.spans[i].last == pr.begins:
		return p.byPriority("plan.why.first", "plan.why.first_tied", places, i)
	default:
		return p.byPriority("plan.why.room", "plan.why.room_tied", places, i)
	}
}

// byPriority returns a reason that says which place a feature has by priority, and with which others it shares it: then the
// text is another, which names one of them or counts them.
func (p Plan) byPriority(alone, shared string, places []int, i int) base.Text {
	place, tied := 1, []string{}
	for _, j := range places {
		switch other := p.Features[j]; {
		case j == i:
		case math.Abs(other.Priority-p.Features[i].Priority) < samePriority:
			tied = append(tied, other.Key)
		case other.Priority > p.Features[i].Priority:
			place++
		}
	}
	if len(tied) == 0 {
		return base.T(alone, "Place", place, "Of", len(places))
	}
	return base.T(shared, "Place", place, "Of", len(places), "Count", len(tied), "Feature", tied[0])
}

// samePriority is how little priorities differ that are the same but for how they were added up.
const samePriority = 1e-9

// waitsFor returns the feature without which this one would be ready earlier; −1 when there is none.
func (a *assignment) waitsFor(pr *problem, i int) int {
	s := a.spans[i]
	a.take(pr, i)
	defer a.put(pr, i, s)
	for _, need := range pr.needs[i] {
		for q := pr.begins; q < a.spans[need].last; q++ {
			if a.fits(pr, i, span{pr.begins, q}) {
				return need
			}
		}
	}
	return -1
}

// neededBy returns the feature of the highest priority that needs this one and is wanted more; −1 when there is none.
func (a *assignment) neededBy(pr *problem, i int) int {
	most := -1
	for j, needs := range pr.needs {
		wanted := pr.must[j] || pr.priority[j] > pr.priority[i]
		if slices.Contains(needs, i) && wanted && a.spans[j].planned() && (most < 0 || pr.priority[j] > pr.priority[most]) {
			most = j
		}
	}
	return most
}

// whyNot returns the reason why a feature is in no quarter, or not in the one to which it is pinned.
func (p Plan) whyNot(pr *problem, a *assignment, i int) base.Text {
	f, pin := p.Features[i], pr.pinned[i]
	switch {
	case pr.live[i]:
		return base.T("plan.left.live")
	case pin == LeftOut:
		return base.T("plan.left.by_hand")
	}
	for _, need := range pr.needs[i] {
		switch key := p.Features[need].Key; {
		case !a.spans[need].planned() && pin > 0:
			return base.T("plan.pin_need", "Quarter", pin, "Feature", key)
		case !a.spans[need].planned():
			return base.T("plan.left.need", "Feature", key)
		case pin > 0 && a.spans[need].last >= pin:
			return base.T("plan.pin_late", "Quarter", pin, "Feature", key, "Ready", a.spans[need].last+1)
		}
	}
	if pin > 0 {
		return base.T("plan.quarter_full", "Quarter", pin)
	}
	whole, free := a.left(pr, pr.begins), a.left(pr, a.after(pr, i))
	if pr.effort[i] > whole[0] {
		return base.T("plan.left.too_large", "Effort", f.Effort, "Capacity", float64(whole[0])/1000)
	}
	return base.T("plan.left.no_room", "Effort", f.Effort, "Free", float64(free[1])/1000)
}

// left returns the capacity of the quarters from one on, from 0, and how much of it is free, both in thousandths.
func (a *assignment) left(pr *problem, from int) [2]int {
	var left [2]int
	for q := from; q < Quarters; q++ {
		left[0] += pr.capacity[q]
		left[1] += pr.capacity[q]
	}
	for i, shares := range a.shares(pr) {
		for q := from; q < Quarters; q++ {
			left[1] -= shares[q] - pr.done[i][q]
		}
	}
	return left
}
