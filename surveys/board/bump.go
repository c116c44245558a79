package board

import (
	"slices"
	"strings"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// State is how far a bump has come.
type State string

// The states of a bump.
const (
	New        State = "new"
	Assessing  State = "assessing"
	Adapting   State = "adapting"
	Done       State = "done" // the adaptation is carried out
	Told       State = "told" // and those whom it concerns were told
	NotPlanned State = "not_planned"
	Merged     State = "merged" // into another card, which has its reports now
)

// States returns those in which a card stands on the board, in the order of its way.
func States() []State { return []State{New, Assessing, Adapting, Done, Told, NotPlanned} }

// OpenStates returns those in which somebody has still to do something about the bump itself.
func OpenStates() []State { return []State{New, Assessing, Adapting} }

// Open reports whether something has still to be done about bumps in this state.
func (s State) Open() bool { return slices.Contains(OpenStates(), s) }

// Severity is how bad a bump is.
type Severity string

// Severities, the worst first.
const (
	Blocker  Severity = "blocker" // people cannot do what they came for: it holds the feature's ramps
	Major    Severity = "major"
	Minor    Severity = "minor"
	Unjudged Severity = "" // nobody has said yet how bad it is
)

// Severities returns them, the worst first.
func Severities() []Severity { return []Severity{Blocker, Major, Minor} }

// Places are where people hit bumps beside features: what help desks of portals hear of most.
const (
	SigningIn     = "signing-in"
	GettingAccess = "getting-access"
	SomethingElse = "something-else"
)

// Places returns them in the order of the form.
func Places() []string { return []string{SigningIn, GettingAccess, SomethingElse} }

// IsPlace reports whether where a bump was hit is no feature.
func IsPlace(where string) bool { return slices.Contains(Places(), where) }

// Limits of what people and the team write, in characters, and of alternatives.
const (
	MaxText         = 4000
	MaxTitle        = 200
	MaxNote         = 2000
	MaxAlternatives = 10
)

// Bump is a card of the board: a problem that one person or several have hit.
type Bump struct {
	ID           string // as "B-17"
	State        State
	Severity     Severity
	Where        string     // a feature's key, or a place
	Title        string     // the team's few words for it; empty: nobody has written any
	Public       base.Words // what others are shown whose bump is alike; empty: nothing
	Owner        string     // id of an account; empty: nobody
	Concern      Concern
	Reason       string // why it is not planned
	Vendor       string // number or address of the vendor's ticket
	Alternatives []Alternative
	Adaptation   Adaptation
	Reported     time.Time // the first time
	Opened       time.Time // since when its clocks run: reported, or opened again
	Answered     time.Time // when the team first moved it since then; zero: not yet
	Changed      time.Time // when it was done or refused since then; zero: not yet
	Again        int       // how often it was opened again
	People       map[cohorts.Group]int
	Into         string // of a merged one: the card that has its reports
	Was          Count  // as it counted when it was read; zero: not kept yet
	Version      int64
}

// Count is what bumps are counted by.
type Count struct {
	Where    string
	State    State
	Severity Severity
}

// Counts are how many bumps there are of each.
type Counts map[Count]int

// Count returns what the bump counts as; the zero Count where it is merged.
func (b Bump) Count() Count {
	if b.State == Merged {
		return Count{}
	}
	return Count{b.Where, b.State, b.Severity}
}

// Reporters returns how many people hit it.
func (b Bump) Reporters() int {
	n := 0
	for _, people := range b.People {
		n += people
	}
	return n
}

// since returns since when the bump is as it is: changed, or open.
func (b Bump) since() time.Time {
	if b.Changed.IsZero() {
		return b.Opened
	}
	return b.Changed
}

// Feature returns the key of the feature that it is about; empty: it is about a place.
func (b Bump) Feature() string {
	if IsPlace(b.Where) {
		return ""
	}
	return b.Where
}

// Concern is that a bump may touch somebody's care. A named person is alerted at once, and the card stays on top until somebody
// has taken it.
type Concern struct {
	Raised time.Time // zero: it is none
	Taken  time.Time // zero: nobody has
	By     string    // id of the account that has
}

// Waits reports whether a concern waits for somebody to take it.
func (c Concern) Waits() bool { return !c.Raised.IsZero() && c.Taken.IsZero() }

// Kind is the kind of an adaptation.
type Kind string

// The kinds of adaptations.
const (
	Workflow Kind = "workflow"
	Training Kind = "training"
	Wording  Kind = "wording"
	Setting  Kind = "setting"
	ByVendor Kind = "vendor"
	NoChange Kind = "none" // nothing is changed, and people are told why
)

// Kinds returns them in the order of the form.
func Kinds() []Kind { return []Kind{Workflow, Training, Wording, Setting, ByVendor, NoChange} }

// Alternative is one way to deal with a bump, weighed beside others.
type Alternative struct {
	ID      string `json:"id"`
	Kind    Kind   `json:"kind" validate:"required,oneof=workflow training wording setting vendor none"`
	Title   string `json:"title" validate:"required,max=200"`
	Effort  string `json:"effort" validate:"max=200"` // in the team's words, as the four are
	Reach   string `json:"reach" validate:"max=200"`
	Risk    string `json:"risk" validate:"max=200"`
	Decides string `json:"decides" validate:"max=200"` // who does
	Chosen  bool   `json:"chosen"`
}

// Adaptation is the change that was decided.
type Adaptation struct {
	Kind  Kind      `json:"kind" validate:"required,oneof=workflow training wording setting vendor none"`
	Title string    `json:"title" validate:"required,max=200"`
	Why   string    `json:"why" validate:"max=2000"`  // this one and no other
	Owner string    `json:"owner" validate:"max=100"` // who carries it out
	Due   time.Time `json:"due"`                      // a day; midnight in UTC
	// Cohort says which rollout of the bump's feature it touches; empty: none.
	Cohort string    `json:"cohort" validate:"max=100"`
	Task   string    `json:"task"` // id of the task in the plan; empty: there is none
	Done   time.Time `json:"done"`
}

// IsZero reports whether none was decided.
func (a Adaptation) IsZero() bool { return a.Kind == "" }

// Check returns nil, or an Invalid error that names each bad field. A change has somebody who makes it and a day.
func (a Adaptation) Check() error {
	var bad []base.Field
	if a.Owner == "" && a.Kind != NoChange {
		bad = append(bad, base.Field{Name: "owner", Text: base.T("error.required")})
	}
	if a.Due.IsZero() && a.Kind != NoChange {
		bad = append(bad, base.Field{Name: "due", Text: base.T("error.required")})
	}
	return base.Together(base.Check(a), base.InvalidFields(bad...))
}

// tidy returns it with titles and names in one line.
func (a Adaptation) tidy() Adaptation {
	a.Title, a.Owner, a.Why = base.OneLine(a.Title), base.OneLine(a.Owner), strings.TrimSpace(a.Why)
	return a
}

// NoteKind is what a note of a card's history is about.
type NoteKind string

// The kinds of notes.
const (
	Commented     NoteKind = "comment"
	Reported      NoteKind = "reported"
	Joined        NoteKind = "joined"
	Moved         NoteKind = "moved"
	Judged        NoteKind = "judged" // its severity
	Placed        NoteKind = "placed" // where it was hit
	Owned         NoteKind = "owned"
	ConcernRaised NoteKind = "concern"
	ConcernTaken  NoteKind = "concern_taken"
	Weighed       NoteKind = "weighed" // alternatives were written
	Decided       NoteKind = "decided" // an adaptation was
	MergedInto    NoteKind = "merged"
	SplitOff      NoteKind = "split"
	MadePublic    NoteKind = "public"
	Described     NoteKind = "described"   // its title
	Ticketed      NoteKind = "ticketed"    // the vendor's ticket
	Broken        NoteKind = "broken"      // somebody says that it is not mended: who wrote the report To
	Mended        NoteKind = "mended"      // somebody says that it is, likewise
	Announced     NoteKind = "announced"   // people are told of it
	QuoteAsked    NoteKind = "quote_asked" // somebody is asked whether a sentence of theirs may be shown
	QuoteGiven    NoteKind = "quote_given"
	QuoteRefused  NoteKind = "quote_refused" // or taken back
)

// Note is one line of a card's history. It is added and never changed.
type Note struct {
	ID   string
	Bump string
	At   time.Time
	By   base.Actor
	Kind NoteKind
	From string // of what was moved, judged …: as it was
	To   string // and as it became
	Text string // in somebody's words
}
