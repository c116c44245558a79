package surveys

import (
	"fmt"
	"math"

	"soundings/surveys/disclosure"
	"soundings/surveys/instruments"
)

// cell is one part of a cut, or the total: what its people answered, and how few answers may not be shown.
type cell struct {
	by, value string
	counts    *Counts
	bound     int
	batches   bool     // the counts are of an edition: whatever is in them came in batches of at least the bound
	wordings  wordings // of an edition
}

// withheld is where figures are noted that are not shown.
type withheld struct {
	cells []cell
	all   *[]Withheld
}

func (w withheld) note(i int, figure, reason string) {
	c := w.cells[i]
	one := Withheld{Figure: figure, By: c.by, Value: c.value, Reason: reason, NearEnd: reason == endReason}
	if reason == tooFew(c.bound) {
		one.Least = c.bound
	}
	if c.by == ByGroup {
		one.Group = c.value
	}
	*w.all = append(*w.all, one)
}

// Why a figure is withheld that rests on enough answers.
const (
	followsReason = "a withheld figure would follow from it"
	endReason     = "so near an end that single answers would follow from it"
)

func tooFew(bound int) string { return fmt.Sprintf("fewer than %d answers", bound) }

// figures turns the counts of all parts of a cut, or of the total alone, into figures, and notes what is not among them.
func (s Survey) figures(cells []cell, total cell, notes *[]Withheld) []Figures {
	all := make([]Figures, len(cells))
	for i := range all {
		all[i] = Figures{Questions: []QuestionResult{}, Scores: []ScoreResult{}}
	}
	w := withheld{cells, notes}
	for _, q := range s.Questions() {
		first := make([]int, len(cells))
		for i := range all {
			first[i] = len(all[i].Questions)
		}
		asked, open := s.asked(q, cells, all)
		for _, field := range q.Fields() {
			for i, r := range s.field(q, field, total, w, open) {
				if r.N > 0 {
					r.Asked = asked[i]
				}
				all[i].Questions = append(all[i].Questions, r)
			}
		}
		if instrument, ok := instruments.ByID(q.Instrument); ok {
			for i, r := range scores(q, instrument, w, open) {
				all[i].Scores = append(all[i].Scores, r)
				if r.Mean != nil {
					leaveOutSecond(all[i].Questions[first[i]:])
				}
			}
		}
	}
	return all
}

// held returns why a figure of each part is withheld, by place; nothing: it is shown. Where it is not open none is.
func (w withheld) held(n func(*Counts) *Count, open bool) map[int]string {
	parts := make([]disclosure.Part, len(w.cells))
	for i, c := range w.cells {
		parts[i] = disclosure.Part{Name: fmt.Sprint(i), N: n(c.counts).N, Bound: c.bound}
	}
	also, why := disclosure.Withhold(parts), map[int]string{}
	for i, p := range parts {
		switch {
		case w.cells[i].batches && p.N > 0 && open:
		case p.N < p.Bound:
			why[i] = tooFew(p.Bound)
		case !open:
			why[i] = followsReason
		case also[p.Name]:
			why[i] = followsReason
		}
	}
	return why
}

// field sums up what the people of each part answered to one field, if it is open to be shown.
func (s Survey) field(q Question, field string, total cell, w withheld, open bool) []QuestionResult {
	of := func(c *Counts) *Count { return countOf(c.Fields, field) }
	why, results := w.held(of, open), make([]QuestionResult, len(w.cells))
	shown := fieldParts{question: q, field: field, total: of(total.counts), wordings: total.wordings}
	for i, c := range w.cells {
		results[i].ID = field
		if why[i] == "" {
			shown.parts, shown.results = append(shown.parts, of(c.counts)), append(shown.results, &results[i])
		}
	}
	told := shown.tell()
	for i := range w.cells {
		if why[i] == "" && !told {
			results[i], why[i] = QuestionResult{ID: field}, followsReason
		}
		if why[i] != "" {
			w.note(i, "questions."+field, why[i])
		}
	}
	return results
}

func countOf(counts map[string]*Count, name string) *Count {
	if c := counts[name]; c != nil {
		return c
	}
	return &Count{}
}

// leaveOutSecond leaves out another item's mean where one alone was left out, as it would follow from the score.
func leaveOutSecond(items []QuestionResult) {
	without, last := 0, -1
	for i, r := range items {
		if r.Mean == nil {
			without++
		} else {
			last = i
		}
	}
	if without == 1 && last >= 0 {
		items[last] = items[last].withoutMean()
	}
}

func (r QuestionResult) withoutMean() QuestionResult {
	r.Mean, r.SD, r.Median, r.Low, r.High = nil, nil, nil, nil, nil
	return r
}

// scores sums up an instrument in each part, if it is open to be shown.
func scores(q Question, instrument instruments.Instrument, w withheld, open bool) []ScoreResult {
	why := w.held(func(c *Counts) *Count { return countOf(c.Scores, q.ID) }, open)
	results := make([]ScoreResult, len(w.cells))
	for i, c := range w.cells {
		r := ScoreResult{Question: q.ID, Instrument: instrument.ID, Wording: q.AskedIn(instrument)}
		count := countOf(c.counts.Scores, q.ID)
		if why[i] == "" && !r.fill(instrument, count) {
			why[i] = endReason
		}
		if why[i] != "" {
			w.note(i, "scores."+q.ID, why[i])
		}
		results[i] = r
	}
	return results
}

// fill writes the figures of a score; false: they would say what each answered.
func (r *ScoreResult) fill(instrument instruments.Instrument, c *Count) bool {
	d := c.Describe()
	step := (instrument.High - instrument.Low) / float64(instrument.Size()*(instrument.Max-instrument.Min))
	n := float64(d.N)
	may := disclosure.Unlisted(d.N, c.most(), n*(instrument.High-d.Mean)/step, n*(d.Mean-instrument.Low)/step)
	if !may.Mean {
		return false
	}
	r.N, r.Mean, r.Grade = d.N, &d.Mean, instrument.Grade(d.Mean)
	if may.Deviation {
		low, high := math.Max(instrument.Low, d.Low), math.Min(instrument.High, d.High)
		r.SD, r.Low, r.High = &d.SD, &low, &high
	}
	return true
}

// most returns how often the most frequent value was given.
func (c *Count) most() int {
	most := 0
	for _, n := range c.Values {
		most = max(most, n)
	}
	return most
}

// within keeps an interval between the limits of a question, where it has any: no mean lies beyond them.
func within(q Question, low, high float64) (float64, float64) {
	least, most := limits(q)
	if least != nil {
		low = math.Max(low, *least)
	}
	if most != nil {
		high = math.Min(high, *most)
	}
	return low, high
}

// limits returns the least and the most that a question can be answered with; nil: there is no limit.
func limits(q Question) (least, most *float64) {
	if instrument, ok := instruments.ByID(q.Instrument); ok {
		first, last := float64(instrument.Min), float64(instrument.Max)
		return &first, &last
	}
	return q.Min, q.Max
}
