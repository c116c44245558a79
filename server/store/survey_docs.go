package store

import (
	"fmt"
	"time"

	"soundings/surveys"
	"soundings/surveys/kinds"
)

// surveyDoc is a survey. State and audience are its own fields, not of a part, because an index goes by them.
type surveyDoc struct {
	Head      `bson:",inline"`
	Questions int               `bson:"survey_version"` // of the questions, as at a response
	State     string            `bson:"state"`
	Title     map[string]string `bson:"title"`
	Anonymous bool              `bson:"anonymous"`
	Pages     []pageDoc         `bson:"pages"`
	Cuts      []string          `bson:"cuts,omitempty"`
	Audience  []string          `bson:"audience,omitempty"`
	Created   time.Time         `bson:"created"`
	Opened    *time.Time        `bson:"opened,omitempty"`
	Closed    *time.Time        `bson:"closed,omitempty"`
	Doors     int               `bson:"doors,omitempty"`  // how many it has; 0: none
	Bounds    map[string]int    `bson:"bounds,omitempty"` // by group; none: it was published before they were kept
}

type pageDoc struct {
	Questions []questionDoc `bson:"questions"`
}

type questionDoc struct {
	ID         string              `bson:"id"`
	Type       string              `bson:"type,omitempty"`
	Instrument string              `bson:"instrument,omitempty"`
	Wording    string              `bson:"wording,omitempty"`
	Items      []map[string]string `bson:"items,omitempty"`
	Text       map[string]string   `bson:"text,omitempty"`
	Help       map[string]string   `bson:"help,omitempty"`
	Required   bool                `bson:"required,omitempty"`
	Options    []optionDoc         `bson:"options,omitempty"`
	Min        *float64            `bson:"min,omitempty"`
	Max        *float64            `bson:"max,omitempty"`
	Step       *float64            `bson:"step,omitempty"`
	Earliest   string              `bson:"earliest,omitempty"`
	Latest     string              `bson:"latest,omitempty"`
	MinLabel   map[string]string   `bson:"min_label,omitempty"`
	MaxLabel   map[string]string   `bson:"max_label,omitempty"`
	MaxLength  int                 `bson:"max_length,omitempty"`
	MaxChoices int                 `bson:"max_choices,omitempty"`
	ShowIf     *conditionDoc       `bson:"show_if,omitempty"`
}

type optionDoc struct {
	Value     string            `bson:"value"`
	Text      map[string]string `bson:"text"`
	Exclusive bool              `bson:"exclusive,omitempty"`
}

type conditionDoc struct {
	All []testDoc `bson:"all,omitempty"`
	Any []testDoc `bson:"any,omitempty"`
}

type testDoc struct {
	Question string   `bson:"question"`
	Op       string   `bson:"op"`
	Values   []string `bson:"values,omitempty"`
}

func newSurveyDoc(v surveys.Survey) *surveyDoc {
	d := &surveyDoc{
		Head: Head{ID: v.ID, Version: v.Revision}, Questions: v.Version, State: string(v.State), Title: v.Title,
		Anonymous: v.Anonymous, Cuts: v.Cuts, Audience: v.Audience, Created: v.Created, Opened: optional(v.Opened), Closed: optional(v.Closed),
		Doors: v.Doors, Bounds: boundsDoc(v.Bounds),
		Pages: make([]pageDoc, len(v.Pages)),
	}
	for i, p := range v.Pages {
		d.Pages[i].Questions = make([]questionDoc, len(p.Questions))
		for j, q := range p.Questions {
			d.Pages[i].Questions[j] = newQuestionDoc(q)
		}
	}
	return d
}

// survey returns the survey, or an error if it asks something that this version does not know.
func (d *surveyDoc) survey() (surveys.Survey, error) {
	v := surveys.Survey{
		ID: d.ID, Version: d.Questions, State: surveys.State(d.State), Title: d.Title, Anonymous: d.Anonymous, Cuts: d.Cuts,
		Audience: d.Audience, Created: d.Created, Opened: given(d.Opened), Closed: given(d.Closed), Revision: d.Version,
		Doors: d.Doors, Bounds: boundsOf(d.Bounds),
		Pages: make([]surveys.Page, len(d.Pages)),
	}
	for i, p := range d.Pages {
		v.Pages[i].Questions = make([]surveys.Question, len(p.Questions))
		for j, q := range p.Questions {
			v.Pages[i].Questions[j] = q.question()
		}
	}
	if err := v.Known(); err != nil {
		return v, fmt.Errorf("reading a survey: %w", err)
	}
	return v, nil
}

func newQuestionDoc(q surveys.Question) questionDoc {
	d := questionDoc{
		ID: q.ID, Type: string(q.Type), Instrument: q.Instrument, Wording: q.Wording, Text: q.Text, Help: q.Help, Required: q.Required,
		Min: q.Min, Max: q.Max, Step: q.Step, Earliest: q.Earliest, Latest: q.Latest, MinLabel: q.MinLabel, MaxLabel: q.MaxLabel, MaxLength: q.MaxLength,
		MaxChoices: q.MaxChoices,
	}
	for _, words := range q.Items {
		d.Items = append(d.Items, words)
	}
	for _, o := range q.Options {
		d.Options = append(d.Options, optionDoc{o.Value, o.Text, o.Exclusive})
	}
	if q.ShowIf != nil {
		d.ShowIf = &conditionDoc{testDocs(q.ShowIf.All), testDocs(q.ShowIf.Any)}
	}
	return d
}

func (d questionDoc) question() surveys.Question {
	q := surveys.Question{
		ID: d.ID, Type: kinds.Type(d.Type), Instrument: d.Instrument, Wording: d.Wording, Text: d.Text, Help: d.Help, Required: d.Required,
		Min: d.Min, Max: d.Max, Step: d.Step, Earliest: d.Earliest, Latest: d.Latest, MinLabel: d.MinLabel, MaxLabel: d.MaxLabel, MaxLength: d.MaxLength,
		MaxChoices: d.MaxChoices,
	}
	for _, words := range d.Items {
		q.Items = append(q.Items, words)
	}
	for _, o := range d.Options {
		q.Options = append(q.Options, surveys.Option{Value: o.Value, Text: o.Text, Exclusive: o.Exclusive})
	}
	if d.ShowIf != nil {
		q.ShowIf = &surveys.Condition{All: testsOf(d.ShowIf.All), Any: testsOf(d.ShowIf.Any)}
	}
	return q
}

func testDocs(tests []surveys.Test) []testDoc {
	var docs []testDoc
	for _, t := range tests {
		docs = append(docs, testDoc{t.Question, string(t.Op), t.Value})
	}
	return docs
}

func testsOf(docs []testDoc) []surveys.Test {
	var tests []surveys.Test
	for _, d := range docs {
		tests = append(tests, surveys.Test{Question: d.Question, Op: kinds.Op(d.Op), Value: d.Values})
	}
	return tests
}
