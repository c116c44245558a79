package surveys

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/surveys/disclosure"
)

// MinimumBase is how many answers of patients a figure needs before the team sees it.
const MinimumBase = disclosure.OfPatients

// Results is what a survey found, for the team.
type Results struct {
	Invited   int `json:"invited"`
	Delivered int `json:"delivered"` // of the invited, those whose invitation did not bounce
	Started   int `json:"started"`
	Completed int `json:"completed"`
	Figures
	By       map[string]map[string]GroupResults `json:"by,omitempty"` // cut → value → results
	Withheld []Withheld                         `json:"withheld"`
	Edition  *EditionResult                     `json:"edition,omitempty"` // nil: these are the figures of this moment
	Turnout  []Turnout                          `json:"turnout,omitempty"` // of an anonymous survey
	Floored  bool                               `json:"floored,omitempty"` // Completed is the least that it can be: of an open anonymous survey
	Least    int                                `json:"-"`                 // answers that a figure of all needs
}

// EditionResult says of which edition figures are.
type EditionResult struct {
	Number  int       `json:"number"`
	Made    time.Time `json:"made,omitzero"`
	Counted int       `json:"counted"` // responses in it
	Waiting int       `json:"waiting"` // more that are in, and not in it yet
}

// GroupResults is what the people of one part of a cut said.
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
	Asked   *int           `json:"asked,omitempty"` // of how many it was asked, who answered or not; nil: that is not told
	Options []OptionResult `json:"options,omitempty"`
	Mean    *float64       `json:"mean,omitempty"` // of numbers and scales
	SD      *float64       `json:"sd,omitempty"`
	Median  *float64       `json:"median,omitempty"`
	Low     *float64       `json:"low,omitempty"` // 95 % t interval of the mean
	High    *float64       `json:"high,omitempty"`
	First   string         `json:"first,omitempty"` // of values in an order: the first and the last that is counted
	Last    string         `json:"last,omitempty"`
}

// OptionResult is how many chose one option, and which share of all who answered, with its 95 % Wilson interval; or how it
// is told in place of these.
type OptionResult struct {
	Value string          `json:"value"`
	N     int             `json:"n,omitempty"`
	Share float64         `json:"share,omitempty"`
	Low   float64         `json:"low,omitempty"`
	High  float64         `json:"high,omitempty"`
	Told  disclosure.Told `json:"told,omitempty"`
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
	By     string `json:"by,omitempty"`    // the cut; empty: of all together
	Value  string `json:"value,omitempty"` // the part of the cut
	Group  string `json:"group,omitempty"` // the same where the cut is by group
	Reason string `json:"reason"`          // "fewer than 11 answers"

	Least   int  `json:"-"` // of answers that it would need; 0: it has them
	NearEnd bool `json:"-"` // it is a score at the end of its scale
	Item    bool `json:"-"` // it is of an instrument of which the score alone is shown
}

// Reader is for whom results are.
type Reader bool

// The readers: who may read single answers sees the figures of this moment, everybody else those of the last edition.
const (
	Viewers Reader = false
	Team    Reader = true
)

// Results returns what a survey found, for a reader, and by a cut where by names one. Figures of this moment cost what the
// survey has questions, or by another cut than group one reading of its responses.
func (s *Service) Results(ctx context.Context, id string, reader Reader, by string) (Results, error) {
	v, err := s.Survey(ctx, id)
	if err != nil {
		return Results{}, err
	}
	if err := s.mayCut(ctx, v, reader, by); err != nil {
		return Results{}, err
	}
	counts, err := s.Contact.Counts(ctx, contact.ForSurvey, id)
	if err != nil {
		return Results{}, err
	}
	clinic, err := s.Cohorts.Clinic(ctx)
	if err != nil {
		return Results{}, err
	}
	tally, err := s.Store.Tally(ctx, v)
	if err != nil {
		return Results{}, fmt.Errorf("reading what the responses add up to: %w", err)
	}
	bounds := v.boundsIn(clinic)
	if v.Anonymous {
		return v.anonymousResults(counts, tally, bounds, by), nil
	}
	r := Results{
		Invited: counts.Invited(), Delivered: counts.Delivered(), Started: counts.Started, Completed: tally.Total().Completed, Withheld: []Withheld{},
	}
	cells := tally.cells(bounds)
	switch {
	case reader == Team && by != "" && by != ByGroup:
		if cells, err = s.live(ctx, v, by, bounds); err != nil {
			return Results{}, err
		}
	case reader == Viewers || by != "" && by != ByGroup:
		e, err := s.edition(ctx, v)
		if err != nil {
			return Results{}, err
		}
		r.Edition = &EditionResult{e.Number, e.Made, e.Counted(), max(0, r.Completed-e.Counted()+e.leaving())}
		cells = e.cells(v, by, bounds)
	}
	r.show(v, cells, by)
	return r, nil
}

// show writes the figures of the total and of the parts of a cut; the total is the first cell.
func (r *Results) show(v Survey, cells []cell, by string) {
	r.Figures = v.figures(cells[:1], cells[0], &r.Withheld)[0]
	r.Least = cells[0].bound
	if by == "" {
		return
	}
	parts := map[string]GroupResults{}
	for i, f := range v.figures(cells[1:], cells[0], &r.Withheld) {
		c := cells[1+i]
		parts[c.value] = GroupResults{c.counts.Completed, f}
	}
	r.By = map[string]map[string]GroupResults{by: parts}
}

// PartsOf lists the parts of a cut that the results are split by: groups in the order of pages, others by name.
func (r Results) PartsOf(by string) []string {
	values := slices.Sorted(maps.Keys(r.By[by]))
	if by == ByGroup {
		at := func(value string) int { return slices.Index(cohorts.Groups(), cohorts.Group(value)) }
		slices.SortFunc(values, func(a, b string) int { return at(a) - at(b) })
	}
	return values
}

// mayCut refuses what the survey's results are not split by: editions by the chosen cuts, live ones by all that is known.
func (s *Service) mayCut(ctx context.Context, v Survey, reader Reader, by string) error {
	choices := v.ChosenCuts()
	if reader == Team {
		var err error
		if choices, err = s.LiveCuts(ctx, v); err != nil {
			return err
		}
	}
	if by == "" || slices.Contains(choices, by) {
		return nil
	}
	return base.InvalidFields(base.Field{Name: "by", Text: base.T("error.oneof", "Choices", strings.Join(choices, ", "))})
}

// cells returns the total and each group.
func (t Tally) cells(bounds disclosure.Bounds) []cell {
	var present []cohorts.Group
	var parts []cell
	for _, g := range cohorts.Groups() {
		if c := t.Groups[g]; c != nil && c.Completed > 0 {
			present = append(present, g)
			parts = append(parts, cell{by: ByGroup, value: string(g), counts: c, bound: bounds.Of(g)})
		}
	}
	return append([]cell{{counts: t.Total(), bound: bounds.Of(present...)}}, parts...)
}
