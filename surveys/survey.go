package surveys

import (
	"slices"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/surveys/disclosure"
	"soundings/surveys/kinds"
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
	Anonymous bool       `json:"anonymous"` // nobody can tell whose an answer is, and nothing is shown before it is closed
	Pages     []Page     `json:"pages"`
	Cuts      []string   `json:"cuts,omitempty"`     // what editions are split by, as "group" or "attribute:site"; nil: by group
	Audience  []string   `json:"audience,omitempty"` // the cohorts that were invited; members who agree later are asked too
	Created   time.Time  `json:"created"`
	Opened    time.Time  `json:"opened,omitzero"`
	Closed    time.Time  `json:"closed,omitzero"`
	// Bounds are those of the clinic when the survey was published; nil: it is a draft, or was published before they were kept.
	Bounds   disclosure.Bounds `json:"-"`
	Doors    int               `json:"-"`        // how many it has, while it is open and anonymous; 0: none
	Revision int64             `json:"revision"` // of the whole: each change raises it; 0: not kept yet
}

// boundsIn returns the bounds of the survey's figures in a clinic.
func (s Survey) boundsIn(clinic cohorts.Clinic) disclosure.Bounds {
	if s.Bounds != nil {
		return s.Bounds
	}
	return clinic.Bounds
}

// Page is what stands on one page.
type Page struct {
	Questions []Question `json:"questions"`
}

// What surveys are made of stands beside the types of questions.
type (
	Question  = kinds.Question
	Option    = kinds.Option
	Condition = kinds.Condition
	Test      = kinds.Test
	Answers   = kinds.Answers
)

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

// AsksFreeText reports whether a page takes people's own words, so that it must say what it is not for.
func (p Page) AsksFreeText() bool {
	return slices.ContainsFunc(p.Questions, func(q Question) bool { return q.Kind().Sealed })
}

// Known returns an error where a question is of no type, or asks no instrument, that there is: whoever reads a survey that
// another version of this program wrote must not take such a question for something else.
func (s Survey) Known() error {
	for _, q := range s.Questions() {
		if err := q.Known(); err != nil {
			return err
		}
	}
	return nil
}
