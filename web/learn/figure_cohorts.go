package learn

import (
	"context"
	"slices"
	"strconv"

	"soundings/cohorts"
	"soundings/web/chart"
	"soundings/web/page"
)

// cohortFigure is how many members a cohort has in each state.
type cohortFigure struct {
	cohorts.Cohort
	members map[cohorts.State]int
}

func (s *Reports) cohortFigures(ctx context.Context) ([]cohortFigure, error) {
	all, err := s.Cohorts.Cohorts(ctx)
	if err != nil {
		return nil, err
	}
	var figures []cohortFigure
	for _, cohort := range all {
		members, err := s.Cohorts.MemberCounts(ctx, cohort.ID)
		if err != nil {
			return nil, err
		}
		figures = append(figures, cohortFigure{cohort, members})
	}
	return figures, nil
}

// cohortTable makes a row for each cohort, and the sentence that says what they show; none where there is no cohort.
func cohortTable(p page.Page, all []cohortFigure) (t *table, said string) {
	if len(all) == 0 {
		return nil, ""
	}
	t = &table{Name: p.T("menu.cohorts"), Heads: []string{p.T("cohorts.name")}}
	for _, state := range cohorts.States() {
		t.Heads = append(t.Heads, p.T("state."+string(state)))
	}
	members, agreed := 0, 0
	for _, f := range all {
		row := tableRow{Name: page.Link{Text: f.Name.In(p.Lang()), Href: "/cohorts/" + f.ID}}
		for _, state := range cohorts.States() {
			row.Cells = append(row.Cells, p.Int(f.members[state]))
			members += f.members[state]
		}
		agreed += f.members[cohorts.Agreed]
		t.Rows = append(t.Rows, row)
	}
	return t, p.T("reports.cohorts_said", "Count", len(all), "Members", members, "Agreed", agreed)
}

// consentSection draws where the consent of a cohort's members stands today, and says how many take part; nothing where it
// has none.
func consentSection(p page.Page, all []cohortFigure, cohort string) (section, error) {
	at := slices.IndexFunc(all, func(f cohortFigure) bool { return f.ID == cohort && page.Sum(f.members) > 0 })
	if at < 0 {
		return section{}, nil
	}
	f := all[at]
	members := page.Sum(f.members)
	bars := chart.BarChart{
		ID: "consent", Title: p.T("reports.consent"), Description: p.T("reports.consent_about"), Table: p.T("results.table"),
		Heads: [4]string{p.T("cohorts.state"), p.T("reports.members"), p.T("results.share")},
	}
	for _, state := range cohorts.States() {
		share := float64(f.members[state]) / float64(members)
		bars.Bars = append(bars.Bars, chart.Bar{Label: p.T("state." + string(state)), Count: p.Int(f.members[state]), Percent: p.Percent(share), Share: share})
	}
	said := p.T("reports.consent_said", "Cohort", f.Name.In(p.Lang()), "N", f.members[cohorts.Agreed]+f.members[cohorts.Graduated], "Of", members-f.members[cohorts.Selected])
	drawn, err := chart.Bars(bars)
	return section{Title: bars.Title, Said: []string{said}, Picture: drawn, Panel: p.InGrafana("consent", page.Chosen{Cohort: cohort})}, err
}

// cohortRows has a row for each cohort, with how many members are in each state.
func (s *Reports) cohortRows(ctx context.Context) ([][]string, error) {
	all, err := s.cohortFigures(ctx)
	if err != nil {
		return nil, err
	}
	head := []string{"cohort", "name"}
	for _, state := range cohorts.States() {
		head = append(head, string(state))
	}
	rows := [][]string{head}
	for _, f := range all {
		row := []string{f.ID, f.Name.In("en")}
		for _, state := range cohorts.States() {
			row = append(row, strconv.Itoa(f.members[state]))
		}
		rows = append(rows, row)
	}
	return rows, nil
}
