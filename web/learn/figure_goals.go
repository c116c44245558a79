package learn

import (
	"context"
	"math"
	"strings"

	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/metrics"
	"soundings/web/page"
)

// goalLooks are the shapes of standings.
var goalLooks = map[metrics.GoalStatus]string{
	metrics.Reached: "done", metrics.OnTheWay: "active", metrics.Behind: "waiting", metrics.Overdue: "stopped", metrics.Unmeasured: "stopped",
}

// goalTable is the goals of the charter against their figures, for the part "goals".
type goalTable struct {
	page.Page
	Rows []goalRow
	Past bool   // the period ended before today
	To   string // its last day, as written
	File string // where its rows are

	Panel page.Link // shows them in Grafana
}

type goalRow struct {
	Title    string
	Figure   string
	Of       []page.Link // the feature, the survey, another cohort
	Now      string
	Target   string
	By       string
	Owner    string
	Standing page.Badge
}

// goalTable holds the goals against their figures.
func (s *Reports) goalTable(ctx context.Context, frame page.Page, r report) (goalTable, error) {
	t := goalTable{Page: frame, Past: r.Past, To: r.To.String(), File: r.address("/reports/goals.csv"), Panel: frame.InGrafana("goals", page.Chosen{})}
	for _, g := range r.Goals {
		of, err := s.goalOf(ctx, frame, r, g)
		if err != nil {
			return t, err
		}
		t.Rows = append(t.Rows, newGoalRow(frame, g, of))
	}
	return t, nil
}

func newGoalRow(p page.Page, g metrics.GoalReport, of []page.Link) goalRow {
	return goalRow{
		Title: g.Title, Figure: p.FigureName(g.Figure), Of: of, Now: goalNow(p, g), Target: goalFigure(p, g.Figure, g.Target), By: p.Date(g.By.Time()), Owner: g.Owner,
		Standing: page.Badge{Text: p.T("reports.standing." + string(g.Status)), Look: goalLooks[g.Status]},
	}
}

// goalOf returns the feature, the survey and the cohort that a goal is of; the reported cohort need not be said.
func (s *Reports) goalOf(ctx context.Context, frame page.Page, r report, g metrics.GoalReport) ([]page.Link, error) {
	var of []page.Link
	add := func(name, href string, err error) error {
		if base.IsCode(err, base.NotFound) {
			name, href, err = href[strings.LastIndex(href, "/")+1:], "", nil
		}
		of = append(of, page.Link{Text: name, Href: href})
		return err
	}
	if g.Feature != "" {
		f, err := s.Rollouts.Feature(ctx, g.Feature)
		if err := add(f.Name.In(frame.Lang()), page.FeatureHref(g.Feature), err); err != nil {
			return nil, err
		}
	}
	if g.Survey != "" {
		v, err := s.Surveys.Survey(ctx, g.Survey)
		if err := add(v.Title.In(frame.Lang()), "/surveys/"+g.Survey, err); err != nil {
			return nil, err
		}
	}
	if g.Cohort != "" && g.Cohort != r.Cohort {
		c, err := s.Cohorts.Cohort(ctx, g.Cohort)
		if err := add(c.Name.In(frame.Lang()), "/cohorts/"+g.Cohort, err); err != nil {
			return nil, err
		}
	}
	return of, nil
}

// goalFigure writes a figure of a goal, or its target, to one decimal.
func goalFigure(p page.Page, f plan.Figure, x float64) string {
	if f.Share() {
		x *= 100
	}
	return p.Target(f, math.Round(x*10)/10)
}

// goalNow writes the figure of a goal: what falls short never looks as if it did not.
func goalNow(p page.Page, g metrics.GoalReport) string {
	if g.Now == nil {
		return "–"
	}
	written := goalFigure(p, g.Figure, *g.Now)
	if *g.Now < g.Target && written == goalFigure(p, g.Figure, g.Target) {
		return p.T("reports.goal_nearly", "Figure", written)
	}
	return written
}

// goalLabel writes a goal as it stands at its line: "Goal: 250".
func goalLabel(p page.Page, g metrics.GoalReport) string {
	return p.T("reports.goal_label", "Target", goalFigure(p, g.Figure, g.Target))
}

// goalNote writes a goal as it stands in legends and tables.
func goalNote(p page.Page, g metrics.GoalReport, label string) string {
	return p.T("reports.goal_note", "Goal", label, "Day", p.Date(g.By.Time()), "Title", g.Title)
}

// goalRows has shares from 0 to 1, as the other tables.
func goalRows(r metrics.Report) [][]string {
	rows := [][]string{{"goal", "figure", "cohort", "feature", "survey", "now", "target", "by", "owner", "standing"}}
	for _, g := range r.Goals {
		rows = append(rows, []string{
			g.Title, string(g.Figure), g.Cohort, g.Feature, g.Survey, numberCell(g.Now), numberCell(&g.Target), g.By.String(), g.Owner, string(g.Status),
		})
	}
	return rows
}
