package clinic

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/web/auth"
	"soundings/web/page"
	"soundings/web/sso"
)

// flowCookie is the name of the cookie that a browser keeps while somebody is at the provider.
const flowCookie = "soundings_flow"

// maxForm is how much of a form goes along to the provider and back; browsers keep no larger cookie.
const maxForm = 3_000

// ProvedPage comes after somebody proved again who they are, before their form is sent: fields of that form.
type ProvedPage struct {
	page.Page
	Action string // what the form is sent to
	Sent   []sentField
}

// Template returns the name of the page's template.
func (ProvedPage) Template() string { return "clinic/proved" }

// ToProvider leads to the clinic's provider of accounts.
func (s *SignIn) ToProvider(c echo.Context) error {
	next := auth.Next(c.QueryParam("next"))
	switch {
	case s.Provider == nil:
		return echo.ErrNotFound
	case auth.WhoFrom(c.Request().Context()).Known():
		return c.Redirect(http.StatusSeeOther, next)
	}
	address, kept, err := s.Provider.Begin(c.Request().Context(), sso.Flow{Next: next})
	if err != nil {
		return s.notByProvider(c, next, err)
	}
	s.Remember(c, flowCookie, kept, sso.Life)
	return c.Redirect(http.StatusSeeOther, address)
}

// FromProvider takes back who comes from the provider: to sign in, or to go on with what they had to prove themself for.
func (s *SignIn) FromProvider(c echo.Context) error {
	if s.Provider == nil {
		return echo.ErrNotFound
	}
	kept, answer := "", c.QueryParams()
	if cookie, err := c.Cookie(auth.CookieName(flowCookie, s.HTTPS())); err == nil {
		kept = cookie.Value
		s.Remember(c, flowCookie, "", -1) // it serves once
	}
	flow, err := s.Provider.Open(kept, answer)
	if err != nil {
		return s.notByProvider(c, "/", err)
	}
	ask := func(ctx context.Context) (auth.Person, error) { return s.Provider.Finish(ctx, flow, answer) }
	staff, person, err := s.Auth.SignInPerson(c.Request().Context(), c.RealIP(), ask)
	switch {
	case err != nil && flow.Again:
		return err
	case err != nil:
		return s.notByProvider(c, flow.Next, err)
	case flow.Again:
		return s.proved(c, staff, flow)
	}
	if err := s.Guard.SignInProved(c, staff, person.At); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, flow.Next)
}

// proved goes on with what somebody had to prove for who they are: a form they send themself, once more.
func (s *SignIn) proved(c echo.Context, staff auth.Staff, flow sso.Flow) error {
	if err := s.Guard.ProvePerson(c, staff); err != nil {
		return err
	}
	if flow.Post == "" {
		return c.Redirect(http.StatusSeeOther, flow.Next)
	}
	frame, err := s.Page(c, "")
	if err != nil {
		return err
	}
	return s.Render(c, http.StatusOK, ProvedPage{frame, flow.Post, fieldsOf(flow.Sent)})
}

// notByProvider shows the sign-in page with why the provider did not help.
func (s *SignIn) notByProvider(c echo.Context, next string, err error) error {
	status, refusal := page.RefusalOf(err)
	if status >= http.StatusInternalServerError {
		return err
	}
	if status == http.StatusTooManyRequests {
		page.RetryAfter(c, refusal.Wait)
	}
	if refusal.Text.ID == "sso.away" {
		status = http.StatusServiceUnavailable
	}
	frame, err := s.Page(c, "")
	if err != nil {
		return err
	}
	text := refusal.Text
	if len(refusal.Fields) > 0 { // of an account as the provider has it
		text = base.T("sso.failed")
	}
	frame.Form.Problems = []page.Problem{{Text: frame.Say(text)}}
	return s.Render(c, status, s.signInPage(frame, next))
}

// byProvider returns a text with the provider's name, or another one where it has none; empty: there is no provider.
func byProvider(frame page.Page, p *sso.Provider, named, unnamed string) string {
	switch {
	case p == nil:
		return ""
	case p.Name == "":
		return frame.T(unnamed)
	default:
		return frame.T(named, "Name", p.Name)
	}
}
