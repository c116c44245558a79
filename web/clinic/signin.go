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

// SignInPage asks for e-mail and password: fields "email", "password", "next".
type SignInPage struct {
	page.Page
	Next string // where to go then
}

// SetUpPage takes the first settings, or a new member's own password. Fields: "clinic", "clinic_phone", "languages",
// "time_zone" (only when First), "name", "email", "password", "token".
type SetUpPage struct {
	page.Page
	Token string
	First bool   // the clinic is not set up yet
	Email string // fixed by the link; empty: asked for
	Zones []page.Option
}

func (s *SignIn) SignInForm(c echo.Context) error {
	if auth.WhoFrom(c.Request().Context()).Known() {
		return c.Redirect(http.StatusSeeOther, auth.Next(c.QueryParam("next")))
	}
	frame, err := s.Page(c, "")
	if err != nil {
		return err
	}
	return s.Render(c, http.StatusOK, SignInPage{frame, auth.Next(c.QueryParam("next"))})
}

func (s *SignIn) SignIn(c echo.Context) error {
	email, next := c.FormValue("email"), auth.Next(c.FormValue("next"))
	staff, err := s.Auth.SignIn(c.Request().Context(), email, c.FormValue("password"), c.RealIP())
	if err == nil {
		return s.enter(c, staff, next)
	}
	frame, pageErr := s.Page(c, "")
	if pageErr != nil {
		return pageErr
	}
	problems, ok := page.ProblemsOf(frame.Printer, err)
	if status, refusal := page.RefusalOf(err); !ok && status == http.StatusTooManyRequests {
		problems, ok = []page.Problem{{Field: "email", Text: frame.Say(refusal.Text)}}, true
	}
	if !ok {
		return err
	}
	status, _ := page.RefusalOf(err)
	frame.Form = page.Form{Values: url.Values{"email": {email}}, Problems: problems}
	return s.Render(c, status, SignInPage{frame, next})
}

// SignInByLink is for a made-up clinic: the link is printed when the program starts.
func (s *SignIn) SignInByLink(c echo.Context) error {
	staff, err := s.Auth.SignInByLink(c.Request().Context(), c.Param("token"))
	if err != nil {
		return err
	}
	return s.enter(c, staff, "/")
}

func (s *SignIn) enter(c echo.Context, staff auth.Staff, next string) error {
	if err := s.Guard.SignIn(c, staff); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, next)
}

func (s *SignIn) SignOut(c echo.Context) error {
	if err := s.Guard.SignOut(c); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/")
}

// SetUpForm shows what a set-up link asks for: the clinic's first settings, or a member's own password.
func (s *SignIn) SetUpForm(c echo.Context) error {
	token := c.QueryParam("token")
	v, err := s.setUpPage(c, token)
	if err != nil {
		return err
	}
	v.Form.Values = url.Values{"languages": texts.Languages()}
	return s.Render(c, http.StatusOK, v)
}

func (s *SignIn) setUpPage(c echo.Context, token string) (SetUpPage, error) {
	ctx := c.Request().Context()
	staff, err := s.Auth.SetupLink(ctx, token)
	if err != nil {
		return SetUpPage{}, err
	}
	clinic, err := s.Cohorts.Clinic(ctx)
	if err != nil {
		return SetUpPage{}, err
	}
	frame, err := s.Page(c, "")
	return SetUpPage{Page: frame, Token: token, First: clinic.Name == "", Email: staff.Email}, err
}

// SetUp makes the account of a set-up link, with the first one the clinic's settings too, and signs it in.
func (s *SignIn) SetUp(c echo.Context) error {
	v, err := s.setUpPage(c, c.FormValue("token"))
	if err != nil {
		return err
	}
	staff, err := s.makeAccount(c, v)
	if err == nil {
		return s.enter(c, staff, "/")
	}
	problems, ok := page.ProblemsOf(v.Printer, err)
	if !ok {
		return err
	}
	v.Form = page.Form{Values: c.Request().Form, Problems: problems}
	v.Form.Values.Del("password")
	return s.Render(c, http.StatusUnprocessableEntity, v)
}

func (s *SignIn) makeAccount(c echo.Context, v SetUpPage) (auth.Staff, error) {
	ctx := c.Request().Context()
	clinic := cohorts.Clinic{
		Name: c.FormValue("clinic"), Phone: c.FormValue("clinic_phone"), Languages: c.Request().Form["languages"], TimeZone: s.TimeZone,
	}
	if v.First {
		if err := page.Renamed(base.Check(clinic), clinicFields); err != nil {
			return auth.Staff{}, err
		}
	}
	staff, err := s.Auth.SetUp(ctx, v.Token, c.FormValue("name"), c.FormValue("email"), c.FormValue("password"))
	if err != nil || !v.First {
		return staff, err
	}
	return staff, s.Cohorts.SaveClinic(ctx, clinic, nil)
}

// clinicFields are the form's names for the clinic's settings: name and phone alone would be those of a person.
var clinicFields = map[string]string{"name": "clinic", "phone": "clinic_phone"}
