package clinic

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/web/auth"
	"soundings/web/page"
)

// SignInPage asks for e-mail and password: fields "email", "password", "next". Where the clinic has a provider of accounts,
// a button leads to it. Whoever has to wait since many tried gets a ticket with the form, and is told of another way in.
type SignInPage struct {
	page.Page
	Next   string    // where to go then
	By     page.Link // the button; empty: there is no provider
	Ticket string    // empty: nobody has to wait
	Sends  bool      // where they have to: this server sends mail
}

// Template returns the name of the page's template.
func (SignInPage) Template() string { return "clinic/signin" }

// SignInForm shows the form; whoever is signed in already goes on.
func (s *SignIn) SignInForm(c echo.Context) error {
	if auth.WhoFrom(c.Request().Context()).Known() {
		return c.Redirect(http.StatusSeeOther, auth.Next(c.QueryParam("next")))
	}
	frame, err := s.Page(c, "")
	if err != nil {
		return err
	}
	return s.Render(c, http.StatusOK, s.signInPage(frame, auth.Next(c.QueryParam("next"))))
}

func (s *SignIn) signInPage(frame page.Page, next string) SignInPage {
	v := SignInPage{Page: frame, Next: next}
	if s.Provider != nil {
		v.By = page.Link{Text: byProvider(frame, s.Provider, "signin.by", "signin.by_default"), Href: "/signin/provider?next=" + url.QueryEscape(next)}
	}
	return v
}

// SignIn signs in somebody with their password, or shows the form again.
func (s *SignIn) SignIn(c echo.Context) error {
	email, next := c.FormValue("email"), auth.Next(c.FormValue("next"))
	staff, err := s.Auth.SignIn(c.Request().Context(), s.Guard.Attempt(c, email, c.FormValue("password")))
	if err == nil {
		return s.goOn(c, staff, next)
	}
	frame, pageErr := s.Page(c, "")
	if pageErr != nil {
		return pageErr
	}
	problems, status := problemsAt(c, frame, "email", err)
	if problems == nil {
		return err
	}
	frame.Form = page.Form{Values: url.Values{"email": {email}}, Problems: problems}
	v := s.signInPage(frame, next)
	if status == http.StatusTooManyRequests {
		_, refusal := page.RefusalOf(err)
		v.Ticket = s.Auth.Ticket(email, refusal.Wait)
		if v.Sends, err = s.Outbox.Sends(c.Request().Context()); err != nil {
			return err
		}
	}
	return s.Render(c, status, v)
}

// SignInByLink signs in by a link that the program prints when it starts with a made-up clinic.
func (s *SignIn) SignInByLink(c echo.Context) error {
	staff, err := s.Auth.SignInByLink(c.Request().Context(), c.Param("token"))
	if err != nil {
		return s.guessed(c, err)
	}
	return s.enter(c, staff, "/")
}

// guessed counts a link that there is not, and refuses it for a while where there were many.
func (s *SignIn) guessed(c echo.Context, err error) error {
	if !base.IsCode(err, base.NotFound) {
		return err
	}
	if slow := s.Auth.Visitors().GuessedLink(c.Request().Context(), c.RealIP()); slow != nil {
		return slow
	}
	return err
}

// goOn signs in who gave their password, or asks for their second step.
func (s *SignIn) goOn(c echo.Context, staff auth.Staff, next string) error {
	if !staff.HasSecond() {
		return s.enter(c, staff, next)
	}
	if err := s.Guard.HalfWay(c, staff); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/signin/code?next="+url.QueryEscape(next))
}

// enter begins a session and leads on.
func (s *SignIn) enter(c echo.Context, staff auth.Staff, next string) error {
	if err := s.Guard.SignIn(c, staff); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, next)
}

// SignOut ends the session.
func (s *SignIn) SignOut(c echo.Context) error {
	if err := s.Guard.SignOut(c); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/")
}
