package surveys

import (
	"slices"

	"soundings/surveys/disclosure"
	"soundings/surveys/instruments"
	"soundings/surveys/kinds"
)

// open reports whether what some people answered to a question does not follow from its mean, or their score: whatever editions
// show of it is a sum of what was told at once.
func (m *making) open(unit string, entries []disclosure.Entry) bool {
	q, ok := m.survey.Question(unit)
	if !ok || !summed(q) {
		return true
	}
	counts := newCounts()
	for _, entry := range entries {
		counts.add(q, m.response(entry), 1)
	}
	if instrument, ok := instruments.ByID(q.Instrument); ok {
		return sumOf(instrument, countOf(counts.Scores, q.ID)).Open(instrument.Points())
	}
	c := countOf(counts.Fields, q.ID)
	return disclosure.Unlisted(c.N, c.most(), ends(q, c)...).Deviation
}

// summed reports whether editions tell what answers come to while they tell no counts of them.
func summed(q Question) bool {
	return q.Instrument != "" || q.Kind().Summary == kinds.Means && len(q.Choices()) == 0
}

// withdraw tells nothing more of what a question comes to.
func (m *making) withdraw(unit string) {
	if m.edition.Wordings == nil {
		m.edition.Wordings = wordings{}
	}
	m.edition.Wordings[unit] = disclosure.Withdrawn
}

// narrow notes in which parts the deviation of a score is told no more: those to which a batch comes whose own scores say too
// much, or of which somebody leaves.
func (m *making) narrow(unit string, values []string, entries []disclosure.Entry) {
	q, _ := m.survey.Question(unit)
	instrument, ok := instruments.ByID(q.Instrument)
	if !ok {
		return
	}
	counts, leaves := newCounts(), false
	for _, entry := range entries {
		counts.add(q, m.response(entry), 1)
		leaves = leaves || entry.Told > 0
	}
	if !leaves && spread(instrument, countOf(counts.Scores, q.ID)) {
		return
	}
	if m.edition.Narrow == nil {
		m.edition.Narrow = map[Part][]string{}
	}
	for _, p := range m.survey.parts(values) {
		if all := m.edition.Narrow[p]; !slices.Contains(all, q.ID) {
			m.edition.Narrow[p] = append(all, q.ID)
		}
	}
}
