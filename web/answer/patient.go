package answer

import (
	"soundings/web/page"
)

// HomePage is / for who is not signed in: one box for a code from a letter, field "code".
type HomePage struct {
	page.Page
}

// ConsentPage asks somebody to take part; it posts consent=agree or consent=decline to Path.
type ConsentPage struct {
	page.Page
	Cohort   string // the name of what they are asked to join
	Purpose  string // in the team's words; may be empty
	Parts    []ConsentPart
	Approval string // of research: the number of its approval
	Again    bool   // they agreed to older words before
	Said     string // what they said before: "agree", "decline" or empty
}

// ConsentPart is one of the six parts of what they agree to.
type ConsentPart struct {
	Heading    string
	Paragraphs []string
}

// AnswerPage is one page of a survey behind a personal link. It posts to Path: each question's id with its value,
// _page with Number, and _action with next, back, save or submit.
type AnswerPage struct {
	page.Page
	Survey    string // its title
	Number    int    // of this page, from 1
	Pages     int
	First     bool // no page comes before this one
	Last      bool // the answers are sent from this page
	Questions []page.Question
	FreeText  bool // a question takes free text: the page first says that it is not for medical help
}

// ThanksPage says what happens next after the answers are kept, or after somebody agreed.
type ThanksPage struct {
	page.Page
	Kind   string // "answered": a survey; "agreed", "declined": a consent
	Survey string // the survey's title, where there is one
	When   string // the day on which it was kept
	Next   string // agreed: the survey that waits; declined: where to change one's mind; empty: nothing
	News   string // where to read what came of it; empty: there is no such page yet
}

// ChoicesPage is where somebody chooses by which channels to be asked, fields "mail", "text", "letter", and leaves a cohort.
type ChoicesPage struct {
	page.Page
	Mail, Text, Letter bool
	Cohorts            []page.Link // those they can leave: the link asks once more
	Done               string      // what was just done: "saved", "keep", "remove"; empty: nothing
}

// LeavePage asks once more before somebody leaves a cohort; it posts leave=ID and answers=keep or answers=remove to Path.
type LeavePage struct {
	page.Page
	ID   string
	Name string
}

func (ChoicesPage) Template() string { return "answer/choices" }

func (LeavePage) Template() string { return "answer/leave" }

func (HomePage) Template() string { return "answer/home" }

func (ConsentPage) Template() string { return "answer/consent" }

func (AnswerPage) Template() string { return "answer/answer" }

func (ThanksPage) Template() string { return "answer/thanks" }
