package people

import (
	"slices"

	"soundings/web/page"
)

// ParticipantsPage lists participants; the filter row sends q, group, language, attribute with value, cohort with state.
type ParticipantsPage struct {
	page.Page
	Query      string
	Value      string
	Groups     []page.Option // the first of each stands for all
	Speaks     []page.Option
	Attributes []page.Option
	Cohorts    []page.Option
	States     []page.Option
	CSV        string
	Rows       []ParticipantRow
	Pager      page.Pager
}

// Filtered reports whether the list is narrowed, so that an empty one says so.
func (p ParticipantsPage) Filtered() bool {
	return p.Query != "" || anyChosen(p.Groups) || p.Narrowed()
}

// Narrowed reports whether one of the filters counts that are shown only when somebody wants them.
func (p ParticipantsPage) Narrowed() bool {
	return anyChosen(p.Speaks) || anyChosen(p.Attributes) || anyChosen(p.Cohorts)
}

// anyChosen reports whether something is chosen that is not nothing.
func anyChosen(options []page.Option) bool {
	return slices.ContainsFunc(options, func(o page.Option) bool { return o.Chosen && o.Value != "" })
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
// "phone", "language", "attribute.NAME" for each attribute, "attribute_name" and "attribute_value" for one more. Another form
// removes the person for good, field "confirm".
type ParticipantPage struct {
	page.Page
	New         bool
	Ref         string
	Called      string // the name, else the ref
	Groups      []page.Option
	Speaks      []page.Option
	Attributes  []string // names, in order
	Memberships []MemberRow
	Invitations []InvitationRow
	Channels    string // by which they want to be asked
	Sees        []SeesRow
	History     []page.Happening
}

// InvitationRow is one thing that a participant was asked.
type InvitationRow struct {
	What  page.Link
	State page.Badge
	Since string
}

// CohortsPage lists cohorts and makes a new one: fields "name", "purpose", "capacity".
type CohortsPage struct {
	page.Page
	Kinds []page.Option
	Rows  []CohortRow
	Pager page.Pager
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
	page.Page
	ID                                   string
	Name                                 string
	Purpose                              string
	Capacity                             string // empty: no limit
	Room                                 string // places left; empty: no limit
	Counts                               []StateCount
	ToInvite                             int           // members who were selected and not invited yet
	Waiting                              int           // members who were invited and have not answered
	Kind                                 string        // of research: its approval
	Ended                                string        // the day on which the beta ended; empty: it has not
	NewWords                             bool          // the words on the consent page are newer than those that members were asked for
	Channels                             []page.Option // how the team heard of a yes or no
	Vacant                               int           // places that those on the waiting list could have now
	OnList                               string        // how many wait; empty: nobody
	Compared                             string        // when and how was drawn; empty: there is nothing to compare
	Answered                             string        // the heading of those who answered
	Compare                              []CompareRow
	Groups, Speaks, Attributes, Stratify []page.Option // what a draw goes by
	Members                              []MemberRow
	Pager                                page.Pager
}

// Empty reports whether nobody was ever selected.
func (p CohortPage) Empty() bool {
	for _, c := range p.Counts {
		if c.N != "0" {
			return false
		}
	}
	return true
}

// CompareRow is one stratum: how many and which share it is of the population, those selected, agreed and answered.
type CompareRow struct {
	Name  string
	Cells [4]string
}

// StateCount is how many members are in a state; Href narrows the list to them.
type StateCount struct {
	State  page.Badge
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
	State page.Badge
	Since string
	Post  string        // where a move is posted, field "state"
	Moves []page.Option // states it may move to now
}

func (ParticipantsPage) Template() string { return "people/participants" }

func (ParticipantPage) Template() string { return "people/participant" }

func (CohortsPage) Template() string { return "people/cohorts" }

func (CohortPage) Template() string { return "people/cohort" }
