package learn

import (
	"slices"
	"strconv"

	"soundings/cohorts/plan"
	"soundings/metrics"
	"soundings/web/page"
)

// activeSection draws how many used the portal in a day, a week and four weeks, to each day.
func activeSection(p page.Page, r report) (section, error) { return activeWith(p, r, r.happened(p)) }

// activeWith draws the same with some of what happened.
func activeWith(p page.Page, r report, happened []happening) (section, error) {
	said := portalSaid(p, r)
	of := picture{id: "active", title: p.T("reports.active"), about: said, happened: happened, lines: []namedLine{
		{p.T("reports.active_28d"), r.Active, func(d metrics.ActiveDay) int { return d.D28 }},
		{p.T("reports.active_7d"), r.Active, activeInWeek},
		{p.T("reports.active_1d"), r.Active, func(d metrics.ActiveDay) int { return d.D1 }},
	}}
	for _, g := range r.Goals {
		if column := slices.Index([]plan.Figure{plan.Active28, plan.Active7}, g.Figure); column >= 0 && g.Cohort == r.Cohort {
			of.goals = append(of.goals, goalLineOf(p, g, int(g.Target), column))
		}
	}
	drawn, err := drawLines(p, of)
	return section{Title: of.title, Said: []string{said}, Picture: drawn}, err
}

func activeInWeek(d metrics.ActiveDay) int { return d.D7 }

// portalSaid says how many used the portal in the last week of the period.
func portalSaid(p page.Page, r report) string {
	return usersSaid(p, "reports.by_portal.", r.Active[len(r.Active)-1].D7, r.Before, r.Agreed, "", lastWeek(p, r))
}

// activeRows has a row for each day, of the portal as a whole and of each feature.
func activeRows(r metrics.Report) [][]string {
	rows := [][]string{{"day", "feature", "active_1d", "active_7d", "active_28d"}}
	add := func(feature string, days []metrics.ActiveDay) {
		for _, d := range days {
			rows = append(rows, []string{d.Day.String(), feature, strconv.Itoa(d.D1), strconv.Itoa(d.D7), strconv.Itoa(d.D28)})
		}
	}
	add("", r.Active)
	for _, f := range r.Features {
		add(f.Feature, f.Active)
	}
	return rows
}
