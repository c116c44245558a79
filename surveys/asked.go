package surveys

import (
	"slices"

	"soundings/surveys/disclosure"
	"soundings/surveys/kinds"
)

// asked returns of how many people of each part a question was asked, as far as what is shown of the questions before it
// tells; nil: it is not told. So it is no figure that was not there before. It reports false where even how many answered
// would tell a count of one of those that is not told: then nothing is shown of the question in any part.
func (s Survey) asked(q Question, cells []cell, before []Figures) (n []*int, ok bool) {
	n = make([]*int, len(cells))
	for i, c := range cells {
		if c.batches { // answers to each question wait for themselves, and how many do is not told
			continue
		}
		if q.ShowIf == nil {
			n[i] = &c.counts.Completed
		}
	}
	if q.ShowIf == nil {
		return n, true
	}
	for i, c := range cells {
		k, told := s.met(q, c, before[i])
		if !told {
			return nil, false
		}
		if k >= 0 && !c.batches {
			n[i] = &k
		}
	}
	return n, true
}

// met returns how many people of a part meet the condition of a question, from what is shown of the questions that it names;
// -1: that is not to be had. It reports false where a count on which that rests is not told.
func (s Survey) met(q Question, c cell, shown Figures) (n int, told bool) {
	tests := slices.Concat(q.ShowIf.All, q.ShowIf.Any)
	on, _ := s.Question(tests[0].Question)
	if !on.Kind().Many && !slices.ContainsFunc(tests, func(t Test) bool { return t.Question != on.ID }) {
		return shown.met(on, *q.ShowIf, c, answeredBy(q, c))
	}
	for _, t := range tests {
		on, _ := s.Question(t.Question)
		if n, told = shown.met(on, Condition{All: []Test{t}}, c, answeredBy(q, c)); !told {
			return 0, false
		}
	}
	if len(tests) > 1 {
		n = -1
	}
	return n, true
}

// answeredBy returns how many people of a part answered a question, or an item of it.
func answeredBy(q Question, c cell) int {
	n := 0
	for _, field := range q.Fields() {
		n = max(n, countOf(c.counts.Fields, field).N)
	}
	return n
}

// met is the same for a condition on one question; answered is how many answered what hangs on it.
func (f Figures) met(on Question, when Condition, c cell, answered int) (n int, told bool) {
	if on.Instrument != "" { // of which any item is enough
		return -1, true
	}
	i := slices.IndexFunc(f.Questions, func(r QuestionResult) bool { return r.ID == on.ID })
	if i < 0 || f.Questions[i].N == 0 {
		return 0, false
	}
	r := f.Questions[i]
	byValue := func(t Test) bool { return t.Op != kinds.Answered }
	switch {
	case !slices.ContainsFunc(slices.Concat(when.All, when.Any), byValue):
		return r.N, true
	case len(on.Choices()) == 0: // one more count, of values that are not listed
		return -1, disclosure.Countable(r.N, answered)
	case on.Kind().Many:
		return r.chose(when.All[0], c.counts.Completed)
	}
	n, told = r.sum(func(value string) bool { return when.Holds(Answers{on.ID: {value}}) })
	if !told {
		others, all := r.sum(func(value string) bool { return !when.Holds(Answers{on.ID: {value}}) })
		n, told = r.N-others, all
	}
	if when.Holds(nil) { // also for those who did not answer it
		n += c.counts.Completed - r.N
	}
	return n, told
}

// sum adds up the counts of some options. It reports false where one of them is not told.
func (r QuestionResult) sum(of func(value string) bool) (n int, told bool) {
	for _, o := range r.Options {
		if of(o.Value) {
			if o.Told != disclosure.Number {
				return 0, false
			}
			n += o.N
		}
	}
	return n, true
}

// chose returns how many people meet a test of a question of which everybody may choose several options; -1: that is not to
// be had from the counts of options.
func (r QuestionResult) chose(t Test, completed int) (n int, told bool) {
	n, told = r.sum(func(value string) bool { return slices.Contains(t.Value, value) })
	switch {
	case len(t.Value) != 1 || t.Op != kinds.Equal && t.Op != kinds.In && t.Op != kinds.NotEqual:
		n = -1
	case t.Op == kinds.NotEqual:
		n = completed - n
	}
	return n, told
}
