package web

// PlansPage makes a plan: fields "title", "polls", "by_hand" (features, one a line, the most important first), "must",
// "start", "capacity1" to "capacity4".
type PlansPage struct {
	Page
	Plans    []Link
	Polls    []Option
	Must     []Option
	Start    string
	Capacity []Option // the fields and their labels
}

// PlanPage shows a plan. A change by hand is posted to Base/try, which shows what it would do, and to Base, which keeps it:
// fields "feature", "quarter", "effort", "priority", "must".
type PlanPage struct {
	Page
	Base      string
	Title     string
	From      string
	Sources   []Link // the polls whose results it rests on
	More      []Link // other plans
	Tried     *TriedChange
	Phases    []PhaseCard
	Unplanned []PlannedRow
	Features  []Option
	Quarters  []Option
	Cost      string // what the changes by hand cost; empty: nothing
	Adopted   string // when it was; empty: not yet
	Progress  []ProgressRow
	Slips     bool         // some of them do
	Ahead     []CharterRow // what comes next in the charter
}

// TriedChange is what a change would do, and what keeps it.
type TriedChange struct {
	What   string
	Values []Link // fields and values that keep it
	Moves  []string
	Cost   string
}

// PhaseCard is one quarter.
type PhaseCard struct {
	Quarter int
	Name    string
	Dates   string
	Load    string
	Share   float64 // of the capacity that is used
	Rows    []PlannedRow
}

// PlannedRow is a feature in a quarter, or in none.
type PlannedRow struct {
	Key      string
	Feature  Link
	Effort   string
	Later    bool // it is not ready at the end of this quarter
	Why      string
	Quarters []Option
}

// ProgressRow is a feature, planned against actual.
type ProgressRow struct {
	Feature  Link
	Owner    string
	Baseline string
	Planned  string
	Live     string
	Standing Badge
	Late     string
	Told     []string // where it slips: who has heard of it, and who has not
	Tell     string   // where to tell more; empty: there is nothing to tell
}

// TellPage keeps whom the team tells of a slip, and when: fields "audience" (several), "date", "owner", "title", "text".
type TellPage struct {
	Page
	Base   string // where it posts to
	Plan   Link
	Name   string   // of the feature
	What   string   // how it slips
	Told   []string // who has heard of it, and who has not
	Groups []Option
}

func (PlansPage) template() string { return "team/plans" }
func (PlanPage) template() string  { return "team/plan" }
func (TellPage) template() string  { return "team/tell" }

// moveForm is the form that tries a feature in another quarter.
type moveForm struct {
	PlannedRow
	Base, Label, Button string
}

// Move makes the form that tries a feature in another quarter.
func (p PlanPage) Move(row PlannedRow) moveForm {
	return moveForm{row, p.Base, p.T("plans.put", "Feature", row.Feature.Text), p.T("plans.try")}
}
