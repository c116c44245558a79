package portal

import (
	"soundings/web/page"
)

// PlansPage makes a plan: fields "title", "polls", "by_hand" (features, one a line, the most important first), "must",
// "start", "capacity1" to "capacity4", "effort." and the key of a feature of which the catalogue has no effort.
type PlansPage struct {
	page.Page
	Plans    []page.Link
	Polls    []page.Option
	Must     []page.Option
	Unknown  []page.Option // the fields of efforts that nobody has said, and their labels
	Start    string
	Capacity []page.Option // the fields and their labels
}

// PlanPage shows a plan. A change by hand is posted to Base/try, which shows what it would do, and to Base, which keeps it:
// fields "feature", "quarter", "effort", "priority", "must", "capacity1" to "capacity4", "add", "remove", "version".
type PlanPage struct {
	page.Page
	Base      string
	Title     string
	From      string
	Sources   []page.Link // the polls whose results it rests on
	More      []page.Link // other plans
	Tried     *TriedChange
	Phases    []PhaseCard
	Unplanned []PlannedRow
	Fields    PlanFields
	Cost      string   // what the changes by hand cost; empty: nothing
	Adopted   string   // when it was; empty: not yet
	Earlier   []string // baselines before that one
	Progress  []ProgressRow
	Slips     bool         // some of them do
	Ahead     []CharterRow // what comes next in the charter
}

// PlanFields are what the form of a change offers.
type PlanFields struct {
	Features, Quarters, Must, Add, Remove []page.Option
	Capacity                              []CapacityField // of the quarters that are not over
}

// CapacityField is the field of a quarter's capacity.
type CapacityField struct{ Name, Label, Holds string }

// TriedChange is what a change would do, and what keeps it.
type TriedChange struct {
	What   string
	Values []page.Link // fields and values that keep it
	Moves  []string
	Cost   string
}

// PhaseCard is one quarter.
type PhaseCard struct {
	Quarter int
	Name    string
	Dates   string
	Load    string
	State   page.Badge // empty: it is to come
	Over    bool
	Share   float64 // of the capacity that is used
	Rows    []PlannedRow
}

// PlannedRow is a feature in a quarter, or in none.
type PlannedRow struct {
	Key      string
	Feature  page.Link
	Effort   string
	Later    bool   // it is not ready at the end of this quarter
	Late     bool   // it should have been, and is not live
	Live     string // since when; empty: it is not
	Must     bool
	Guessed  bool // nobody has said its effort
	Why      string
	Quarters []page.Option
}

// ProgressRow is a feature, planned against actual.
type ProgressRow struct {
	Feature  page.Link
	Owner    string
	Baseline string
	Planned  string
	Live     string
	Standing page.Badge
	Late     string
	Told     []string // where it slips: who has heard of it, and who has not
	Tell     string   // where to tell more; empty: there is nothing to tell
}

// TellPage keeps whom the team tells of a slip, and when: fields "audience" (several), "date", "owner", "title", "text".
type TellPage struct {
	page.Page
	Base   string // where it posts to
	Plan   page.Link
	Name   string   // of the feature
	What   string   // how it slips
	Told   []string // who has heard of it, and who has not
	Groups []page.Option
}

func (PlansPage) Template() string { return "portal/plans" }

func (PlanPage) Template() string { return "portal/plan" }

func (TellPage) Template() string { return "portal/tell" }

// plannedRow is a row with the words of its page.
type plannedRow struct {
	page.Page
	PlannedRow
}

// Planned gives a row the words of the page.
func (p PlanPage) Planned(row PlannedRow) plannedRow { return plannedRow{p.Page, row} }

// moveForm is the form that tries a feature in another quarter.
type moveForm struct {
	PlannedRow
	Base, Label, Button string
}

// Move makes the form that tries a feature in another quarter.
func (p PlanPage) Move(row PlannedRow) moveForm {
	return moveForm{row, p.Base, p.T("plans.put", "Feature", row.Feature.Text), p.T("plans.try")}
}
