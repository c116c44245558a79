package learn

import (
	"html/template"
	"math"
	"strconv"

	"soundings/cohorts/plan"
	"soundings/metrics"
	"soundings/web/chart"
	"soundings/web/page"
)

// funnelSection draws how far members came, from selected to regular user.
func funnelSection(p page.Page, r report) (section, error) {
	drawn, err := drawFunnel(p, r)
	return section{Title: p.T("reports.funnel"), Said: []string{funnelSaid(p, r)}, Picture: drawn, Note: p.T("reports.funnel_about")}, err
}

// funnelSaid says how many who agreed became regular users.
func funnelSaid(p page.Page, r report) string {
	return p.T("reports.funnel_said", "Agreed", funnelStep(r, "agreed"), "Used", funnelStep(r, "used"), "Regular", funnelStep(r, "regular"))
}

func funnelStep(r report, name string) int {
	for _, s := range r.Funnel {
		if s.Step == name {
			return s.N
		}
	}
	return 0
}

func drawFunnel(p page.Page, r report) (template.HTML, error) {
	shareOf := "reports.share_selected"
	if r.Past { // who was selected then is not known
		shareOf = "reports.share_agreed"
	}
	bars := chart.BarChart{
		ID: "funnel", Title: p.T("reports.funnel"), Description: p.T("reports.funnel_about"), Table: p.T("results.table"),
		Heads: [4]string{p.T("reports.step"), p.T("reports.members"), p.T(shareOf)},
	}
	all := max(r.Funnel[0].N, 1)
	for _, step := range r.Funnel {
		share := float64(step.N) / float64(all)
		bar := chart.Bar{Label: p.T("funnel." + step.Step), Count: p.Int(step.N), Percent: p.Percent(share), Share: share}
		if step.Step == "enrolled" {
			bar.Goals = enrolledGoals(p, r, all)
		}
		bars.Bars = append(bars.Bars, bar)
	}
	return chart.Bars(bars)
}

// enrolledGoals returns the goals of enrolment, which are shares of those who agreed; the bars are shares of all.
func enrolledGoals(p page.Page, r report, all int) []chart.BarGoal {
	var goals []chart.BarGoal
	for _, g := range r.Goals {
		if g.Figure == plan.EnrolledShare && g.Cohort == r.Cohort {
			n := int(math.Ceil(g.Target * float64(funnelStep(r, "agreed"))))
			goals = append(goals, chart.BarGoal{Text: p.T("reports.goal_agreed", "Goal", goalLabel(p, g), "N", n), Share: float64(n) / float64(all)})
		}
	}
	return goals
}

func funnelRows(r metrics.Report) [][]string {
	rows := [][]string{{"step", "members"}}
	for _, step := range r.Funnel {
		rows = append(rows, []string{step.Step, strconv.Itoa(step.N)})
	}
	return rows
}
