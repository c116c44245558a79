package surveys

import (
	"context"
	"slices"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/surveys/disclosure"
	"soundings/surveys/instruments"
)

// closing is what is shown of an anonymous survey once it is closed: its one edition. It rests on whole classes of people:
// each group that is named, and all others together. Figures and rows are of the same classes, so that nothing follows from
// the two beside each other.
type closing struct {
	shown  bool // anything is
	total  cell
	named  []cell          // groups
	others *cell           // the groups that are not named, together; nil: all are
	few    []cohorts.Group // those that have fewer answers than their bound
	beside []cohorts.Group // those left out beside them
}

// closingOf returns what a tally shows at closing. Where no group has as many answers as its bound, or all together have fewer
// than the largest, that is nothing.
func closingOf(t Tally, bounds disclosure.Bounds) closing {
	cells := t.cells(bounds)
	e := closing{total: cells[0]}
	parts := make([]disclosure.Part, len(cells)-1)
	for i, c := range cells[1:] {
		parts[i] = disclosure.Part{Name: c.value, N: c.counts.Completed, Bound: c.bound}
		e.shown = e.shown || c.counts.Completed >= c.bound
	}
	e.shown = e.shown && e.total.counts.Completed >= e.total.bound
	withheld, rest := disclosure.Withhold(parts), Tally{Groups: map[cohorts.Group]*Counts{}}
	for _, c := range cells[1:] {
		g := cohorts.Group(c.value)
		switch {
		case !withheld[c.value]:
			e.named = append(e.named, c)
			continue
		case c.counts.Completed < c.bound:
			e.few = append(e.few, g)
		default:
			e.beside = append(e.beside, g)
		}
		rest.Groups[g] = c.counts
	}
	if left := slices.Concat(e.few, e.beside); len(left) > 0 {
		e.others = &cell{by: ByGroup, counts: rest.Total(), bound: bounds.Of(left...)}
	}
	return e
}

// classes returns the classes that everything shown rests on.
func (e closing) classes() []cell {
	if e.others == nil {
		return e.named
	}
	return append(slices.Clip(e.named), *e.others)
}

// enough reports whether these counts tell of a question no more than how many of enough people said what: no value is that
// of almost everybody. Of free text nothing is counted.
func (c *Counts) enough(q Question, bound int) bool {
	for _, field := range q.Fields() {
		n := countOf(c.Fields, field)
		if !q.Kind().Sealed && n.N > 0 && (n.N < bound || n.most() > n.N-3) {
			return false
		}
	}
	return true
}

// inRows returns the questions whose answers the rows have: those that may be told of each class.
func (s Survey) inRows(e closing) map[string]bool {
	in := map[string]bool{}
	for _, q := range s.Questions() {
		in[q.ID] = !slices.ContainsFunc(e.classes(), func(c cell) bool { return !c.counts.enough(q, c.bound) })
	}
	return in
}

// anonymousResults returns what is shown of an anonymous survey: before it is closed turnout alone, in steps.
func (s Survey) anonymousResults(counts contact.Counts, t Tally, bounds disclosure.Bounds, by string) Results {
	e := closingOf(t, bounds)
	r := Results{
		Invited: counts.Invited(), Delivered: counts.Delivered(), Withheld: []Withheld{}, Figures: Figures{[]QuestionResult{}, []ScoreResult{}},
		Least: e.total.bound, Floored: s.Hidden(),
	}
	for _, g := range invitedGroups(t, counts.Groups) {
		r.Turnout = append(r.Turnout, s.turnout(t, e, g, counts.Groups[g], bounds.Of(g)))
	}
	switch {
	case s.Hidden():
		for _, g := range r.Turnout {
			if g.Completed != nil {
				r.Completed += *g.Completed
			}
		}
	case e.shown:
		r.Completed = e.total.counts.Completed
		r.showClosing(s, e, by)
	}
	return r
}

// turnout returns how many of a group answered: before closing in steps of its bound, after it of a group that is named.
func (s Survey) turnout(t Tally, e closing, g cohorts.Group, invited, bound int) Turnout {
	one := Turnout{Group: g, Invited: invited, Least: bound}
	n := t.counts(g).Completed
	switch named := slices.ContainsFunc(e.named, func(c cell) bool { return c.value == string(g) }); {
	case s.Hidden():
		if n -= n % bound; n > 0 {
			one.Completed = &n
		}
	case e.shown && named:
		one.Completed = &n
	}
	return one
}

// showClosing writes the figures of the total, and of the groups that are named where they are asked for by group.
func (r *Results) showClosing(v Survey, e closing, by string) {
	e.total.wordings, e.total.narrow = v.lastWordings(e), v.narrow(e.classes())
	r.Figures = v.figures([]cell{e.total}, e.total, &r.Withheld)[0]
	if by == "" {
		return
	}
	var notes []Withheld
	parts := map[string]GroupResults{}
	for i, f := range v.figures(e.classes(), e.total, &notes) {
		if i < len(e.named) {
			parts[e.named[i].value] = GroupResults{e.named[i].counts.Completed, f}
		}
	}
	r.By = map[string]map[string]GroupResults{by: parts}
	r.Withheld = append(r.Withheld, slices.DeleteFunc(notes, func(w Withheld) bool { return w.Value == "" })...)
	for _, g := range e.few {
		r.Withheld = append(r.Withheld, Withheld{Figure: "group", By: by, Value: string(g), Group: string(g), Reason: tooFew(boundIn(r.Turnout, g)), Least: boundIn(r.Turnout, g)})
	}
	for _, g := range e.beside {
		r.Withheld = append(r.Withheld, Withheld{Figure: "group", By: by, Value: string(g), Group: string(g), Reason: followsReason})
	}
}

// narrow returns the instruments whose scores say too much of themselves in one of these classes.
func (s Survey) narrow(classes []cell) (all []string) {
	for _, q := range s.Questions() {
		instrument, ok := instruments.ByID(q.Instrument)
		if ok && slices.ContainsFunc(classes, func(c cell) bool {
			n := countOf(c.counts.Scores, q.ID)
			return n.N > 0 && !spread(instrument, n)
		}) {
			all = append(all, q.ID)
		}
	}
	return all
}

// lastWordings says how everything is told: as in a last edition before which there was none.
func (s Survey) lastWordings(e closing) wordings {
	cells, w := map[Part]*Counts{{}: e.total.counts}, wordings{}
	for _, c := range e.classes() {
		cells[Part{c.by, c.value}] = c.counts
	}
	for _, q := range s.Questions() {
		w.renew(q, change{now: cells, last: true})
	}
	return w
}

func boundIn(all []Turnout, g cohorts.Group) int {
	for _, t := range all {
		if t.Group == g {
			return t.Least
		}
	}
	return 0
}

// pastAnonymous returns the scores of an anonymous survey, from the day on which it was closed.
func (s *Service) pastAnonymous(ctx context.Context, v Survey) ([]PastScores, error) {
	if v.Hidden() {
		return nil, nil
	}
	r, err := s.Results(ctx, v.ID, Viewers, "")
	if err != nil || len(r.Scores) == 0 {
		return nil, err
	}
	clinic, err := s.Cohorts.Clinic(ctx)
	return []PastScores{{clinic.DayOf(v.Closed), r.Scores}}, err
}
