package clinic

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"soundings/web/auth"
	"soundings/web/page"
)

// ForgottenPage has a link to a new password sent: field "email". Where this server sends no mail it says who makes one.
type ForgottenPage struct {
	page.Page
	Sends bool // this server sends mail
	Asked bool // it was asked for
}

// Template returns the name of the page's template.
func (ForgottenPage) Template() string { return "clinic/forgotten" }

// ForgottenForm shows the form.
func (s *SignIn) ForgottenForm(c echo.Context) error {
	v, err := s.forgottenPage(c)
	if err != nil {
		return err
	}
	return s.Render(c, http.StatusOK, v)
}

func (s *SignIn) forgottenPage(c echo.Context) (v ForgottenPage, err error) {
	if v.Sends, err = s.Outbox.Sends(c.Request().Context()); err != nil {
		return v, err
	}
	v.Page, err = s.Page(c, "")
	return v, err
}

// AskPassword has a link sent, and answers the same whether or not there is such an account.
func (s *SignIn) AskPassword(c echo.Context) error {
	v, err := s.forgottenPage(c)
	if err != nil {
		return err
	}
	if !v.Sends {
		return s.Render(c, http.StatusOK, v)
	}
	ctx, email := c.Request().Context(), c.FormValue("email")
	staff, err := auth.Resets{Service: s.Auth}.Forgotten(ctx, email, c.RealIP())
	if err == nil {
		err = s.Outbox.AskPassword(ctx, email, staff.ID, v.Lang())
	}
	if err == nil {
		v.Asked = true
		return s.Render(c, http.StatusOK, v)
	}
	problems, status := problemsAt(c, v.Page, "email", err)
	if problems == nil {
		return err
	}
	v.Form = page.Form{Values: url.Values{"email": {email}}, Problems: problems}
	return s.Render(c, status, v)
}
