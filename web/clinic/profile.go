package clinic

import (
	"maps"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/web/auth"
	"soundings/web/page"
	"soundings/web/sso"
)

// Profile is the page of one's own account.
type Profile struct {
	*page.Site
	Provider *sso.Provider // nil: people sign in with a password alone
}

// ProfilePage shows one's own account. Fields: at /profile/password "current" and "password", at /profile/sessions
// "session", which is empty for all others.
type ProfilePage struct {
	page.Page
	Email    string
	By       string // says that the provider signs the reader in; empty: a password does
	Second   bool   // signs in with a second step
	Left     int    // recovery codes
	Sessions []sessionRow
}

// Template returns the name of the page's template.
func (ProfilePage) Template() string { return "clinic/profile" }

// sessionRow is one browser in which the reader is signed in.
type sessionRow struct {
	ID     string
	Device string
	Began  string
	Here   bool
}

// Show shows one's own account.
func (s *Profile) Show(c echo.Context) error { return s.Site.Show(c, s.profilePage) }

func (s *Profile) profilePage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	staff := auth.WhoFrom(ctx).Staff
	v := ProfilePage{Page: frame, Email: staff.Email, Second: staff.HasSecond(), Left: staff.RecoveryLeft()}
	if staff.ByProvider() {
		v.By = byProvider(frame, s.Provider, "profile.by", "profile.by_default")
	}
	all, err := s.Auth.SignedIn(ctx, staff)
	if err != nil {
		return nil, err
	}
	for _, one := range all {
		row := sessionRow{ID: one.ID, Device: one.Device, Began: frame.Time(one.Began), Here: one.Here}
		if row.Device == "" {
			row.Device = frame.T("profile.device_unknown")
		}
		v.Sessions = append(v.Sessions, row)
	}
	return v, nil
}

// ChangePassword gives the reader another password. They stay signed in here, and nowhere else.
func (s *Profile) ChangePassword(c echo.Context) error {
	ctx := c.Request().Context()
	staff := auth.WhoFrom(ctx).Staff
	attempt := s.Guard.Attempt(c, staff.Email, c.FormValue("current"))
	changed, err := s.Auth.ChangePassword(ctx, staff, attempt, c.FormValue("password"))
	if err != nil {
		return s.Again(c, "/profile", forPassword(err), s.profilePage)
	}
	if err := s.Guard.Renew(c, changed); err != nil {
		return err
	}
	return s.Done(c, "/profile", "flash.password_changed")
}

// forPassword puts what is wrong with the password that somebody has at its field: what signing in says at "email".
func forPassword(err error) error {
	if base.IsCode(err, base.Busy) {
		_, refusal := page.RefusalOf(err)
		return base.InvalidFields(base.Field{Name: "current", Text: refusal.Text})
	}
	return renamed(err, "email", "current", "profile.password_wrong")
}

// renamed returns a refusal with a field under another name, which says another text.
func renamed(err error, from, to, text string) error {
	if !base.IsCode(err, base.Invalid) {
		return err
	}
	_, refusal := page.RefusalOf(err)
	var fields []base.Field
	for _, f := range refusal.Fields {
		if f.Name == from {
			f = base.Field{Name: to, Text: base.T(text)}
		}
		fields = append(fields, f)
	}
	return base.InvalidFields(fields...)
}

// EndSessions signs the reader out in one of their browsers, or in all others.
func (s *Profile) EndSessions(c echo.Context) error {
	ctx := c.Request().Context()
	ended, err := s.Auth.EndSession(ctx, auth.WhoFrom(ctx).Staff, c.FormValue("session"))
	if err != nil {
		return err
	}
	return s.Done(c, "/profile", "flash.sessions_ended", ended)
}

// ConfirmPage asks for the password again before something is done: field "_password", and what the form had. Who has none
// is led to the provider.
type ConfirmPage struct {
	page.Page
	Action   string // what the form is sent to
	Sent     []sentField
	Provider string // the address at the provider; empty: a password is asked for
	By       string // what the button says that leads there
}

// sentField is a field of the form that is to be sent again.
type sentField struct{ Name, Value string }

// Template returns the name of the page's template.
func (ConfirmPage) Template() string { return "clinic/confirm" }

// AskPassword asks for the password before what a request asks for is done.
func (s *Profile) AskPassword(c echo.Context, wrong error) error {
	r := c.Request()
	v := ConfirmPage{Action: r.URL.Path}
	if r.Method == http.MethodPost {
		if _, err := c.FormParams(); err != nil {
			return base.Refuse(base.Invalid, "error.form")
		}
		r.Form.Del(auth.PasswordField)
	}
	if s.Provider != nil && auth.WhoFrom(r.Context()).Staff.ByProvider() {
		return s.askProvider(c)
	}
	if r.Method == http.MethodPost {
		v.Sent = fieldsOf(r.Form)
	} else {
		v.Action, v.Sent = "/profile/confirm", []sentField{{"next", auth.Next(r.URL.RequestURI())}}
	}
	return s.ask(c, v, wrong)
}

// askProvider shows the page that leads to the provider, to prove there again who one is. A form goes along.
func (s *Profile) askProvider(c echo.Context) error {
	r := c.Request()
	flow := sso.Flow{Next: auth.Next(r.URL.RequestURI()), Again: true}
	if r.Method == http.MethodPost {
		flow.Next = page.CameFrom(r)
		if len(r.Form.Encode()) <= maxForm {
			flow.Post, flow.Sent = r.URL.Path, r.Form
		}
	}
	address, kept, err := s.Provider.Begin(r.Context(), flow)
	if err != nil {
		return err
	}
	s.Remember(c, flowCookie, kept, sso.Life)
	frame, err := s.Page(c, "")
	if err != nil {
		return err
	}
	return s.Render(c, http.StatusForbidden, ConfirmPage{
		Page: frame, Provider: address, By: byProvider(frame, s.Provider, "signin.by", "signin.by_default"),
	})
}

// fieldsOf returns a form as hidden fields, in the order of their names.
func fieldsOf(form url.Values) []sentField {
	var all []sentField
	for _, name := range slices.Sorted(maps.Keys(form)) {
		for _, value := range form[name] {
			all = append(all, sentField{name, value})
		}
	}
	return all
}

// Confirm takes the password before a page that asks for it again.
func (s *Profile) Confirm(c echo.Context) error {
	next := auth.Next(c.FormValue("next"))
	if err := s.Guard.Prove(c, c.FormValue(auth.PasswordField)); err != nil {
		return s.ask(c, ConfirmPage{Action: "/profile/confirm", Sent: []sentField{{"next", next}}}, err)
	}
	return c.Redirect(http.StatusSeeOther, next)
}

// ask shows the page that asks for the password.
func (s *Profile) ask(c echo.Context, v ConfirmPage, wrong error) (err error) {
	if v.Page, err = s.Page(c, ""); err != nil {
		return err
	}
	if wrong == nil {
		return s.Render(c, http.StatusForbidden, v)
	}
	status, refusal := page.RefusalOf(wrong)
	if status != http.StatusTooManyRequests && status != http.StatusUnprocessableEntity {
		return wrong
	}
	text := v.T("profile.password_wrong")
	if status == http.StatusTooManyRequests {
		page.RetryAfter(c, refusal.Wait)
		text = v.Say(refusal.Text)
	}
	v.Form.Problems = []page.Problem{{Field: auth.PasswordField, Text: text}}
	return s.Render(c, status, v)
}
