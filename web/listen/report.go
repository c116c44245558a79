package listen

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/surveys/board"
	"soundings/web/page"
)

// reportPage is where the team reports what somebody told them, or hit themselves: fields "ref", which may stay empty, "feature",
// "text", "severity" and "concern", with _key as it is here. With "_action" begin it shows what it is sent and keeps nothing: what
// people wrote in a survey is in no address. Such a form has "survey", "question", "language" and "group" beside.
type reportPage struct {
	page.Page
	Key        string
	Places     []page.Option
	Severities []page.Option
	Answers    page.Link // the answers in which it began; none: in none
	Nameless   bool      // nobody knows whose answer it is
	Hidden     []page.TypedField
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
	if err := s.fromAnswers(c, &v); err != nil {
		return v, err
	}
	v.Severities = append([]page.Option{{Text: frame.T("bump.not_judged")}}, v.Severities...)
	places, err := s.places(c.Request().Context(), frame)
	v.Places = append([]page.Option{{Text: frame.T("bump.choose_place")}}, places...)
	return v, err
}

// fromAnswers returns in which answers a report began.
func (s *Bumps) fromAnswers(c echo.Context, v *reportPage) error {
	survey := v.Form.Value("survey")
	if survey == "" {
		return nil
	}
	found, err := s.Surveys.Survey(c.Request().Context(), survey)
	if err != nil {
		return err
	}
	v.Answers, v.Nameless = page.Link{Text: found.Title.In(v.Lang()), Href: page.SayingsHref(survey, v.Form.Value("question"))}, found.Anonymous
	for _, name := range []string{"survey", "question", "language", "group"} {
		v.Hidden = append(v.Hidden, page.TypedField{Name: name, Value: v.Form.Value(name)})
	}
	return nil
}

// Report keeps what the team reports, or begins a report with what it is sent.
func (s *Bumps) Report(c echo.Context) error {
	if c.FormValue("_action") == "begin" {
		frame, err := s.Page(c, "")
		if err != nil {
			return err
		}
		frame.Path, frame.Form.Values = "/board/report", c.Request().Form
		v, err := s.reportPage(c, frame)
		if err != nil {
			return err
		}
		return s.Render(c, http.StatusOK, v)
	}
	in, err := s.reporting(c)
	if err != nil {
		return err
	}
	b, _, err := s.Board.Report(c.Request().Context(), in)
	if err != nil {
		return s.Again(c, "/board/report", err, s.reportPage)
	}
	return s.Done(c, page.BumpHref(b.ID), "flash.bump_reported")
}

// reporting returns what was typed. Of an answer to an anonymous survey nobody is said to be the reporter, whatever was sent; one
// whose group may not be told counts as a patient's.
func (s *Bumps) reporting(c echo.Context) (board.Reporting, error) {
	frame, err := s.Page(c, "")
	if err != nil {
		return board.Reporting{}, err
	}
	in := board.Reporting{
		Ref: *typed(c, "ref"), Where: *typed(c, "feature"), Text: c.FormValue("text"), Severity: board.Severity(c.FormValue("severity")), Concern: c.FormValue("concern") != "",
		Language: frame.Lang(), From: board.FromStaff, Key: c.FormValue("_key"),
	}
	if in.Survey = *typed(c, "survey"); in.Survey == "" {
		return in, nil
	}
	v, err := s.Surveys.Survey(c.Request().Context(), in.Survey)
	if err != nil {
		return in, err
	}
	in.Question, in.Language = *typed(c, "question"), *typed(c, "language")
	if v.Anonymous {
		in.Ref, in.Group = "", cohorts.Patient
		if group := cohorts.Group(c.FormValue("group")); slices.Contains(cohorts.Groups(), group) {
			in.Group = group
		}
	}
	return in, nil
}
