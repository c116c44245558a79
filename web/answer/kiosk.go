package answer

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/web/page"
)

// KioskPage is where a kiosk starts, and where it comes back to between people: one box for a code, field "code".
type KioskPage struct {
	page.Page
}

// Template returns the name of the page's template.
func (KioskPage) Template() string { return "answer/kiosk" }

// Keeps keeps what was typed when the reader switches.
func (KioskPage) Keeps() string { return "go" }

// StartKiosk makes a browser a kiosk and clears it of who sat there before; with a poll in the address it leads on to its ballot.
func (s *Pages) StartKiosk(c echo.Context) error {
	if !s.IsKiosk(c.Param("code")) {
		return echo.ErrNotFound
	}
	s.ClearKiosk(c)
	code := c.QueryParam("poll")
	if code == "" {
		s.Site.StartKiosk(c, "")
		return s.kioskPage(c, http.StatusOK, page.Form{})
	}
	p, err := s.Polls.ByCode(c.Request().Context(), code)
	if err != nil {
		return err
	}
	s.Site.StartKiosk(c, s.Polls.Code(p))
	s.newBrowser(c)
	return c.Redirect(http.StatusSeeOther, "/p/"+s.Polls.Code(p))
}

// SitDown takes a code that was typed or scanned to its page, and notes that the kiosk is its owner's until it is cleared.
func (s *Pages) SitDown(c echo.Context) error {
	if !s.IsKiosk(c.Param("code")) {
		return echo.ErrNotFound
	}
	form, switched, err := s.Sent(c)
	if err != nil {
		return err
	}
	ctx, typed := c.Request().Context(), form.Get("code")
	if switched {
		return s.kioskPage(c, http.StatusOK, page.Form{Values: url.Values{"code": {typed}}})
	}
	i, err := s.Contact.Invitation(ctx, typed)
	switch {
	case base.IsCode(err, base.NotFound):
		if err := s.Auth.Visitors().GuessedLink(ctx, c.RealIP()); err != nil {
			return err
		}
		return s.kioskPage(c, http.StatusUnprocessableEntity, page.Form{Values: url.Values{"code": {typed}}, Problems: []page.Problem{{Field: "code"}}})
	case err != nil:
		return err
	}
	s.Site.StartKiosk(c, "")
	s.SeatAtKiosk(c, i.Ref)
	return c.Redirect(http.StatusSeeOther, "/s/"+s.Contact.Token(i))
}

func (s *Pages) kioskPage(c echo.Context, status int, form page.Form) error {
	frame, err := s.Page(c, "")
	if err != nil {
		return err
	}
	frame.Kiosk, frame.Form = s.KioskPath(""), form
	for n := range form.Problems {
		form.Problems[n].Text = frame.T("home.code_problem")
	}
	return s.Render(c, status, KioskPage{frame})
}

// AtKiosk keeps a kiosk to the pages of who typed their code at its start: the button back leads nobody to another's.
func (s *Pages) AtKiosk(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start := s.Kiosk(c)
		if start == "" {
			return next(c)
		}
		i, err := s.Contact.Invitation(c.Request().Context(), c.Param("token"))
		if err != nil && !base.IsCode(err, base.NotFound) {
			return err
		}
		if err != nil || !s.SitsAtKiosk(c, i.Ref) {
			return c.Redirect(http.StatusSeeOther, start)
		}
		return next(c)
	}
}
