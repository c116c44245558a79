package web

import (
	"context"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
)

func (s *Server) reports(c echo.Context) error { return s.show(c, s.reportsPage) }

func (s *Server) reportsPage(c echo.Context, page Page) (View, error) {
	v := ReportsPage{Page: page}
	for _, state := range cohorts.States() {
		v.States = append(v.States, page.T("state."+string(state)))
	}
	var err error
	if v.Adoption, err = s.adoption(c, page); err != nil && (!cohorts.IsCode(err, cohorts.NotFound) || c.QueryParam("cohort") != "") {
		return nil, err
	}
	all, err := s.cohortFigures(c.Request().Context())
	if err != nil {
		return nil, err
	}
	v.Cohorts, v.CohortsSaid = page.cohortReports(all)
	asked, err := s.surveyFigures(c.Request().Context())
	if err != nil {
		return nil, err
	}
	v.Surveys, v.SurveysSaid = page.surveyReports(asked), page.surveysSaid(asked)
	v.Rates, v.Scores, err = page.surveyPictures(asked, v.Adoption)
	return v, err
}

func (s *Server) meetingPack(c echo.Context) error { return s.show(c, s.packPage) }

func (s *Server) packPage(c echo.Context, page Page) (View, error) {
	adoption, err := s.adoption(c, page)
	if err != nil {
		return nil, err
	}
	v := PackPage{Page: page, Adoption: *adoption, Back: "/reports?" + adoption.Query}
	asked, err := s.surveyFigures(c.Request().Context())
	if err != nil {
		return nil, err
	}
	v.Surveys = page.surveyReports(asked)
	v.Decisions, err = s.rolloutTasks(c.Request().Context(), page)
	return v, err
}

// cohortFigure is how many members a cohort has in each state.
type cohortFigure struct {
	cohorts.Cohort
	members map[cohorts.State]int
}

func (s *Server) cohortFigures(ctx context.Context) ([]cohortFigure, error) {
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
func (p Page) cohortReports(all []cohortFigure) (rows []CohortReport, said string) {
	members, agreed := 0, 0
	for _, f := range all {
		row := CohortReport{Cohort: Link{f.Name, "/cohorts/" + f.ID}}
		for _, state := range cohorts.States() {
			row.Counts = append(row.Counts, p.Int(f.members[state]))
			members += f.members[state]
		}
		agreed += f.members[cohorts.Agreed]
		rows = append(rows, row)
	}
	return rows, p.T("reports.cohorts_said", "Count", len(all), "Members", members, "Agreed", agreed)
}
