package page

import (
	"crypto/hmac"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/contact"
)

// The cookies of a kiosk: that the browser is one, and for whom it shows pages now. They open nothing: who has them marks how an
// answer came, and has the screen cleared.
const (
	kioskCookie = "soundings_kiosk"
	kioskNow    = "soundings_kiosk_now"
	forgotten   = -time.Second
)

// KioskPath returns where kiosks start: with a box for a code or, with the code of a poll, at its ballot.
func (s *Site) KioskPath(poll string) string {
	path := "/kiosk/" + contact.PrintToken(s.kioskToken())
	if poll != "" {
		path += "?" + url.Values{"poll": {poll}}.Encode()
	}
	return path
}

// kioskToken is the token in the address of kiosks. It is of no invitation.
func (s *Site) kioskToken() string { return s.Contact.Links.Token("kiosk") }

// IsKiosk reports whether a code is that of kiosks.
func (s *Site) IsKiosk(code string) bool {
	token, ok := contact.ReadToken(code)
	return ok && hmac.Equal([]byte(token), []byte(s.kioskToken()))
}

// StartKiosk makes a browser a kiosk that starts at a box for codes, or at the ballot of a poll.
func (s *Site) StartKiosk(c echo.Context, poll string) {
	s.Remember(c, kioskCookie, s.kioskToken()+"."+poll, SwitchLife)
}

// EndKiosk makes a kiosk a browser as any other.
func (s *Site) EndKiosk(c echo.Context) {
	s.Remember(c, kioskCookie, "", forgotten)
	s.ClearKiosk(c)
}

// Kiosk returns where the kiosk of a request starts; empty: the browser is none.
func (s *Site) Kiosk(c echo.Context) string {
	code, poll, _ := strings.Cut(s.Remembered(c, kioskCookie), ".")
	if code == "" || !s.IsKiosk(code) {
		return ""
	}
	return s.KioskPath(poll)
}

// SeatAtKiosk notes for whom a kiosk shows pages, until it is cleared.
func (s *Site) SeatAtKiosk(c echo.Context, ref string) {
	s.Remember(c, kioskNow, s.seat(ref), 0)
}

// SitsAtKiosk reports whether a kiosk shows the pages of this person now.
func (s *Site) SitsAtKiosk(c echo.Context, ref string) bool {
	return s.Remembered(c, kioskNow) == s.seat(ref)
}

func (s *Site) seat(ref string) string { return s.Contact.Links.Hash("kiosk person\x00" + ref) }

// ClearKiosk forgets who sat at a kiosk, and how they had set it.
func (s *Site) ClearKiosk(c echo.Context) {
	if s.Remembered(c, kioskNow) == "" {
		return
	}
	for _, name := range []string{kioskNow, "soundings_" + languageSwitch, "soundings_" + textSwitch} {
		s.Remember(c, name, "", forgotten)
		c.Set(name, "")
	}
}

// KioskWait returns after how many seconds a kiosk is cleared that runs no script: where something can be typed it cannot be
// seen whether somebody does, so that they get longer.
func (p Page) KioskWait(typing bool) int {
	if typing {
		return 300
	}
	return 60
}
