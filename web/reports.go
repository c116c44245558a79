package web

import (
	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/surveys"
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
	if v.Cohorts, err = s.cohortReports(c, page); err != nil {
		return nil, err
	}
	v.Surveys, err = s.surveyReports(c, page)
	return v, err
}

func (s *Server) meetingPack(c echo.Context) error { return s.show(c, s.packPage) }

func (s *Server) packPage(c echo.Context, page Page) (View, error) {
	adoption, err := s.adoption(c, page)
	if err != nil {
		return nil, err
	}
	v := PackPage{Page: page, Adoption: *adoption, Back: "/reports?" + adoption.Query}
	if v.Surveys, err = s.surveyReports(c, page); err != nil {
		return nil, err
	}
	v.Decisions, err = s.rolloutTasks(c.Request().Context(), page)
	return v, err
}

func (s *Server) cohortReports(c echo.Context, page Page) ([]CohortReport, error) {
	ctx := c.Request().Context()
	all, err := s.Cohorts.Cohorts(ctx)
	if err != nil {
		return nil, err
	}
	var rows []CohortReport
	for _, cohort := range all {
		counts, err := s.Cohorts.MemberCounts(ctx, cohort.ID)
		if err != nil {
			return nil, err
		}
		row := CohortReport{Cohort: Link{cohort.Name, "/cohorts/" + cohort.ID}}
		for _, state := range cohorts.States() {
			row.Counts = append(row.Counts, page.Int(counts[state]))
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// surveyReports says of each survey that was ever open how many answered, and its score.
func (s *Server) surveyReports(c echo.Context, page Page) ([]SurveyReport, error) {
	ctx := c.Request().Context()
	all, err := s.Surveys.Surveys(ctx)
	if err != nil {
		return nil, err
	}
	var rows []SurveyReport
	for _, v := range all {
		if v.State == surveys.Draft {
			continue
		}
		r, err := s.Surveys.Results(ctx, v.ID, false)
		if err != nil {
			return nil, err
		}
		row := SurveyReport{
			Survey: Link{v.Title.In(page.Lang()), "/surveys/" + v.ID + "/results"}, State: page.surveyBadge(v.State),
			Invited: page.Int(r.Invited), Completed: page.Int(r.Completed), Score: scoreText(page, r),
		}
		if r.Invited > 0 {
			row.Rate = page.Percent(float64(r.Completed) / float64(r.Invited))
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// scoreText writes the score of a survey's instrument; nothing where there is none or it is withheld.
func scoreText(page Page, r surveys.Results) string {
	for _, score := range r.Scores {
		if score.Mean != nil {
			return page.T("reports.score_text", "Score", page.Number(*score.Mean, 1), "Grade", score.Grade,
				"Interval", page.interval(*score.Low, *score.High, 1))
		}
	}
	return ""
}
