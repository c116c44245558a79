package learn

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"soundings/cohorts/plan"
	"soundings/metrics"
	"soundings/web/page"
)

// maxLines is how many features one picture tells apart.
const maxLines = 4

// weeklySection draws how many used each feature in a week, to each day: of the features that most used in the last one.
func weeklySection(p page.Page, r report) (section, error) {
	if len(r.Features) == 0 {
		return section{}, nil
	}
	features := slices.Clone(r.Features)
	slices.SortStableFunc(features, func(a, b metrics.FeatureReport) int { return cmp.Compare(b.Week, a.Week) })
	of := picture{id: "weekly", title: p.T("reports.weekly"), about: p.T("reports.weekly_about"), happened: r.happened(p)}
	for i, f := range features[:min(len(features), maxLines)] {
		of.lines = append(of.lines, namedLine{f.Name.In(p.Lang()), f.Active, activeInWeek})
		for _, g := range r.Goals { // a share of those who see it, drawn as so many of them
			if g.Figure == plan.FeatureShare && g.Feature == f.Feature && g.Cohort == r.Cohort && f.Exposed != nil && *f.Exposed > 0 {
				of.goals = append(of.goals, goalLineOf(p, g, int(math.Ceil(g.Target*float64(*f.Exposed))), i))
			}
		}
	}
	drawn, err := drawLines(p, of)
	return section{Title: of.title, Said: featuresSaid(p, r), Picture: drawn}, err
}

// featuresSaid says how many used each feature in the last week of the period, one sentence each.
func featuresSaid(p page.Page, r report) []string {
	var said []string
	for _, f := range r.Features {
		said = append(said, featureSaid(p, f, lastWeek(p, r)))
	}
	return said
}

func featureSaid(p page.Page, f metrics.FeatureReport, when string) string {
	name := f.Name.In(p.Lang())
	switch {
	case f.Exposed == nil:
		return p.T("reports.used_unknown", "N", f.Week, "Feature", name, "Before", f.Before, "When", when)
	case *f.Exposed == 0:
		return p.T("reports.used_unexposed", "N", f.Week, "Feature", name, "When", when)
	case f.Users == nil:
		return p.T("reports.used_apart", "N", f.Week, "Feature", name, "Before", f.Before, "When", when)
	case f.UsersAgo == nil:
		return p.T("reports.by_feature.only", "Count", *f.Users, "Of", *f.Exposed, "Feature", name, "When", when)
	default:
		return usersSaid(p, "reports.by_feature.", *f.Users, *f.UsersAgo, *f.Exposed, name, when)
	}
}

// weeklyRows has a row for each day and a column for each feature.
func weeklyRows(r metrics.Report) [][]string {
	head := []string{"day"}
	for _, f := range r.Features {
		head = append(head, f.Feature)
	}
	rows := [][]string{head}
	for i, d := range r.Active {
		row := []string{d.Day.String()}
		for _, f := range r.Features {
			row = append(row, strconv.Itoa(f.Active[i].D7))
		}
		rows = append(rows, row)
	}
	return rows
}
