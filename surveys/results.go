package surveys

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/surveys/instruments"
	"soundings/surveys/kinds"
)

// MinimumBase is how many answers a figure needs before the team sees it: one more than a small cell of patients.
const MinimumBase = 11

// Results is what a survey found, for the team.
type Results struct {
	Invited   int `json:"invited"`
	Delivered int `json:"delivered"` // of the invited, those whose invitation did not bounce
	Started   int `json:"started"`
	Completed int `json:"completed"`
	Figures
	By       map[string]map[string]GroupResults `json:"by,omitempty"` // "group" → group → results
	Withheld []Withheld                         `json:"withheld"`
}

// GroupResults is what one stakeholder group said.
type GroupResults struct {
	Completed int `json:"completed"`
	Figures
}

// Figures are the figures of one set of responses.
type Figures struct {
	Questions []QuestionResult `json:"questions"`
	Scores    []ScoreResult    `json:"scores"`
}

// QuestionResult is what was answered to one question or one item of an instrument. Of a withheld one only the id is there.
type QuestionResult struct {
	ID      string         `json:"id"` // the form field
	N       int            `json:"n,omitempty"`
	Options []OptionResult `json:"options,omitempty"`
	Mean    *float64       `json:"mean,omitempty"` // of numbers and scales
	SD      *float64       `json:"sd,omitempty"`
	Median  *float64       `json:"median,omitempty"`
	Low     *float64       `json:"low,omitempty"` // 95 % t interval of the mean
	High    *float64       `json:"high,omitempty"`
	First   string         `json:"first,omitempty"` // of values in an order: the first and the last that is counted
	Last    string         `json:"last,omitempty"`
}

// OptionResult is how many chose one option, and which share of all who answered, with its 95 % Wilson interval.
type OptionResult struct {
	Value string  `json:"value"`
	N     int     `json:"n"`
	Share float64 `json:"share"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// ScoreResult is the mean score of an instrument with its 95 % t interval. Of a withheld one only the names are there.
type ScoreResult struct {
	Question   string   `json:"question"`
	Instrument string   `json:"instrument"`
	Wording    string   `json:"wording"` // "plain": Soundings' own words; "published": as published; "clinic": the clinic's
	N          int      `json:"n,omitempty"`
	Mean       *float64 `json:"mean,omitempty"`
	SD         *float64 `json:"sd,omitempty"`
	Low        *float64 `json:"low,omitempty"`
	High       *float64 `json:"high,omitempty"`
	Grade      string   `json:"grade,omitempty"`
}

// Withheld names a figure that is not shown, and why.
type Withheld struct {
	Figure string `json:"figure"`          // "questions.helped", "scores.sus"
	Group  string `json:"group,omitempty"` // empty: of all together
	Reason string `json:"reason"`          // "fewer than 11 answers"
}

// Results returns what a survey found so far, and by stakeholder group where byGroup is set. A figure that rests on
// fewer than MinimumBase answers is withheld.
func (s *Service) Results(ctx context.Context, id string, byGroup bool) (Results, error) {
	v, err := s.Survey(ctx, id)
	if err != nil {
		return Results{}, err
	}
	counts, err := s.Contact.Counts(ctx, contact.ForSurvey, id)
	if err != nil {
		return Results{}, err
	}
	tally, err := s.Store.Tally(ctx, v)
	if err != nil {
		return Results{}, fmt.Errorf("reading what the responses add up to: %w", err)
	}
	total := tally.Total()
	r := Results{Invited: counts.Invited(), Delivered: counts.Delivered(), Started: counts.Started, Completed: total.Completed, Withheld: []Withheld{}}
	r.Figures = v.figures(total, "", &r.Withheld)
	if byGroup {
		groups := map[string]GroupResults{}
		for _, g := range cohorts.Groups() {
			if c := tally.Groups[g]; c != nil {
				groups[string(g)] = GroupResults{c.Completed, v.figures(c, string(g), &r.Withheld)}
			}
		}
		r.By = map[string]map[string]GroupResults{"group": groups}
	}
	return r, nil
}

// figures turns counts into figures and adds to withheld what is not among them.
func (s Survey) figures(c *Counts, group string, withheld *[]Withheld) Figures {
	f := Figures{Questions: []QuestionResult{}, Scores: []ScoreResult{}}
	hold := func(figure string) {
		*withheld = append(*withheld, Withheld{figure, group, "fewer than " + strconv.Itoa(MinimumBase) + " answers"})
	}
	for _, q := range s.Questions() {
		for _, field := range q.Fields() {
			r := QuestionResult{ID: field}
			if n := countOf(c.Fields, field); n.N >= MinimumBase {
				r = result(q, field, n)
			} else {
				hold("questions." + field)
			}
			f.Questions = append(f.Questions, r)
		}
		if instrument, ok := instruments.ByID(q.Instrument); ok {
			r := score(q, instrument, countOf(c.Scores, q.ID))
			if r.Mean == nil {
				hold("scores." + q.ID)
			}
			f.Scores = append(f.Scores, r)
		}
	}
	return f
}

func countOf(counts map[string]*Count, name string) *Count {
	if c := counts[name]; c != nil {
		return c
	}
	return &Count{}
}

// result sums up what was answered to one field of q.
func result(q Question, field string, c *Count) QuestionResult {
	r := QuestionResult{ID: field, N: c.N}
	for _, value := range q.Shown(c.Values) {
		k := c.Values[value]
		low, high := Wilson(k, c.N)
		r.Options = append(r.Options, OptionResult{value, k, float64(k) / float64(c.N), low, high})
	}
	switch q.Kind().Summary {
	case kinds.Means:
		d := c.Describe()
		d.Low, d.High = within(q, d.Low, d.High)
		r.Mean, r.SD, r.Median, r.Low, r.High = &d.Mean, &d.SD, &d.Median, &d.Low, &d.High
	case kinds.Ends:
		values := slices.Sorted(maps.Keys(c.Values))
		r.First, r.Last = values[0], values[len(values)-1]
	}
	return r
}

// within keeps an interval between the limits of a question, where it has any: no mean lies beyond them.
func within(q Question, low, high float64) (float64, float64) {
	least, most := q.Min, q.Max
	if instrument, ok := instruments.ByID(q.Instrument); ok {
		first, last := float64(instrument.Min), float64(instrument.Max)
		least, most = &first, &last
	}
	if least != nil {
		low = math.Max(low, *least)
	}
	if most != nil {
		high = math.Min(high, *most)
	}
	return low, high
}

func score(q Question, instrument instruments.Instrument, c *Count) ScoreResult {
	r := ScoreResult{Question: q.ID, Instrument: instrument.ID, Wording: instrument.Words}
	if len(q.Items) > 0 {
		r.Wording = "clinic"
	}
	d := c.Describe()
	if d.N < MinimumBase {
		return r
	}
	low, high := math.Max(instrument.Low, d.Low), math.Min(instrument.High, d.High)
	r.N, r.Mean, r.SD, r.Low, r.High, r.Grade = d.N, &d.Mean, &d.SD, &low, &high, instrument.Grade(d.Mean)
	return r
}
