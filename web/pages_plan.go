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
	Name  string
	Dates string
	Load  string
	Share float64 // of the capacity that is used
	Rows  []PlannedRow
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
}

// CharterPage lists what stands around the plan. A new entry is posted with "kind" and the fields of its kind: "title",
// "text", "owner", "date", "feature", "audience", "figure", "target", "work", "link".
type CharterPage struct {
	Page
	Kinds    []CharterKind
	Features []Option
	Groups   []Option
	Works    []Option
	Today    string
}

// CharterKind is one kind of entry with those that there are.
type CharterKind struct {
	ID   string
	Name string
	Hint string
	Open bool // its form was sent and is shown again
	Rows []CharterRow
}

// Asks tells whether an entry of this kind has a field.
func (k CharterKind) Asks(field string) bool {
	switch field {
	case "feature":
		return k.ID == "task" || k.ID == "help" || k.ID == "training"
	case "audience":
		return k.ID == "event" || k.ID == "training"
	case "figure":
		return k.ID == "goal"
	case "work":
		return k.ID == "task"
	case "link":
		return k.ID == "help"
	default:
		return k.ID != "help"
	}
}

// CharterRow is one entry.
type CharterRow struct {
	ID    string
	Date  string
	Title string
	Kind  string
	Text  string
	Owner string
	About string // its feature, audience, target or work
	Link  string
}

func (PlansPage) template() string   { return "team/plans" }
func (PlanPage) template() string    { return "team/plan" }
func (CharterPage) template() string { return "team/charter" }

// moveForm is the form that tries a feature in another quarter.
type moveForm struct {
	PlannedRow
	Base, Label, Button string
}

// Move makes the form that tries a feature in another quarter.
func (p PlanPage) Move(row PlannedRow) moveForm {
	return moveForm{row, p.Base, p.T("plans.put", "Feature", row.Feature.Text), p.T("plans.try")}
}

// For makes a field of the form of one kind of entry: what was typed and what is wrong stands only in the form that was
// sent, and ids stay unique on the page.
func (p CharterPage) For(kind, name, label, of string, hint ...string) Field {
	page := p.Page
	if p.Form.Value("kind") != kind {
		page.Form = Form{}
	}
	f := page.Field(name, label, of, hint...)
	if p.Form.Value("kind") != kind {
		f.ID = kind + "-" + name
	}
	return f
}
