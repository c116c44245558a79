package plan

import (
	"slices"
)

// position is a saved plan as it stands today: live features where they went live, overdue ones as early as they still can
// be, and the others where they were planned.
type position struct {
	spans map[string]span
	late  map[string]bool // features whose last quarter is another than planned
	use   float64         // as Plan.Value: priority × quarters
}

// position returns the position of a saved plan today.
func (p Plan) position(today Today) position {
	p.Features = slices.Clone(p.Features)
	p.refresh(today)
	pr := newProblem(p, today)
	spans := p.spans()
	pr.free = make([]bool, len(p.Features))
	for _, f := range p.Features {
		pr.was = append(pr.was, spans[f.Key])
	}
	for i, s := range pr.was {
		pr.free[i] = s.last < pr.begins && !pr.live[i]
	}
	a := pr.keepPlaces()
	for _, i := range a.order() {
		if pr.was[i].planned() {
			a.insert(pr, i)
		}
	}
	now := position{map[string]span{}, map[string]bool{}, a.use(pr)}
	for i, f := range p.Features {
		now.spans[f.Key] = a.spans[i]
		now.late[f.Key] = a.spans[i].last != pr.was[i].last
	}
	return now
}

// spans returns the quarters of work on each feature, by key; nowhere for features that are in none.
func (p Plan) spans() map[string]span {
	all := map[string]span{}
	for _, f := range p.Features {
		all[f.Key] = nowhere
	}
	for _, phase := range p.Phases {
		for _, item := range phase.Features {
			s := all[item.Feature]
			if !s.planned() {
				s.first = phase.Quarter - 1
			}
			s.last = phase.Quarter - 1
			all[item.Feature] = s
		}
	}
	return all
}

// around plans an edited plan around the position of the one before. same is true when the edit changes nothing: then the
// assignment is that of the position.
func (p Plan) around(before Plan, now position, today Today) (pr *problem, a *assignment, same bool) {
	pr = newProblem(p, today)
	pr.moving = inertia * now.use
	pr.free = make([]bool, len(p.Features))
	same = p.Capacity == before.Capacity && len(p.Features) == len(before.Features)
	for i, f := range p.Features {
		s, had := now.spans[f.Key]
		if !had {
			s = nowhere
		}
		pr.was = append(pr.was, s)
		changed := !had || !before.means(f, s)
		same = same && !changed && !now.late[f.Key]
		pr.free[i] = changed || now.late[f.Key] || !s.planned()
	}
	if same {
		if a := pr.keepPlaces(); slices.Equal(a.quarters(), now.quarters(p)) {
			return pr, a, true
		}
	}
	return pr, pr.optimise(), false
}

// inertia is the share of a plan's use that moving a feature has to bring at least. A smaller gain is no more than the
// luck of a search, and a plan that the team knows is worth more than that.
const inertia = 0.0025

// means reports whether the plan has feature f as it is already; s is its position. A quarter named by hand counts as the
// same when the feature is in that quarter anyway.
func (p Plan) means(f Feature, s span) bool {
	i := slices.IndexFunc(p.Features, func(o Feature) bool { return o.Key == f.Key })
	o := p.Features[i]
	there := f.Pinned == o.Pinned || f.Pinned == LeftOut && !s.planned() || f.Pinned > 0 && f.Pinned == s.last+1
	return there && f.Effort == o.Effort && f.Must == o.Must && f.Priority == o.Priority && slices.Equal(f.Needs, o.Needs)
}

// quarters returns the last quarter of each feature, from 0; −1 for those in none.
func (a *assignment) quarters() []int {
	var all []int
	for _, s := range a.spans {
		all = append(all, s.last)
	}
	return all
}

// quarters returns the same for the features of p.
func (s position) quarters(p Plan) []int {
	var all []int
	for _, f := range p.Features {
		all = append(all, s.spans[f.Key].last)
	}
	return all
}
