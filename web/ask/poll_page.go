package ask

import (
	"html/template"

	"soundings/web/page"
)

// PollsPage lists polls and makes a new one.
type PollsPage struct {
	page.Page
	PollFields
	Rows  []PollRow
	Pager page.Pager
}

// PollRow is one poll in a list.
type PollRow struct {
	Title   string
	Href    string
	State   page.Badge
	Method  string
	Groups  string
	Invited string
	Since   string
}

// PollFields are what the form of a poll offers: fields "title_en", "title_es", "method", "features", "new_features" (one a
// line), "groups", "weight.GROUP", "open", "verified_only", "secret", "ties", "dots".
type PollFields struct {
	Methods    []MethodChoice
	Catalogue  []page.Option // features that there are
	GroupRows  []PollGroup
	NewFeature bool // who fills in the form may add features
}

// MethodChoice is a way to ask, with a sentence on when it fits.
type MethodChoice struct {
	page.Option
	When string
}

// PollGroup is a stakeholder group that may be asked.
type PollGroup struct {
	page.Option
	Field  string // of its weight
	Weight string
}

// PollPage shows one poll: its state, its next step, whom it asks and how many have answered. To invite: "cohort",
// "groups" or "refs", "expires". POST …/count takes "count". A draft's form sends "version" back.
type PollPage struct {
	page.Page
	PollFields
	ID        string
	Title     string
	State     page.Badge
	Draft     bool
	Open      bool
	Closed    bool
	Method    string
	When      string // when the method fits
	Kind      string // named or secret, in a sentence
	Secret    bool
	Features  []string
	Turnout   []TurnoutRow
	Code      string // of an open poll, in fours; empty: none
	URL       string // of its page
	Cohorts   []page.Option
	Groups    []page.Option // that may be invited
	Expires   string
	ByCode    bool // there may be ballots by the code
	Unsure    bool // they can be left out or counted still
	Counted   bool // and they are counted
	History   []page.Happening
	Version   string   // of the draft that the form changes
	Now       []string // what stands there since somebody else changed it: no button may lose what was typed; empty: nobody did
	PlanReady bool     // there are results a plan can be made of
}

// TurnoutRow is how many of a group voted.
type TurnoutRow struct {
	Group   string
	Weight  string
	Invited string
	Ballots string // or why it is not said
	ByCode  string
	Turnout string
}

// PosterPage is a sheet for a wall, in every language of the clinic.
type PosterPage struct {
	page.Page
	Poll  page.Link
	QR    template.HTML
	Home  string // the address at which a code can be typed
	Code  string
	Parts []PosterPart
}

// PosterPart is what the sheet says in one language.
type PosterPart struct {
	Lang    string
	Title   string
	Scan    string
	Type    string
	Promise string
}

// PollResultsPage shows what a poll found.
type PollResultsPage struct {
	page.Page
	Poll       page.Link
	State      page.Badge
	Figures    []page.Figure
	Moves      string // why a secret poll's figures stand still for a while; empty: they do not
	Withheld   []string
	None       string // why there is no order yet; empty: there is one
	Chart      template.HTML
	By         string // by which method the order is made
	Shares     string // what the bars are
	Methods    []string
	Standings  []StandingRow
	Agree      string // whether the methods agree
	Groups     []string
	Places     []PlaceRow
	Apart      []Parted
	Turnout    []TurnoutRow
	Categories bool // Kano
	Plan       string
}

// StandingRow is what each method makes of one feature.
type StandingRow struct {
	Feature  string
	Place    string
	Top      string // how often it stays among the first three
	Category string
	Cells    []Cell
}

// Cell is a figure of a table. Differs marks one that stands out, by a sign and not by colour alone.
type Cell struct {
	Text    string
	Note    string
	Differs bool
}

// PlaceRow is where each group puts one feature.
type PlaceRow struct {
	Feature string
	Cells   []Cell
}

// Parted is how far two groups are apart.
type Parted struct {
	Title    string
	Text     string
	Features []string
}

func (PollsPage) Template() string { return "ask/polls" }

func (PollPage) Template() string { return "ask/poll" }

func (PosterPage) Template() string { return "ask/poster" }

func (PollResultsPage) Template() string { return "ask/poll_results" }
