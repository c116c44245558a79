package learn

import (
	"context"
	"html/template"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/web/chart"
	"soundings/web/page"
)

// reportedPolls is how many polls are drawn; the file has all.
const reportedPolls = 3

func (s *Reports) Reports(c echo.Context) error { return s.Show(c, s.reportsPage) }

func (s *Reports) reportsPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx, v := c.Request().Context(), ReportsPage{Page: frame}
	for _, state := range cohorts.States() {
		v.States = append(v.States, frame.T("state."+string(state)))
	}
	var err error
	if v.Adoption, err = s.adoption(c, frame); err != nil && (!base.IsCode(err, base.NotFound) || c.QueryParam("cohort") != "") {
		return nil, err
	}
	all, err := s.cohortFigures(ctx)
	if err != nil {
		return nil, err
	}
	v.Cohorts, v.CohortsSaid = cohortReports(frame, all)
	if v.Adoption != nil {
		if v.ConsentSaid, v.Consent, err = consent(frame, all, v.Adoption.report.Cohort); err != nil {
			return nil, err
		}
	}
	asked, err := s.surveyFigures(ctx)
	if err != nil {
		return nil, err
	}
	v.Surveys, v.SurveysSaid = surveyReports(frame, asked), surveysSaid(frame, asked)
	if v.Rates, v.Scores, err = surveyPictures(frame, asked, v.Adoption); err != nil {
		return nil, err
	}
	v.Polls, err = s.Polls.PollReports(ctx, frame, reportedPolls)
	return v, err
}

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

// cohortReports makes the cohort table, and the sentence that says what it shows.
func cohortReports(p page.Page, all []cohortFigure) (rows []CohortReport, said string) {
	members, agreed := 0, 0
	for _, f := range all {
		row := CohortReport{Cohort: page.Link{Text: f.Name, Href: "/cohorts/" + f.ID}}
		for _, state := range cohorts.States() {
			row.Counts = append(row.Counts, p.Int(f.members[state]))
			members += f.members[state]
		}
		agreed += f.members[cohorts.Agreed]
		rows = append(rows, row)
	}
	return rows, p.T("reports.cohorts_said", "Count", len(all), "Members", members, "Agreed", agreed)
}

// consent draws where the consent of a cohort's members stands today, and says how many take part; nothing where it has none.
func consent(p page.Page, all []cohortFigure, cohort string) (said string, drawn template.HTML, err error) {
	bars := chart.BarChart{
		ID: "consent", Title: p.T("reports.consent"), Description: p.T("reports.consent_about"), Table: p.T("results.table"),
		Heads: [4]string{p.T("cohorts.state"), p.T("reports.members"), p.T("results.share")},
	}
	for _, f := range all {
		members := page.Sum(f.members)
		if f.ID != cohort || members == 0 {
			continue
		}
		for _, state := range cohorts.States() {
			share := float64(f.members[state]) / float64(members)
			bars.Bars = append(bars.Bars, chart.Bar{Label: p.T("state." + string(state)), Count: p.Int(f.members[state]), Percent: p.Percent(share), Share: share})
		}
		said = p.T("reports.consent_said", "Cohort", f.Name, "N", f.members[cohorts.Agreed]+f.members[cohorts.Graduated], "Of", members-f.members[cohorts.Selected])
		drawn, err = chart.Bars(bars)
	}
	return said, drawn, err
}
