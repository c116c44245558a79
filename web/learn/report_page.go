package learn

import (
	"html/template"

	"soundings/metrics"
	"soundings/web/page"
)

// ReportsPage shows what the portal's events add up to, and the figures of all cohorts and surveys.
type ReportsPage struct {
	page.Page
	Adoption    *Adoption // nil: there is no cohort yet
	States      []string  // the heads of the cohort table's columns
	Cohorts     []CohortReport
	CohortsSaid string
	ConsentSaid string
	Consent     template.HTML // of the cohort that is reported; empty: there is none
	Surveys     []SurveyReport
	SurveysSaid string        // empty: nothing came back yet
	Rates       template.HTML // pictures by survey; empty: there is none
	Scores      template.HTML
	Polls       []page.PollReport // those that have an order, the newest first
}

// PackPage is what the team prints for its meeting: one page.
type PackPage struct {
	page.Page
	Adoption  Adoption
	Changed   []string // in the last week, and in the period: the latest first
	Surveys   []SurveyReport
	Decisions []page.Task
	More      int // tasks that are left to the page Today
	Back      string
}

// Adoption is what the events of one cohort add up to in a period.
type Adoption struct {
	Cohort    string // its name
	From, To  string // as written
	Chosen    []page.Option
	Past      bool // it ended before today
	Figures   []page.Figure
	Goals     []GoalRow
	Sentences []string // who used what in the last week, the portal first
	FirstUse  string   // what the other pictures and tables show, a sentence each; empty: there is nothing to say
	MostUsed  string
	Exposed   []string // who may see what
	Moved     []string // what was released and which shares moved, the latest first
	Reached   string
	Returned  string
	Active    template.HTML // the pictures
	Weekly    template.HTML // by feature; empty: there is none
	Exposure  template.HTML // empty: it is not known
	First     template.HTML // empty: nobody was watched for long enough
	Funnel    template.HTML
	Features  []FeatureAdoption
	Weeks     []string // the heads of the retention table: "+1"
	Retention []RetentionRow
	Query     template.URL // of the addresses of tables and pack: "cohort=wave&from=…"; a URL, or templates escape it as one value

	report metrics.Report // all of this is written from
}

// GoalRow is one line of the table of goals.
type GoalRow struct {
	Title    string
	Figure   string
	Of       []page.Link // the feature, the survey, another cohort
	Now      string
	Target   string
	By       string
	Owner    string
	Standing page.Badge
}

// FeatureAdoption is one line of the feature table.
type FeatureAdoption struct {
	Feature page.Link
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
	Cohort page.Link
	Counts []string // one for each of States
}

// SurveyReport is one line of the survey table.
type SurveyReport struct {
	Survey    page.Link
	State     page.Badge
	Invited   string
	Completed string
	Rate      string
	Score     string // "71.2 (68.0 to 74.4), B"; empty: no instrument, or withheld
}

func (ReportsPage) Template() string { return "learn/reports" }

func (PackPage) Template() string { return "learn/pack" }

// goalsPart is the table of goals, for the part that draws it.
type goalsPart struct {
	page.Page
	Goals []GoalRow
	Past  bool
	To    string
}

// GoalTable makes the table of goals.
func (v ReportsPage) GoalTable(a Adoption) goalsPart { return goalsPart{v.Page, a.Goals, a.Past, a.To} }

// GoalTable makes the table of goals.
func (v PackPage) GoalTable(a Adoption) goalsPart { return goalsPart{v.Page, a.Goals, a.Past, a.To} }
