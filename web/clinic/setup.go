package clinic

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/web/auth"
	"soundings/web/page"
	"soundings/web/texts"
)

// SetUpPage takes the first settings, or a new member's own password. Fields: "clinic.name", "clinic.phone" and
// "clinic.languages" (only when First), "name", "email", "password", "token".
type SetUpPage struct {
	page.Page
	Token string
	First bool   // the clinic is not set up yet
	Email string // fixed by the link; empty: asked for
	Known bool   // they had a password before: nothing else is asked
}

// Template returns the name of the page's template.
func (SetUpPage) Template() string { return "clinic/setup" }

// SetUpForm shows what a set-up link asks for: the clinic's first settings and an account, or a member's own password.
func (s *SignIn) SetUpForm(c echo.Context) error {
	token := c.QueryParam("token")
	v, err := s.setUpPage(c, token)
	if err != nil {
		return err
	}
	v.Form.Values = url.Values{"clinic.languages": texts.Languages()}
	return s.Render(c, http.StatusOK, v)
}

func (s *SignIn) setUpPage(c echo.Context, token string) (SetUpPage, error) {
	ctx := c.Request().Context()
	staff, err := s.Auth.SetupLink(ctx, token)
	if err != nil {
		return SetUpPage{}, s.guessed(c, err)
	}
	clinic, err := s.Cohorts.Clinic(ctx)
	if err != nil {
		return SetUpPage{}, err
	}
	frame, err := s.Page(c, "")
	return SetUpPage{Page: frame, Token: token, First: clinic.Name == "", Email: staff.Email, Known: staff.PasswordHash != ""}, err
}

// SetUp makes the account of a set-up link, with the first one the clinic's settings too, and signs it in,
// with the second step where it has one.
func (s *SignIn) SetUp(c echo.Context) error {
	v, err := s.setUpPage(c, c.FormValue("token"))
	if err != nil {
		return err
	}
	staff, err := s.makeAccount(c, v)
	if err == nil {
		return s.goOn(c, staff, "/")
	}
	problems, ok := page.ProblemsOf(v.Printer, err)
	if !ok {
		return err
	}
	v.Form = page.Form{Values: c.Request().Form, Problems: problems}
	v.Form.Values.Del("password")
	return s.Render(c, http.StatusUnprocessableEntity, v)
}

// makeAccount looks at the clinic's settings before it uses up the link.
func (s *SignIn) makeAccount(c echo.Context, v SetUpPage) (auth.Staff, error) {
	ctx := c.Request().Context()
	clinic := typedClinic(c)
	clinic.Quiet = cohorts.Nights()
	clinic.TimeZone = s.TimeZone
	name, email, password := c.FormValue("name"), c.FormValue("email"), c.FormValue("password")
	if v.First {
		if err := under("clinic.", base.Check(clinic)); err != nil {
			return auth.Staff{}, page.Together(err, s.Auth.CheckSetUp(ctx, v.Token, name, email, password))
		}
	}
	staff, err := s.Auth.SetUp(ctx, v.Token, name, email, password)
	if err != nil || !v.First {
		return staff, err
	}
	return staff, s.Cohorts.SaveClinic(ctx, clinic, nil)
}
