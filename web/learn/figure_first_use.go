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

// firstUseSection draws how soon members came to use the portal; nothing where nobody was watched for a week.
func firstUseSection(p page.Page, r report) (section, error) {
	if len(r.UsedBy) <= 7 {
		return section{}, nil
	}
	about := p.T("reports.first_use_about")
	drawn, err := drawFirstUse(p, r, about)
	return section{Title: p.T("reports.first_use"), Said: unlessEmpty(firstUseSaid(p, r)), Picture: drawn, Note: about}, err
}

// firstUseSaid says how soon members came to use the portal; nothing where nobody was watched for long enough.
func firstUseSaid(p page.Page, r report) string {
	switch {
	case r.FirstUse.Within28 != nil:
		return p.T("reports.first_use_said", "Share", p.Percent(*r.FirstUse.Within28), "Days", 28)
	case r.FirstUse.Within7 != nil:
		return p.T("reports.first_use_said", "Share", p.Percent(*r.FirstUse.Within7), "Days", 7)
	}
	return ""
}

func drawFirstUse(p page.Page, r report, about string) (template.HTML, error) {
	last := len(r.UsedBy) - 1
	percent := func(share float64) int { return int(math.Round(100 * share)) }
	line := chart.Line{Name: p.T("reports.used_by"), Now: p.Percent(r.UsedBy[last])}
	c := chart.LineChart{
		ID: "first", Title: p.T("reports.first_use"), Description: about, Table: p.T("results.table"), Unit: "%",
		First: p.T("reports.day_number", "N", 0), Last: p.T("reports.day_number", "N", last), Heads: []string{p.T("reports.days_after"), p.T("reports.used_by")},
	}
	for _, g := range r.Goals {
		if g.Figure == plan.FirstUse && g.Feature == "" && g.Cohort == r.Cohort {
			label := goalLabel(p, g)
			c.Targets = append(c.Targets, chart.Target{Label: label, Name: goalNote(p, g, label), Value: percent(g.Target)})
			c.Rows = append(c.Rows, []string{goalNote(p, g, label), goalFigure(p, g.Figure, g.Target)})
		}
	}
	if len(c.Targets) > 0 && last >= 28 {
		c.Marks = []chart.DayMark{{Letter: "28", Name: p.T("reports.goal_at"), At: 28 / float64(last)}}
	}
	for day, share := range r.UsedBy {
		line.Values = append(line.Values, percent(share))
		if day%7 == 0 {
			c.Rows = append(c.Rows, []string{p.Int(day), p.Percent(share)})
		}
	}
	c.Lines = []chart.Line{line}
	return c.Draw()
}

func firstUseRows(r metrics.Report) [][]string {
	rows := [][]string{{"days_after_consent", "used_by"}}
	for day, share := range r.UsedBy {
		rows = append(rows, []string{strconv.Itoa(day), shareCell(&share)})
	}
	return rows
}
