package web

// ParticipantsPage lists participants; the filter row sends q and group.
type ParticipantsPage struct {
	Page
	Query  string
	Groups []Option // the first stands for all
	Rows   []ParticipantRow
	Pager  Pager
}

// Filtered tells whether the list is narrowed, so that an empty one says so.
func (p ParticipantsPage) Filtered() bool {
	for _, g := range p.Groups {
		if g.Chosen && g.Value != "" {
			return true
		}
	}
	return p.Query != ""
}

// ParticipantRow is one participant in a list.
type ParticipantRow struct {
	Ref      string
	Href     string
	Name     string
	Group    string
	Email    string
	Phone    string
	Language string
}

// ParticipantPage shows one participant and takes changes. Fields: "ref" (only when New), "group", "name", "email",
// "phone", "language", "attribute.NAME" for each attribute, "attribute_name" and "attribute_value" for one more.
type ParticipantPage struct {
	Page
	New         bool
	Ref         string
	Groups      []Option
	Speaks      []Option
	Attributes  []string // names, in order
	Memberships []MemberRow
	Invitations []InvitationRow
	History     []Happening
}

// InvitationRow is one thing that a participant was asked.
type InvitationRow struct {
	What  Link
	State Badge
	Since string
}

// ImportPage takes a CSV file, field "file"; _action is check or import.
type ImportPage struct {
	Page
	Report *ImportReport // nil: nothing was sent yet
}

// ImportReport is what an import did, or would do.
type ImportReport struct {
	File                            string
	Kept                            bool // false: a check, or a refused file
	Rows, Added, Changed, Unchanged string
	Errors                          []ImportError
	More                            bool // there are more bad cells than are shown
}

// ImportError is one bad cell.
type ImportError struct {
	Line   int
	Column string
	Text   string
}

// CohortsPage lists cohorts and makes a new one: fields "name", "purpose", "capacity".
type CohortsPage struct {
	Page
	Rows  []CohortRow
	Pager Pager
}

// CohortRow is one cohort in a list.
type CohortRow struct {
	Name    string
	Href    string
	Purpose string
	Members string
	Agreed  string
	Created string
}

// CohortPage shows one cohort: who is in it and in which state.
type CohortPage struct {
	Page
	ID       string
	Name     string
	Purpose  string
	Capacity string // empty: no limit
	Room     string // places left; empty: no limit
	Counts   []StateCount
	ToInvite int // members who were selected and not invited yet
	Waiting  int // members who were invited and have not answered
	Members  []MemberRow
	Pager    Pager
}

// Empty tells whether nobody was ever selected.
func (p CohortPage) Empty() bool {
	for _, c := range p.Counts {
		if c.N != "0" {
			return false
		}
	}
	return true
}

// StateCount is how many members are in a state; Href narrows the list to them.
type StateCount struct {
	State  Badge
	N      string
	Href   string
	Chosen bool
}

// MemberRow is one membership: on a cohort's page Name is the participant's, on a participant's page the cohort's.
type MemberRow struct {
	Ref   string
	Name  string
	Href  string
	Group string
	State Badge
	Since string
	Post  string   // where a move is posted, field "state"
	Moves []Option // states it may move to now
}

// LinksPage lists personal links, to print or to copy.
type LinksPage struct {
	Page
	Subject Link // the cohort or survey
	Pager   Pager
	Consent bool   // links that ask for consent; else for answers
	Home    string // the address under which a code is typed in: "portal-beta.example.org"
	Rows    []LinkRow
}

// LinkRow is one personal link.
type LinkRow struct {
	Ref  string
	Name string
	URL  string
	Code string // in fours
}

func (ParticipantsPage) template() string { return "team/participants" }
func (ParticipantPage) template() string  { return "team/participant" }
func (ImportPage) template() string       { return "team/import" }
func (CohortsPage) template() string      { return "team/cohorts" }
func (CohortPage) template() string       { return "team/cohort" }
func (LinksPage) template() string        { return "team/links" }
