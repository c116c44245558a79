package surveys

import (
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
