package surveys

import "soundings/surveys/disclosure"

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

// word decides how the fields of what shows something else now are told by all cuts. Package disclosure says why a field that
// was not told in numbers is so only when all parts of it show something else at once.
func (m *making) word() {
	e := m.edition
	if e.Wordings == nil {
		e.Wordings = map[string]disclosure.Wording{}
	}
	for _, q := range m.survey.Questions() {
		if m.renewed[q.ID] == nil || len(q.Choices()) == 0 {
			continue
		}
		for _, field := range q.Fields() {
			how := disclosure.Silence
			if e.Wordings[field] == disclosure.Numbers || m.allRenewed(q.ID, field) {
				how = m.wording(q, field)
			}
			e.Wordings[field] = how
			if how == disclosure.Numbers {
				delete(e.Wordings, field)
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

// wording returns how a field is told of which nothing has to be kept in mind: in numbers if no cut hides any of its counts.
// In words only if one cut has several parts; else words of one would meet words of another.
func (m *making) wording(q Question, field string) disclosure.Wording {
	choices, one := q.Choices(), !q.Kind().Many
	total, cuts, hides := countOf(countsOf(m.edition.Cells, Part{}).Fields, field).counted(choices), 0, false
	for _, by := range m.survey.ChosenCuts() {
		var parts []disclosure.Counted
		for p, c := range m.edition.Cells {
			if n := countOf(c.Fields, field); p.By == by && n.N > 0 {
				parts = append(parts, n.counted(choices))
			}
		}
		if len(parts) > 1 || len(parts) == 1 && parts[0].N < total.N {
			cuts++
		}
		hides = hides || disclosure.Hides(total, parts, one)
	}
	switch {
	case !hides:
		return disclosure.Numbers
	case cuts > 1:
		return disclosure.Silence
	}
	return disclosure.Words
}
