package clinic

import (
	"html/template"
	"net/http"

	"github.com/labstack/echo/v4"

	"soundings/web/auth"
	"soundings/web/page"
)

// SecondPage is the second step of one's own account: in the making, or as it is. Fields: "code", and _action start,
// confirm, codes or off.
type SecondPage struct {
	page.Page
	On     bool
	Must   bool          // nothing else may be done before there is one
	Left   int           // recovery codes
	Secret string        // in the making, as it is typed by hand; empty: it is not begun
	QR     template.HTML // the same, to be read by an app
	Codes  []string      // recovery codes just made, shown once
}

// Template returns the name of the page's template.
func (SecondPage) Template() string { return "clinic/second" }

// ShowSecond shows the second step of one's own account.
func (s *Profile) ShowSecond(c echo.Context) error { return s.Site.Show(c, s.secondPage) }

func (s *Profile) secondPage(c echo.Context, frame page.Page) (page.View, error) {
	return s.second(c, frame)
}

func (s *Profile) second(c echo.Context, frame page.Page) (SecondPage, error) {
	ctx := c.Request().Context()
	staff, err := s.Auth.Staff(ctx, auth.WhoFrom(ctx).Staff.ID) // as it is now
	v := SecondPage{Page: frame, On: staff.HasSecond(), Left: staff.RecoveryLeft(), Must: s.Auth.LacksSecond(staff)}
	secret := s.Guard.NewSecond(c)
	if err != nil || v.On || secret == "" {
		return v, err
	}
	v.Secret = inFours(secret)
	v.QR, err = page.QRPicture(auth.SecondAddress(frame.Clinic, staff, secret), frame.T("second.qr"))
	return v, err
}

// inFours returns a secret as one can type it.
func inFours(secret string) string {
	var text string
	for i, r := range secret {
		if i > 0 && i%4 == 0 {
			text += " "
		}
		text += string(r)
	}
	return text
}

// ChangeSecond begins, confirms or ends the second step of one's own account, or makes new recovery codes.
func (s *Profile) ChangeSecond(c echo.Context) error {
	ctx := c.Request().Context()
	staff := auth.WhoFrom(ctx).Staff
	switch c.FormValue("_action") {
	case "confirm":
		codes, err := s.Auth.SetSecond(ctx, staff, s.Guard.NewSecond(c), c.FormValue("code"))
		if err != nil {
			return s.Again(c, "/profile/second", err, s.secondPage)
		}
		return s.showCodes(c, codes)
	case "codes":
		codes, err := s.Auth.NewRecovery(ctx, staff)
		if err != nil {
			return err
		}
		return s.showCodes(c, codes)
	case "off":
		if err := s.Auth.DropSecond(ctx, staff); err != nil {
			return err
		}
		return s.Done(c, "/profile", "flash.second_off")
	default:
		secret, err := s.Auth.NewSecond()
		if err == nil {
			err = s.Guard.KeepNewSecond(c, secret)
		}
		if err != nil {
			return err
		}
		return c.Redirect(http.StatusSeeOther, "/profile/second")
	}
}

// showCodes shows recovery codes that are kept nowhere.
func (s *Profile) showCodes(c echo.Context, codes []string) error {
	if err := s.Guard.KeepNewSecond(c, ""); err != nil {
		return err
	}
	frame, err := s.Page(c, "")
	if err != nil {
		return err
	}
	v, err := s.second(c, frame)
	if err != nil {
		return err
	}
	v.Secret, v.QR, v.Codes = "", "", codes
	return s.Render(c, http.StatusOK, v)
}
