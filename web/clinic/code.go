package clinic

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/web/auth"
	"soundings/web/page"
)

// CodePage asks for the second step of signing in: fields "code", "next".
type CodePage struct {
	page.Page
	Next string // where to go then
}

// Template returns the name of the page's template.
func (CodePage) Template() string { return "clinic/code" }

// CodeForm shows the form; who has not given their password yet is asked for it.
func (s *SignIn) CodeForm(c echo.Context) error {
	next := auth.Next(c.QueryParam("next"))
	if !s.Guard.IsHalfWay(c) {
		return c.Redirect(http.StatusSeeOther, "/signin?next="+url.QueryEscape(next))
	}
	frame, err := s.Page(c, "")
	if err != nil {
		return err
	}
	return s.Render(c, http.StatusOK, CodePage{frame, next})
}

// GiveCode signs in with a code, or shows the form again.
func (s *SignIn) GiveCode(c echo.Context) error {
	next := auth.Next(c.FormValue("next"))
	err := s.Guard.SecondStep(c, c.FormValue("code"))
	switch {
	case err == nil:
		return c.Redirect(http.StatusSeeOther, next)
	case base.IsCode(err, base.Unauthorized):
		return c.Redirect(http.StatusSeeOther, "/signin?next="+url.QueryEscape(next))
	}
	frame, pageErr := s.Page(c, "")
	if pageErr != nil {
		return pageErr
	}
	problems, status := problemsAt(c, frame, "code", err)
	if problems == nil {
		return err
	}
	frame.Form.Problems = problems
	return s.Render(c, status, CodePage{frame, next})
}

// problemsAt returns what is wrong with a form: what is refused for its fields, or at one field that it was sent too often;
// none of a fault.
func problemsAt(c echo.Context, frame page.Page, field string, err error) ([]page.Problem, int) {
	status, refusal := page.RefusalOf(err)
	if status == http.StatusTooManyRequests {
		page.RetryAfter(c, refusal.Wait)
		return []page.Problem{{Field: field, Text: frame.Say(refusal.Text)}}, status
	}
	problems, _ := page.ProblemsOf(frame.Printer, err)
	return problems, status
}
