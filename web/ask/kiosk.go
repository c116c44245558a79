package ask

import (
	"html/template"

	"github.com/labstack/echo/v4"

	"soundings/surveys/polls"
	"soundings/web/page"
)

// kioskPage shows how a tablet in the waiting room is set up. It posts to its own address to end that on this device.
type kioskPage struct {
	page.Page
	URL   string
	QR    template.HTML
	Polls []page.Link // open polls with a code, each with where a tablet starts at its ballot
	Here  bool        // this device is a kiosk
}

func (kioskPage) Template() string { return "ask/kiosk" }

// ShowKiosk shows how a tablet in the waiting room is set up.
func (s *Surveys) ShowKiosk(c echo.Context) error {
	return s.Show(c, func(c echo.Context, frame page.Page) (page.View, error) {
		all, err := s.Room.Polls.Polls(c.Request().Context())
		if err != nil {
			return nil, err
		}
		v := kioskPage{Page: frame, URL: s.BaseURL + s.KioskPath(""), Here: s.Kiosk(c) != ""}
		for _, p := range all {
			if p.State == polls.Open && p.CodeHash != "" {
				v.Polls = append(v.Polls, page.Link{Text: p.Title.In(frame.Lang()), Href: s.BaseURL + s.KioskPath(s.Room.Polls.Code(p))})
			}
		}
		v.QR, err = page.QRPicture(v.URL, frame.T("tablet.qr"))
		return v, err
	})
}

// LeaveKiosk makes this device a browser as any other.
func (s *Surveys) LeaveKiosk(c echo.Context) error {
	s.EndKiosk(c)
	return s.Done(c, "/kiosk", "flash.kiosk_ended")
}
