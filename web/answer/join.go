package answer

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/web/page"
)

// JoinPage is where somebody asks to take part in a cohort that the team has opened: fields "name", "email", "phone" and
// "language", and "by", the code of the sheet of paper that sent them. It says the same whoever asks, and once or twice.
type JoinPage struct {
	page.Page
	Cohort  string
	Purpose string
	By      string
	Sent    bool
	Speaks  []page.Option
}

// Template returns the name of the page's template.
func (JoinPage) Template() string { return "answer/join" }

// Keeps keeps what was typed when the reader switches.
func (JoinPage) Keeps() string { return "send" }

// ShowJoin shows the page, or that the request has come.
func (s *Pages) ShowJoin(c echo.Context) error {
	if c.QueryParam("sent") != "" { // also of who had the last place
		cohort, err := s.Cohorts.Cohort(c.Request().Context(), c.Param("cohort"))
		if err != nil {
			return s.noJoin(c, err)
		}
		return s.join(c, cohort, http.StatusOK, nil, nil)
	}
	cohort, err := s.Joins().JoinOpen(c.Request().Context(), c.Param("cohort"))
	if err != nil {
		return s.noJoin(c, err)
	}
	return s.join(c, cohort, http.StatusOK, nil, nil)
}

// join shows the page with what was typed and what is wrong with it.
func (s *Pages) join(c echo.Context, cohort cohorts.Cohort, status int, typed url.Values, wrong error) error {
	frame, err := s.Page(c, "")
	if err != nil {
		return err
	}
	problems, ok := page.ProblemsOf(frame.Printer, wrong)
	if wrong != nil && !ok {
		return s.noJoin(c, wrong)
	}
	frame.Path, frame.Form = "/join/"+cohort.ID, page.Form{Values: typed, Problems: problems}
	v := JoinPage{
		Page: frame, Cohort: cohort.Name.In(frame.Lang()), Purpose: cohort.Purpose.In(frame.Lang()), By: c.QueryParam("by"),
		Sent: typed == nil && c.QueryParam("sent") != "", Speaks: frame.Offered(),
	}
	if typed != nil {
		v.By = typed.Get("by")
	}
	for i := range v.Speaks {
		v.Speaks[i].Chosen = v.Speaks[i].Value == frame.Lang()
	}
	return s.Render(c, status, v)
}

// noJoin shows that nobody can ask to take part, or returns another fault.
func (s *Pages) noJoin(c echo.Context, err error) error {
	if base.IsCode(err, base.NotFound) {
		return s.message(c, "", http.StatusNotFound, page.MessagePage{Kind: "join_closed", Back: "/"})
	}
	return err
}

// Join keeps that somebody asks to take part.
func (s *Pages) Join(c echo.Context) error {
	ctx := c.Request().Context()
	form, switched, err := s.Sent(c)
	if err != nil {
		return err
	}
	cohort, err := s.Joins().JoinOpen(ctx, c.Param("cohort"))
	if err != nil {
		return s.noJoin(c, err)
	}
	if switched {
		return s.join(c, cohort, http.StatusOK, form, nil)
	}
	if err := s.Auth.Visitors().AskedToJoin(ctx, c.RealIP()); err != nil {
		return err
	}
	err = s.Joins().Join(ctx, cohorts.JoinRequest{
		Cohort: cohort.ID, Name: form.Get("name"), Email: form.Get("email"), Phone: form.Get("phone"), Language: form.Get("language"), Sheet: form.Get("by"),
	})
	if err != nil {
		return s.join(c, cohort, http.StatusUnprocessableEntity, form, err)
	}
	return c.Redirect(http.StatusSeeOther, "/join/"+cohort.ID+"?sent=yes")
}
