package portal

import (
	"slices"

	"soundings/web/page"
)

// CharterPage lists what stands around the plan. A new entry is posted with the fields of an EntryForm.
type CharterPage struct {
	page.Page
	Kinds   []CharterKind
	Choices EntryChoices
}

// CharterKind is one kind of entry with those that there are.
type CharterKind struct {
	ID   string
	Name string
	Hint string
	Open bool // its form was sent and is shown again
	Rows []CharterRow
}

// CharterRow is one entry.
type CharterRow struct {
	ID    string
	Date  string    // empty: it has none
	Title page.Link // leads to its own page
	Kind  string
	Text  string
	Owner string
	About string // its feature, audience, work, session or target
	Link  string
	State page.Badge // how it stands on its day; without a text: there is nothing to say
	Tick  string     // what the button says that ticks it off, or takes that back; empty: it is not ticked off
	Done  bool
}

// EntryPage shows one entry and takes changes: the fields of an EntryForm to Base, "done" to Base/tick, where an empty one
// takes it back, and Base/remove. All but the tick carry "version".
type EntryPage struct {
	page.Page
	Entry     CharterRow
	Kind      string
	Base      string
	Version   string
	Overtaken bool // what was typed is not kept: Entry is what somebody else kept meanwhile
	Choices   EntryChoices
}

// EntryChoices are what the fields of an entry offer.
type EntryChoices struct {
	Features, Groups, Works, Sessions []page.Option
	Goal                              goalOf
	Today                             string
}

// EntryForm is the form of an entry of one kind: fields "kind", "title", "text", "owner", "date", "feature", "audience"
// (several), "figure", "survey", "cohort", "target", "work", "session", "link".
type EntryForm struct {
	page.Page
	EntryChoices
	Kind string
	Mark string // what ids begin with, where a page has several such forms
}

// Asks reports whether an entry of this kind has a field.
func (f EntryForm) Asks(field string) bool {
	kinds := map[string][]string{
		"feature": {"task", "help", "training", "event"}, "audience": {"event", "training"}, "figure": {"goal"},
		"work": {"task"}, "session": {"training"}, "link": {"help"},
	}
	if of, ok := kinds[field]; ok {
		return slices.Contains(of, f.Kind)
	}
	return f.Kind != "help" // a date
}

// For makes a field of the form.
func (f EntryForm) For(name, label, of string, hint ...string) page.Field {
	field := f.Field(name, label, of, hint...)
	if f.Mark != "" {
		field.ID = f.Mark + "-" + name
	}
	return field
}

// Or offers to choose none of some options.
func (f EntryForm) Or(none string, options []page.Option) []page.Option {
	return append([]page.Option{{Text: f.T(none)}}, options...)
}

// FormOf returns the form of a new entry: what was typed and what is wrong stands only in the form that was sent, and ids
// stay unique on the page.
func (p CharterPage) FormOf(kind CharterKind) EntryForm {
	f := EntryForm{Page: p.Page, EntryChoices: p.Choices, Kind: kind.ID}
	if !kind.Open {
		f.Form, f.Mark = page.Form{}, kind.ID
	}
	return f
}

// Fields returns the form of the entry.
func (p EntryPage) Fields() EntryForm {
	return EntryForm{Page: p.Page, EntryChoices: p.Choices, Kind: p.Kind}
}

// ticking is an entry with the button that ticks it off, for who may.
type ticking struct {
	CharterRow
	Writes bool
}

// Row makes a line of an entry.
func (v FeaturePage) Row(row CharterRow) ticking { return ticking{row, v.Writes()} }

// Row makes a line of an entry.
func (v CharterPage) Row(row CharterRow) ticking { return ticking{row, v.Writes()} }

// Row makes a line of an entry.
func (v EntryPage) Row(row CharterRow) ticking { return ticking{row, v.Writes()} }

func (CharterPage) Template() string { return "portal/charter" }

func (EntryPage) Template() string { return "portal/entry" }
