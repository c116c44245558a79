package web

// HomePage is / for who is not signed in: one box for a code from a letter, field "code".
type HomePage struct {
	Page
}

// ConsentPage asks somebody to take part; it posts consent=agree or consent=decline to Path.
type ConsentPage struct {
	Page
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
	Page
	Survey    string // its title
	Number    int    // of this page, from 1
	Pages     int
	First     bool // no page comes before this one
	Last      bool // the answers are sent from this page
	Questions []Question
	FreeText  bool // a question takes free text: the page first says that it is not for medical help
}

// Question is one question as it stands on a page, with what was answered before.
type Question struct {
	ID         string // also the field's name
	Type       string // a row of surveys/kinds, whose template draws it
	Text       string
	Help       string
	Required   bool
	Error      string
	Options    []Option // single, multiple; scale: each step, its Text the number
	Many       bool     // several options may be chosen
	MaxChoices int      // of them; 0: no limit
	Low, High  string   // scale: what the ends mean
	Earliest   string   // of days: the limits, as 2027-03-31; empty: none
	Latest     string
	Value      string     // number, text
	Items      []Question // instrument: its scales, all with the same steps and ends
}

// ThanksPage says what happens next after the answers are kept, or after somebody agreed.
type ThanksPage struct {
	Page
	Kind   string // "answered": a survey; "agreed", "declined": a consent
	Survey string // the survey's title, where there is one
	When   string // the day on which it was kept
	Next   string // agreed: the survey that waits; declined: where to change one's mind; empty: nothing
	News   string // where to read what came of it; empty: there is no such page yet
}

// MessagePage is a short friendly page, mostly about a link. Kind chooses the texts message.KIND.title and
// message.KIND.text.
type MessagePage struct {
	Page
	Kind string // answered, closed, expired, unknown, saved, not_asked, not_found, forbidden, busy, too_large, fault
	Date string // answered, closed, expired: when; saved: until when; may be empty
	Code string // saved: the code to come back with
	Back string // saved: the link to come back by; unknown, not_found: "/"; empty: none
}

// ChoicesPage is where somebody chooses by which channels to be asked, fields "mail", "text", "letter", and leaves a cohort.
type ChoicesPage struct {
	Page
	Mail, Text, Letter bool
	Cohorts            []Link // those they can leave: the link asks once more
	Done               string // what was just done: "saved", "keep", "remove"; empty: nothing
}

// LeavePage asks once more before somebody leaves a cohort; it posts leave=ID and answers=keep or answers=remove to Path.
type LeavePage struct {
	Page
	ID   string
	Name string
}

func (ChoicesPage) template() string { return "patient/choices" }
func (LeavePage) template() string   { return "patient/leave" }
func (HomePage) template() string    { return "patient/home" }
func (ConsentPage) template() string { return "patient/consent" }
func (AnswerPage) template() string  { return "patient/answer" }
func (ThanksPage) template() string  { return "patient/thanks" }
func (MessagePage) template() string { return "patient/message" }
