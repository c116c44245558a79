package surveys

import (
	"soundings/surveys/disclosure"
	"soundings/surveys/kinds"
)

// wordings say how each field is told that has choices; of which somebody may choose several, each choice. Of what nobody
// answered yet there is none.
type wordings map[string]disclosure.Wording

// choice returns how one choice is told: editions of before had one wording for all choices of a field.
func (w wordings) choice(field, value string) disclosure.Wording {
	if how, known := w[choiceKey(field, value)]; known {
		return how
	}
	return w[field]
}

func choiceKey(field, value string) string { return field + "=" + value }

// touch notes that a unit shows something else in the parts that these values name.
func (m *making) touch(unit string, values []string) {
	if m.renewed == nil {
		m.renewed = map[string]map[Part]bool{}
	}
	if m.renewed[unit] == nil {
		m.renewed[unit] = map[Part]bool{}
	}
	for _, p := range m.survey.parts(values) {
		m.renewed[unit][p] = true
	}
}

// word decides how the fields of what shows something else now are told by all cuts, and in the last edition also those of
// which nothing is told yet. Package disclosure says why.
func (m *making) word() {
	e := m.edition
	if e.Wordings == nil {
		e.Wordings = wordings{}
	}
	for _, q := range m.survey.Questions() {
		if m.renewed[q.ID] != nil || e.Last {
			e.Wordings.renew(q, e.Cells, m.renewed[q.ID], e.Last)
		}
	}
}

// renew decides how a question is told from now on. renewed are the parts that show something else than before: where there
// are none, only what was not told yet is decided.
func (w wordings) renew(q Question, cells map[Part]*Counts, renewed map[Part]bool, last bool) {
	choices := q.Choices()
	if len(choices) == 0 {
		return
	}
	for _, field := range q.Fields() {
		f := fieldOf(field, cells, choices)
		f.Means, f.Renewed, f.Last = q.Kind().Summary == kinds.Means, allRenewed(field, cells, renewed), last
		if !q.Kind().Many {
			w.decide(field, w.before(field, ""), f, renewed)
			continue
		}
		held := disclosure.Held(f.Total, f.Parts, q.MostChoices())
		for o, value := range choices {
			one := f
			one.Total, one.Parts, one.Held = f.Total.Choice(o), disclosure.Choices(f.Parts, o), held[o]
			w.decide(choiceKey(field, value), w.before(field, value), one, renewed)
		}
	}
}

// before returns how a field, or one choice of it, was told.
func (w wordings) before(field, value string) disclosure.Wording {
	for _, key := range []string{choiceKey(field, value), field} {
		if how, known := w[key]; known {
			return how
		}
	}
	return disclosure.Untold
}

// decide decides how something is told of which there are answers.
func (w wordings) decide(key string, before disclosure.Wording, f disclosure.Field, renewed map[Part]bool) {
	if f.Total.N > 0 && (renewed != nil || before == disclosure.Untold) {
		w[key] = f.Wording(before)
	}
}

// fieldOf returns what there is of one field in all parts of all cuts.
func fieldOf(field string, cells map[Part]*Counts, choices []string) disclosure.Field {
	f := disclosure.Field{Total: countOf(countsOf(cells, Part{}).Fields, field).counted(choices)}
	several := map[string]bool{}
	for p, c := range cells {
		n := countOf(c.Fields, field)
		if p.By == "" || n.N == 0 {
			continue
		}
		f.Parts = append(f.Parts, n.counted(choices))
		if n.N < f.Total.N {
			several[p.By] = true
		}
	}
	f.Cuts = len(several)
	return f
}

// allRenewed reports whether every part in which a field is answered shows something else now.
func allRenewed(field string, cells map[Part]*Counts, renewed map[Part]bool) bool {
	for p, c := range cells {
		if countOf(c.Fields, field).N > 0 && !renewed[p] {
			return false
		}
	}
	return true
}
