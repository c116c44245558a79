package learn

import (
	"strconv"
	"strings"

	"soundings/metrics"
	"soundings/web/page"
)

// featuresSection is a table with a row for each feature.
func featuresSection(p page.Page, r report) (section, error) {
	if len(r.Features) == 0 {
		return section{}, nil
	}
	t := table{Name: p.T("reports.features"), Heads: []string{
		p.T("reports.feature"), p.T("reports.exposed"), p.T("reports.seen"), p.T("reports.week_now"), p.T("reports.week_before"), p.T("reports.share"),
		p.T("reports.users"), p.T("reports.repeat"), p.T("reports.median"), p.T("reports.within_7"), p.T("reports.within_28"),
	}}
	for _, f := range r.Features {
		t.Rows = append(t.Rows, tableRow{page.Link{Text: f.Name.In(p.Lang()), Href: "/features/" + f.Feature}, []string{
			whole(p, f.Exposed), whole(p, f.Seen), usedInWeek(p, f), p.Int(f.Before), share(p, f.Share),
			p.Int(f.FirstUse.Users), p.Int(f.FirstUse.Repeat), whole(p, f.FirstUse.Median), share(p, f.FirstUse.Within7), share(p, f.FirstUse.Within28),
		}})
	}
	return section{Title: t.Name, Said: unlessEmpty(mostUsedSaid(p, r)), Table: &t, Note: p.T("reports.first_use_about") + " " + p.T("reports.shares_of", "Of", funnelStep(r, "agreed"))}, nil
}

// featureRows has the columns of that table, and apart how many of those who used a feature in the week see it.
func featureRows(r metrics.Report) [][]string {
	rows := [][]string{{
		"feature", "exposed", "seen", "active_7d", "active_7d_a_week_before", "exposed_active_7d", "share",
		"users", "repeat_users", "median_days", "within_7_days", "within_28_days",
	}}
	for _, f := range r.Features {
		rows = append(rows, []string{
			f.Feature, wholeCell(f.Exposed), wholeCell(f.Seen), strconv.Itoa(f.Week), strconv.Itoa(f.Before), wholeCell(f.Users), shareCell(f.Share),
			strconv.Itoa(f.FirstUse.Users), strconv.Itoa(f.FirstUse.Repeat), wholeCell(f.FirstUse.Median), shareCell(f.FirstUse.Within7), shareCell(f.FirstUse.Within28),
		})
	}
	return rows
}

// usedInWeek writes how many used a feature in the week, and how many of them see it where not all do: the share beside it
// is of these.
func usedInWeek(p page.Page, f metrics.FeatureReport) string {
	if f.Users == nil || *f.Users == f.Week {
		return p.Int(f.Week)
	}
	return p.T("reports.week_exposed", "N", p.Int(f.Week), "Exposed", p.Int(*f.Users))
}

// mostUsedSaid names the feature that most members used in the last week, or all that as many did; nothing where nobody used
// any.
func mostUsedSaid(p page.Page, r report) string {
	most := metrics.FeatureReport{}
	var names []string
	for _, f := range r.Features {
		if f.Week > most.Week {
			most, names = f, nil
		}
		if f.Week == most.Week {
			names = append(names, f.Name.In(p.Lang()))
		}
	}
	switch {
	case most.Week == 0:
		return ""
	case len(names) > 1:
		return p.T("reports.most_used_tied", "Features", strings.Join(names, ", "), "N", most.Week, "When", lastWeek(p, r))
	}
	return p.T("reports.most_used", "Feature", most.Name.In(p.Lang()), "N", most.Week, "Users", most.FirstUse.Users, "When", lastWeek(p, r))
}
