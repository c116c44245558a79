package clinic

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/web/auth"
	"soundings/web/page"
)

// Profile is the page of one's own account.
type Profile struct{ *page.Site }

// ProfilePage shows one's own account. Fields: at /profile/password "current" and "password", at /profile/sessions
// "session", which is empty for all others.
type ProfilePage struct {
	page.Page
	Email    string
	Second   bool // signs in with a second step
	Left     int  // recovery codes
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

// ConfirmPage asks for the password again before something is done: field "_password", and what the form had.
type ConfirmPage struct {
	page.Page
	Action string // what the form is sent to
	Sent   []sentField
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
		form, err := c.FormParams()
		if err != nil {
			return base.Refuse(base.Invalid, "error.form")
		}
		for name, values := range form {
			for _, value := range values {
				if name != auth.PasswordField {
					v.Sent = append(v.Sent, sentField{name, value})
				}
			}
		}
	} else {
		v.Action, v.Sent = "/profile/confirm", []sentField{{"next", auth.Next(r.URL.RequestURI())}}
	}
	return s.ask(c, v, wrong)
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
