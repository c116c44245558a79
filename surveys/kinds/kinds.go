// Package kinds holds the types of questions, one file each, with everything that is known of them: which form fields they
// take, how a question of the type is checked, how what was typed becomes an answer, what is counted of it, how it is
// exported, and which texts name it. Kind is a row of the table; Question, Option and Condition are what a survey is made
// of, and Answers what comes back. An instrument is asked as a kind of its own.
package kinds

import (
	"slices"
	"strings"

	"soundings/cohorts/base"
	"soundings/surveys/instruments"
)

// Type is what kind of answer a question takes.
type Type string

// Kind is everything that is known of one type of question. Of its functions only Check is always there.
type Kind struct {
	Type   Type
	Name   string // the text that names it
	About  string // the text that says when to use it
	Fields func(q Question) []string

	Start   Question                     // what a new question begins with
	Members []string                     // the members that the editor asks of it, beside those of every question; by their names in JSON
	Check   func(q Question, c *Checker) // what is wrong with the question itself

	// Decode reads what was typed into one field, which is never nothing. A text says what is wrong with it.
	Decode  func(q Question, typed []string) ([]string, *base.Text)
	Many    bool   // a field may have several values
	Missing string // the text where a required answer is not there
	// Sealed: answers are people's own words. They are sealed where they are kept, and only that there are some is counted.
	Sealed bool

	Choices func(q Question) []string     // the values to choose from, in their order; nil: none
	Tallied func(given []string) []string // what is counted of an answer; nil: its values
	Span    func(q Question) int          // how many different values may be counted; nil: as many as Choices
	// Shown lists the values that results show one by one, of those that were counted; nil: Choices.
	Shown   func(q Question, counted map[string]int) []string
	Label   func(q Question, value string) Label // nil: values stand for themselves
	Summary Summary
	Native  func(given []string) any // the answer in JSON
	Cell    func(given []string) any // and in a spreadsheet: text, a float64 or a base.Day; nil: as in JSON, several values behind each other
}

// Summary is what the answers to a question are summed up by, beside how often each value was given.
type Summary int

// The summaries.
const (
	Shares Summary = iota // nothing more
	Means                 // values are numbers: mean, deviation, median
	Ends                  // values have an order: the first and the last
)

// Label is what a value is called: in the survey's words, or else in those of the catalogue; neither: by itself.
type Label struct {
	Words  base.Words
	Text   base.Text
	Beside bool // the value stands before it
}

// All lists the types of questions in the order in which the editor offers them.
func All() []Kind { return []Kind{single(), multiple(), scale(), number(), date(), text(), note()} }

// Types lists the names of the types, as they stand in JSON.
func Types() []string {
	var all []string
	for _, k := range All() {
		all = append(all, string(k.Type))
	}
	return all
}

// Names lists what the editor offers: the types, and the instruments by their ids.
func Names() []string { return append(Types(), instruments.IDs()...) }

// New returns what a new question begins with; name is one of Names.
func New(name string) (Question, bool) {
	if _, ok := instruments.ByID(name); ok {
		return Question{Instrument: name}, true
	}
	k, ok := byType(Type(name))
	q := k.Start
	q.Type = k.Type
	return q, ok
}

func byType(t Type) (Kind, bool) {
	all := All()
	i := slices.IndexFunc(all, func(k Kind) bool { return k.Type == t })
	if i < 0 {
		return unknown(), false
	}
	return all[i], true
}

// unknown is the kind of a question that is of no type: it is refused, takes no answer and has no template.
func unknown() Kind {
	return Kind{
		Fields: none,
		Check: func(q Question, c *Checker) {
			c.Words("text", q.Text, true)
			c.Bad("type", "error.oneof", "Choices", strings.Join(Types(), ", "))
		},
	}
}

func none(Question) []string { return nil }
