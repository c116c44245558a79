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

// goalRows holds the goals against their figures.
func (s *Reports) goalRows(ctx context.Context, frame page.Page, r metrics.Report) ([]GoalRow, error) {
	var rows []GoalRow
	for _, g := range r.Goals {
		row := GoalRow{
			Title: g.Title, Figure: frame.FigureName(g.Figure), Now: goalNow(frame, g), Target: goalFigure(frame, g.Figure, g.Target), By: frame.Date(g.By.Time()), Owner: g.Owner,
			Standing: page.Badge{Text: frame.T("reports.standing." + string(g.Status)), Look: goalLooks[g.Status]},
		}
		var err error
		if row.Of, err = s.goalOf(ctx, frame, r, g); err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// goalOf returns the feature, the survey and the cohort that a goal is of; the reported cohort need not be said.
func (s *Reports) goalOf(ctx context.Context, frame page.Page, r metrics.Report, g metrics.GoalReport) ([]page.Link, error) {
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
		if err := add(c.Name, "/cohorts/"+g.Cohort, err); err != nil {
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
