package surveys

import (
	"soundings/surveys/disclosure"
	"soundings/surveys/kinds"
)

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
		e.Wordings = map[string]disclosure.Wording{}
	}
	for _, q := range m.survey.Questions() {
		if len(q.Choices()) == 0 {
			continue
		}
		for _, field := range q.Fields() {
			if m.renewed[q.ID] != nil || e.Last && e.Wordings[field] == disclosure.Untold {
				e.Wordings[field] = m.wording(q, field)
			}
		}
	}
}

// allRenewed reports whether every part in which a field is answered shows something else now.
func (m *making) allRenewed(unit, field string) bool {
	for p, c := range m.edition.Cells {
		if countOf(c.Fields, field).N > 0 && !m.renewed[unit][p] {
			return false
		}
	}
	return true
}

// wording returns how a field is told from now on.
func (m *making) wording(q Question, field string) disclosure.Wording {
	f := disclosure.Field{
		One: !q.Kind().Many, Means: q.Kind().Summary == kinds.Means, Renewed: m.allRenewed(q.ID, field), Last: m.edition.Last,
	}
	f.Total = countOf(countsOf(m.edition.Cells, Part{}).Fields, field).counted(q.Choices())
	for _, by := range m.survey.ChosenCuts() {
		before := len(f.Parts)
		for p, c := range m.edition.Cells {
			if n := countOf(c.Fields, field); p.By == by && n.N > 0 {
				f.Parts = append(f.Parts, n.counted(q.Choices()))
			}
		}
		if n := len(f.Parts) - before; n > 1 || n == 1 && f.Parts[before].N < f.Total.N {
			f.Cuts++
		}
	}
	before, known := m.edition.Wordings[field]
	if !known {
		before = disclosure.Untold
	}
	return f.Wording(before)
}
