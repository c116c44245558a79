package plan

import (
	"cmp"
	"slices"

	"soundings/cohorts"
)

// arrange plans the features anew and says why each stands where it stands. What is where it is stays there unless
// another plan is better.
func (p Plan) arrange() Plan {
	pr := newProblem(p)
	a := optimise(pr, p.now())
	p.Value = a.value(pr)[2]
	p.Best = p.Value
	if free := pr.free(); free != nil {
		p.Best = optimise(free, nil).value(free)[2]
	}
	p.Phases, p.Unplanned = nil, nil
	shares, places := a.shares(pr), p.places()
	for q := range Quarters {
		phase := Phase{Quarter: q + 1, Starts: p.Start.AddDate(0, 3*q, 0), Capacity: p.Capacity[q]}
		for _, i := range places {
			if s := a.spans[i]; shares[i][q] > 0 || s.last == q {
				used := float64(shares[i][q]) / 1000
				phase.Used += used
				phase.Features = append(phase.Features, Item{p.Features[i].Key, used, s.last == q, p.why(pr, a, places, i)})
			}
		}
		p.Phases = append(p.Phases, phase)
	}
	for _, i := range places {
		if !a.spans[i].planned() {
			p.Unplanned = append(p.Unplanned, Left{p.Features[i].Key, p.whyNot(pr, a, i)})
		}
	}
	return p
}

// now answers in which quarter each feature is ready; nil of a new plan.
func (p Plan) now() []int {
	if len(p.Phases) == 0 {
		return nil
	}
	ready, now := p.Ready(), make([]int, len(p.Features))
	for i, f := range p.Features {
		if now[i] = ready[f.Key]; now[i] == 0 {
			now[i] = Quarters + 1
		}
	}
	return now
}

// places answers the features by priority, the highest first.
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

// why says why a feature stands where it stands: the first reason that holds.
func (p Plan) why(pr *problem, a *assignment, places []int, i int) cohorts.Text {
	s, place := a.spans[i], slices.Index(places, i)+1
	if pr.pinned[i] > 0 {
		return cohorts.T("plan.why.by_hand")
	}
	if pr.must[i] {
		return cohorts.T("plan.why.must")
	}
	if waits := a.waitsFor(pr, i); waits >= 0 {
		return cohorts.T("plan.why.waits", "Feature", p.Features[waits].Key, "Quarter", a.spans[waits].last+1)
	}
	if needed := a.neededBy(pr, i); needed >= 0 {
		return cohorts.T("plan.why.needed", "Feature", p.Features[needed].Key)
	}
	switch {
	case pr.large(i):
		return cohorts.T("plan.why.large", "Place", place, "Of", len(places))
	case s.last == 0:
		return cohorts.T("plan.why.first", "Place", place, "Of", len(places))
	default:
		return cohorts.T("plan.why.room", "Place", place, "Of", len(places))
	}
}

// waitsFor answers the feature without which this one would have been ready earlier; −1: there is none.
func (a *assignment) waitsFor(pr *problem, i int) int {
	for _, need := range pr.needs[i] {
		for q := range a.spans[need].last {
			if !pr.large(i) && a.fits(pr, i, span{q, q}) {
				return need
			}
		}
	}
	return -1
}

// neededBy answers the feature of the highest priority that needs this one and is wanted more; −1: there is none.
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

// whyNot says why a feature is in no quarter.
func (p Plan) whyNot(pr *problem, a *assignment, i int) cohorts.Text {
	f := p.Features[i]
	if f.Pinned == LeftOut {
		return cohorts.T("plan.left.by_hand")
	}
	whole, free := 0, 0
	for q, shares := range a.used(pr) {
		whole += pr.capacity[q]
		free += pr.capacity[q] - shares
	}
	if pr.effort[i] > whole {
		return cohorts.T("plan.left.too_large", "Effort", f.Effort, "Capacity", float64(whole)/1000)
	}
	for _, need := range pr.needs[i] {
		if !a.spans[need].planned() {
			return cohorts.T("plan.left.need", "Feature", p.Features[need].Key)
		}
	}
	return cohorts.T("plan.left.no_room", "Effort", f.Effort, "Free", float64(free)/1000)
}

// used answers how much of each quarter is taken, in thousandths.
func (a *assignment) used(pr *problem) [Quarters]int {
	var used [Quarters]int
	for _, shares := range a.shares(pr) {
		for q, x := range shares {
			used[q] += x
		}
	}
	return used
}
