package surveys

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"soundings/cohorts/base"
	"soundings/surveys/instruments"
)

// State is where a survey stands.
type State string

// The states: a draft can be changed, an open survey answered, a closed one only read.
const (
	Draft  State = "draft"
	Open   State = "open"
	Closed State = "closed"
)

// Survey is pages of questions. From the moment it is open its questions never change.
type Survey struct {
	ID        string     `json:"id"`      // a readable slug
	Version   int        `json:"version"` // of the questions
	State     State      `json:"state"`
	Title     base.Words `json:"title"`
	Anonymous bool       `json:"anonymous"`
	Pages     []Page     `json:"pages"`
	Audience  []string   `json:"audience,omitempty"` // the cohorts that were invited; members who agree later are asked too
	Created   time.Time  `json:"created"`
	Opened    time.Time  `json:"opened,omitzero"`
	Closed    time.Time  `json:"closed,omitzero"`
	Revision  int64      `json:"-"` // of the document; 0: not kept yet
}

// Page is what stands on one page.
type Page struct {
	Questions []Question `json:"questions"`
}

// Type is what kind of answer a question takes.
type Type string

// The question types. An instrument has none.
const (
	Single   Type = "single"
	Multiple Type = "multiple"
	Scale    Type = "scale"
	Number   Type = "number"
	FreeText Type = "text"
	Note     Type = "note" // a text to read; it takes no answer
)

// Types lists them in the order in which the editor offers them.
func Types() []Type { return []Type{Single, Multiple, Scale, Number, FreeText, Note} }

// Question is one question, one note, or all items of one instrument.
type Question struct {
	ID         string       `json:"id"`
	Type       Type         `json:"type,omitempty"`
	Instrument string       `json:"instrument,omitempty"`
	Items      []base.Words `json:"items,omitempty"` // an instrument's items in the clinic's own wording
	Text       base.Words   `json:"text,omitempty"`
	Help       base.Words   `json:"help,omitempty"`
	Required   bool         `json:"required,omitempty"`
	Options    []Option     `json:"options,omitempty"`
	Min        *float64     `json:"min,omitempty"` // scale, number
	Max        *float64     `json:"max,omitempty"`
	Step       *float64     `json:"step,omitempty"` // number; 1 unless said
	MinLabel   base.Words   `json:"min_label,omitempty"`
	MaxLabel   base.Words   `json:"max_label,omitempty"`
	MaxLength  int          `json:"max_length,omitempty"`  // text, in characters; 2000 unless said
	MaxChoices int          `json:"max_choices,omitempty"` // multiple; 0: no limit
	ShowIf     *Condition   `json:"show_if,omitempty"`
}

// Option is one choice of a single or multiple question.
type Option struct {
	Value string     `json:"value"`
	Text  base.Words `json:"text"`
}

// Condition holds when all tests of All hold and, where there are any, one of Any.
type Condition struct {
	All []Test `json:"all,omitempty"`
	Any []Test `json:"any,omitempty"`
}

// Test compares the answer to an earlier question.
type Test struct {
	Question string `json:"question"`
	Op       Op     `json:"op"`
	Value    Values `json:"value,omitempty"`
}

// Op is how a Test compares.
type Op string

// The comparisons. Of a question with several answers, one that fits is enough; ne means that none does.
const (
	Equal    Op = "eq"
	NotEqual Op = "ne"
	Greater  Op = "gt"
	Less     Op = "lt"
	In       Op = "in"
	Answered Op = "answered"
)

// Ops lists the comparisons.
func Ops() []Op { return []Op{Equal, NotEqual, Greater, Less, In, Answered} }

// Values is what a Test compares with. In JSON it is a string, a number, or a list of them.
type Values []string

// UnmarshalJSON reads a string, a number or a list of them.
func (v *Values) UnmarshalJSON(data []byte) error {
	var many []json.RawMessage
	if json.Unmarshal(data, &many) != nil {
		many = []json.RawMessage{data}
	}
	*v = nil
	for _, one := range many {
		var text string
		var number float64
		switch {
		case json.Unmarshal(one, &text) == nil:
			*v = append(*v, text)
		case json.Unmarshal(one, &number) == nil:
			*v = append(*v, formatNumber(number))
		default:
			return fmt.Errorf("a value to compare with is a string, a number or a list of them")
		}
	}
	return nil
}

// MarshalJSON writes one value plain and several as a list.
func (v Values) MarshalJSON() ([]byte, error) {
	if len(v) == 1 {
		return json.Marshal(v[0])
	}
	return json.Marshal([]string(v))
}

// formatNumber writes a number in its one canonical form: the shortest that reads back the same.
func formatNumber(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// Questions returns all questions, page by page.
func (s Survey) Questions() []Question {
	var all []Question
	for _, p := range s.Pages {
		all = append(all, p.Questions...)
	}
	return all
}

// Question returns the question with this id.
func (s Survey) Question(id string) (Question, bool) {
	for _, p := range s.Pages {
		if i := slices.IndexFunc(p.Questions, func(q Question) bool { return q.ID == id }); i >= 0 {
			return p.Questions[i], true
		}
	}
	return Question{}, false
}

// AsksFreeText reports whether a page takes free text, so that it must say what it is not for.
func (p Page) AsksFreeText() bool {
	return slices.ContainsFunc(p.Questions, func(q Question) bool { return q.Type == FreeText })
}

// Fields returns the names of the form fields that q takes: its id, or one for each item of its instrument.
func (q Question) Fields() []string {
	if q.Type == Note {
		return nil
	}
	instrument, ok := instruments.ByID(q.Instrument)
	if !ok {
		return []string{q.ID}
	}
	fields := make([]string, instrument.Items)
	for i := range fields {
		fields[i] = q.ID + "." + strconv.Itoa(i+1)
	}
	return fields
}

// step returns the distance of a number question's possible answers.
func (q Question) step() float64 {
	if q.Step == nil {
		return 1
	}
	return *q.Step
}

// Length returns how many characters a text question takes.
func (q Question) Length() int {
	if q.MaxLength == 0 {
		return 2000
	}
	return q.MaxLength
}
