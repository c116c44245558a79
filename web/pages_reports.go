package web

import "html/template"

// ReportsPage shows what the portal's events add up to, and the figures of all cohorts and surveys.
type ReportsPage struct {
	Page
	Adoption *Adoption // nil: there is no cohort yet
	States   []string  // the heads of the cohort table's columns
	Cohorts  []CohortReport
	Surveys  []SurveyReport
}

// PackPage is what the team prints for its meeting: one page.
type PackPage struct {
	Page
	Adoption  Adoption
	Surveys   []SurveyReport
	Decisions []Task
	Back      string
}

// Adoption is what the events of one cohort add up to in a period.
type Adoption struct {
	Cohort    string // its name
	From, To  string // as written
	Chosen    []Option
	Figures   []Figure
	Sentences []string      // what the pictures show, the portal first
	Active    template.HTML // the pictures
	Weekly    template.HTML // by feature; empty: there is none
	Funnel    template.HTML
	Features  []FeatureAdoption
	Weeks     []string // the heads of the retention table: "+1"
	Retention []RetentionRow
	Query     string // of the addresses of tables and pack: "cohort=wave&from=…"
}

// FeatureAdoption is one line of the feature table.
type FeatureAdoption struct {
	Feature Link
	Figures []string // exposed, seen, used in the week, the week before, share, used it ever, again, median, within 7 and 28 days
}

// RetentionRow is one line of the retention table.
type RetentionRow struct {
	Week  string
	Size  string
	Weeks []string // shares; empty: the week is not over
}

// CohortReport is one line of the cohort table.
type CohortReport struct {
	Cohort Link
	Counts []string // one for each of States
}

// SurveyReport is one line of the survey table.
type SurveyReport struct {
	Survey    Link
	State     Badge
	Invited   string
	Completed string
	Rate      string
	Score     string // "71.2 (68.0 to 74.4), B"; empty: no instrument, or withheld
}

func (ReportsPage) template() string { return "team/reports" }
func (PackPage) template() string    { return "team/pack" }
