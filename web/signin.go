package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/web/auth"
	"soundings/web/texts"
)

func (s *Server) signInForm(c echo.Context) error {
	if auth.WhoFrom(c.Request().Context()).Known() {
		return c.Redirect(http.StatusSeeOther, auth.Next(c.QueryParam("next")))
	}
	page, err := s.page(c, "")
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, SignInPage{page, auth.Next(c.QueryParam("next"))})
}

func (s *Server) signIn(c echo.Context) error {
	email, next := c.FormValue("email"), auth.Next(c.FormValue("next"))
	staff, err := s.Auth.SignIn(c.Request().Context(), email, c.FormValue("password"), c.RealIP())
	if err == nil {
		return s.enter(c, staff, next)
	}
	page, pageErr := s.page(c, "")
	if pageErr != nil {
		return pageErr
	}
	problems, ok := problemsOf(page.Printer, err)
	if status, refusal := refusalOf(err); !ok && status == http.StatusTooManyRequests {
		problems, ok = []Problem{{"email", page.Say(refusal.Text)}}, true
	}
	if !ok {
		return err
	}
	status, _ := refusalOf(err)
	page.Form = Form{url.Values{"email": {email}}, problems}
	return s.render(c, status, SignInPage{page, next})
}

// signInByLink is for a made-up clinic: the link is printed when the program starts.
func (s *Server) signInByLink(c echo.Context) error {
	staff, err := s.Auth.SignInByLink(c.Request().Context(), c.Param("token"))
	if err != nil {
		return err
	}
	return s.enter(c, staff, "/")
}

func (s *Server) enter(c echo.Context, staff auth.Staff, next string) error {
	if err := s.guard.SignIn(c, staff); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, next)
}

func (s *Server) signOut(c echo.Context) error {
	if err := s.guard.SignOut(c); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/")
}

// setUpForm shows what a set-up link asks for: the clinic's first settings, or a member's own password.
func (s *Server) setUpForm(c echo.Context) error {
	token := c.QueryParam("token")
	v, err := s.setUpPage(c, token)
	if err != nil {
		return err
	}
	v.Form.Values = url.Values{"languages": texts.Languages()}
	return s.render(c, http.StatusOK, v)
}

func (s *Server) setUpPage(c echo.Context, token string) (SetUpPage, error) {
	ctx := c.Request().Context()
	staff, err := s.Auth.SetupLink(ctx, token)
	if err != nil {
		return SetUpPage{}, err
	}
	clinic, err := s.Cohorts.Clinic(ctx)
	if err != nil {
		return SetUpPage{}, err
	}
	page, err := s.page(c, "")
	return SetUpPage{Page: page, Token: token, First: clinic.Name == "", Email: staff.Email}, err
}

// setUp makes the account of a set-up link, with the first one the clinic's settings too, and signs it in.
func (s *Server) setUp(c echo.Context) error {
	v, err := s.setUpPage(c, c.FormValue("token"))
	if err != nil {
		return err
	}
	staff, err := s.makeAccount(c, v)
	if err == nil {
		return s.enter(c, staff, "/")
	}
	problems, ok := problemsOf(v.Printer, err)
	if !ok {
		return err
	}
	v.Form = Form{c.Request().Form, problems}
	v.Form.Values.Del("password")
	return s.render(c, http.StatusUnprocessableEntity, v)
}

func (s *Server) makeAccount(c echo.Context, v SetUpPage) (auth.Staff, error) {
	ctx := c.Request().Context()
	clinic := cohorts.Clinic{
		Name: c.FormValue("clinic"), Phone: c.FormValue("clinic_phone"), Languages: c.Request().Form["languages"], TimeZone: s.TimeZone,
	}
	if v.First {
		if err := renamed(base.Check(clinic), clinicFields); err != nil {
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

// renamed gives the fields of an Invalid refusal the names that they have in a form.
func renamed(err error, names map[string]string) error {
	var refusal *base.Error
	if !errors.As(err, &refusal) {
		return err
	}
	fields := slices.Clone(refusal.Fields)
	for i, f := range fields {
		if name, ok := names[f.Name]; ok {
			fields[i].Name = name
		}
	}
	return &base.Error{Code: refusal.Code, Text: refusal.Text, Fields: fields}
}
