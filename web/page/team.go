package page

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/web/auth"
)

// Done leads on after something was done; the page there says what. A sentence with a number gets its count.
func (s *Site) Done(c echo.Context, to, text string, count ...int) error {
	flash := auth.Flash{Text: text}
	for _, n := range count {
		flash.Count = n
	}
	if err := s.Guard.Flash(c, flash); err != nil { // it is done all the same
		s.Log.WarnContext(c.Request().Context(), "what was done could not be kept for the next page to say", "route", c.Path(), "error", err)
	}
	return c.Redirect(http.StatusSeeOther, to)
}

// team returns what a page of the team says around its own content, and once what was just done.
func (s *Site) team(c echo.Context) (Page, error) {
	frame, err := s.Page(c, "")
	if err != nil {
		return frame, err
	}
	flash, err := s.Guard.TakeFlash(c)
	if err == nil && flash.Text != "" {
		frame.Flash = frame.T(flash.Text, "Count", flash.Count)
	}
	return frame, err
}

// Again shows the page of a form once more, with what was typed and what is wrong with it; the page stands at path. An
// error that is not the form's is answered as it is.
func (s *Site) Again(c echo.Context, path string, err error, view func(echo.Context, Page) (View, error)) error {
	frame, pageErr := s.Page(c, "")
	if pageErr != nil {
		return pageErr
	}
	problems, ok := ProblemsOf(frame.Printer, err)
	if !ok {
		return err
	}
	frame.Path, frame.Form = path, Form{c.Request().Form, problems}
	v, err := view(c, frame)
	if err != nil {
		return err
	}
	return s.Render(c, http.StatusUnprocessableEntity, v)
}

// Overtaken returns what stands around the page of a form that was not saved, as somebody else was quicker: with what was typed, and
// why. The page stands at path, and answers 409.
func (s *Site) Overtaken(c echo.Context, path string, why base.Text) (Page, error) {
	frame, err := s.Page(c, "")
	if err != nil {
		return frame, err
	}
	frame.Path, frame.Form = path, Form{Values: c.Request().Form, Problems: []Problem{{Text: frame.Say(why)}}}
	return frame, nil
}

// Show returns a page of the team.
func (s *Site) Show(c echo.Context, view func(echo.Context, Page) (View, error)) error {
	frame, err := s.team(c)
	if err != nil {
		return err
	}
	v, err := view(c, frame)
	if err != nil {
		return err
	}
	return s.Render(c, http.StatusOK, v)
}

// Wanting returns what keeps the team from asking people: that the clinic is not set up, and what a refusal lists.
func (p Page) Wanting(refusal error) []string {
	var all []string
	if p.Clinic == "" || p.Phone == "" {
		all = append(all, p.T("settings.unfinished"))
	}
	problems, _ := ProblemsOf(p.Printer, refusal)
	for _, problem := range problems {
		all = append(all, problem.Text)
	}
	return all
}
