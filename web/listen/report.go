package listen

import (
	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/surveys/board"
	"soundings/web/page"
)

// reportPage is where the team reports what somebody told them, or hit themselves: fields "ref", which may stay empty, "feature",
// "text", "severity" and "concern", with _key as it is here.
type reportPage struct {
	page.Page
	Key        string
	Places     []page.Option
	Severities []page.Option
}

func (reportPage) Template() string { return "listen/report" }

// ShowReport shows the form for a report.
func (s *Bumps) ShowReport(c echo.Context) error { return s.Show(c, s.reportPage) }

func (s *Bumps) reportPage(c echo.Context, frame page.Page) (page.View, error) {
	if frame.Form.Values == nil {
		frame.Form.Values = c.Request().URL.Query() // as "?ref=" of a participant's page
	}
	v := reportPage{Page: frame, Key: frame.Form.Value("_key"), Severities: severities(frame)}
	if v.Key == "" {
		v.Key = base.NewID(s.Board.Rand)
	}
	v.Severities = append([]page.Option{{Text: frame.T("bump.not_judged")}}, v.Severities...)
	places, err := s.places(c.Request().Context(), frame)
	v.Places = append([]page.Option{{Text: frame.T("bump.choose_place")}}, places...)
	return v, err
}

// Report keeps what the team reports.
func (s *Bumps) Report(c echo.Context) error {
	frame, err := s.Page(c, "")
	if err != nil {
		return err
	}
	b, _, err := s.Board.Report(c.Request().Context(), board.Reporting{
		Ref: *typed(c, "ref"), Where: *typed(c, "feature"), Text: c.FormValue("text"), Severity: board.Severity(c.FormValue("severity")), Concern: c.FormValue("concern") != "",
		Language: frame.Lang(), From: board.FromStaff, Key: c.FormValue("_key"),
	})
	if err != nil {
		return s.Again(c, "/board/report", err, s.reportPage)
	}
	return s.Done(c, page.BumpHref(b.ID), "flash.bump_reported")
}
