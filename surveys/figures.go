package surveys

import (
	"fmt"
	"math"
	"slices"
	"strconv"

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
	silent    bool     // means that would meet those of another cut are not told
	narrow    []string // instruments of which no deviation is told
}

// withheld is where figures are noted that are not shown.
type withheld struct {
	cells []cell
	all   *[]Withheld
}

func (w withheld) note(i int, figure, reason string) {
	c := w.cells[i]
	one := Withheld{Figure: figure, By: c.by, Value: c.value, Reason: reason, NearEnd: reason == endReason, Item: reason == scoreReason}
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
	scoreReason   = "of these statements the score alone is shown"
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
			for i, r := range scores(q, instrument, total, w, open) {
				all[i].Scores = append(all[i].Scores, r)
				if r.Mean != nil {
					leaveOutSecond(all[i].Questions[first[i]:])
				}
			}
			if total.wordings[q.ID] != disclosure.Numbers {
				w.scoreAlone(all, first)
			}
		}
	}
	return all
}

// means reports whether parts may tell means where no counts are told.
func (w withheld) means() bool {
	return !slices.ContainsFunc(w.cells, func(c cell) bool { return c.silent })
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
	shown := fieldParts{question: q, field: field, total: of(total.counts), wordings: total.wordings, means: w.means()}
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

// scoreAlone leaves out the items of an instrument.
func (w withheld) scoreAlone(all []Figures, first []int) {
	for i, f := range all {
		for n, r := range f.Questions[first[i]:] {
			if r.N > 0 {
				w.note(i, "questions."+r.ID, scoreReason)
			}
			f.Questions[first[i]+n] = QuestionResult{ID: r.ID}
		}
	}
}

func (r QuestionResult) withoutMean() QuestionResult {
	r.Mean, r.SD, r.Median, r.Low, r.High = nil, nil, nil, nil, nil
	return r
}

// scores sums up an instrument in each part, if it is open to be shown.
func scores(q Question, instrument instruments.Instrument, total cell, w withheld, open bool) []ScoreResult {
	of := func(c *Counts) *Count { return countOf(c.Scores, q.ID) }
	why := w.held(of, open)
	results := make([]ScoreResult, len(w.cells))
	var shown []int
	var sums []disclosure.Sum
	for i, c := range w.cells {
		results[i] = ScoreResult{Question: q.ID, Instrument: instrument.ID, Wording: q.AskedIn(instrument)}
		if why[i] == "" {
			shown, sums = append(shown, i), append(sums, sumOf(instrument, of(c.counts)))
		}
	}
	has := make([]bool, len(shown))
	for n, shut := range disclosure.Shut(sumOf(instrument, of(total.counts)), sums, instrument.Points()) {
		i := shown[n]
		switch {
		case total.wordings[q.ID] == disclosure.Withdrawn:
			why[i] = endReason
		case shut && sums[n].Open(instrument.Points()):
			why[i] = followsReason
		case shut:
			why[i] = endReason
		default:
			c := of(w.cells[i].counts)
			open := total.wordings == nil || spread(instrument, c) && !slices.Contains(w.cells[i].narrow, q.ID)
			results[i].fill(instrument, c, open && disclosure.Unlisted(c.N, c.most()).Deviation)
		}
		has[n] = results[i].SD != nil
	}
	if n := second(has, sums, of(total.counts).N); n >= 0 {
		r := &results[shown[n]]
		r.SD, r.Low, r.High = nil, nil, nil
	}
	for i := range w.cells {
		if why[i] != "" {
			w.note(i, "scores."+q.ID, why[i])
		}
	}
	return results
}

// sumOf returns how many steps of items all scores together are away from the lowest and the highest.
func sumOf(instrument instruments.Instrument, c *Count) disclosure.Sum {
	d := c.Describe()
	n := float64(d.N) / instrument.Step()
	return disclosure.Sum{N: d.N, Ends: []float64{n * (instrument.Low - d.Mean), n * (instrument.High - d.Mean)}}
}

// spread reports whether the deviation of scores may be told to those who may not read answers.
func spread(instrument instruments.Instrument, c *Count) bool {
	var steps []int
	for value := range c.Values {
		score, err := strconv.ParseFloat(value, 64)
		if err == nil && c.Values[value] > 0 {
			steps = append(steps, int(math.Round((score-instrument.Low)/instrument.Step())))
		}
	}
	return disclosure.Spread(steps, instrument.Size(), instrument.Max-instrument.Min)
}

// fill writes the figures of a score, with its deviation or without.
func (r *ScoreResult) fill(instrument instruments.Instrument, c *Count, deviation bool) {
	d := c.Describe()
	r.N, r.Mean, r.Grade = d.N, &d.Mean, instrument.Grade(d.Mean)
	if deviation {
		low, high := math.Max(instrument.Low, d.Low), math.Min(instrument.High, d.High)
		r.SD, r.Low, r.High = &d.SD, &low, &high
	}
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
