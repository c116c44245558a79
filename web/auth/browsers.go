package auth

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
)

// browserCookie is the name of the cookie by which a browser is known that somebody signed in with. It opens nothing: it
// only keeps strangers who guess from keeping its owner out.
const browserCookie = "soundings_browser"

const (
	browserLife  = 365 * 24 * time.Hour
	browserMarks = 8 // accounts of one browser that count
	markBytes    = 16
)

// browserMark returns what a browser shows for an account. It ends with the account's password.
func (s *Service) browserMark(id string, staff Staff) string {
	h := hmac.New(sha256.New, s.BrowserKey)
	h.Write([]byte(id + "\x00" + staff.ID + "\x00" + staff.stamp()))
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:markBytes])
}

// knownBrowser returns the id of a browser from its cookie, if somebody signed in to this account with it.
func (s *Service) knownBrowser(cookie string, staff Staff) (id string, ok bool) {
	id, marks := splitBrowser(cookie)
	if id == "" || staff.ID == "" || len(s.BrowserKey) == 0 {
		return "", false
	}
	want := s.browserMark(id, staff)
	for _, mark := range marks {
		if hmac.Equal([]byte(mark), []byte(want)) {
			return id, true
		}
	}
	return "", false
}

// nowKnown returns the cookie of a browser after somebody signed in with it.
func (s *Service) nowKnown(cookie string, staff Staff) string {
	id, marks := splitBrowser(cookie)
	if id == "" {
		id = base.NewID(s.Rand)
	}
	mark := s.browserMark(id, staff)
	marks = slices.DeleteFunc(marks, func(m string) bool { return m == mark })
	marks = append([]string{mark}, marks...)
	return id + "." + strings.Join(marks[:min(len(marks), browserMarks)], ".")
}

// splitBrowser returns the parts of a cookie; nothing of one that is too long to be one.
func splitBrowser(cookie string) (id string, marks []string) {
	if len(cookie) > 512 {
		return "", nil
	}
	parts := strings.Split(cookie, ".")
	return parts[0], parts[1:]
}

// Attempt returns a try to sign in as a request makes it.
func (g *Guard) Attempt(c echo.Context, email, password string) Attempt {
	return Attempt{Email: email, Password: password, From: c.RealIP(), Browser: g.browserOf(c.Request()), Ticket: c.FormValue(TicketField)}
}

func (g *Guard) browserOf(r *http.Request) string {
	cookie, err := r.Cookie(g.cookieName(browserCookie))
	if err != nil {
		return ""
	}
	return cookie.Value
}

// knowBrowser has the browser of a request known from now on as one of somebody's.
func (g *Guard) knowBrowser(c echo.Context, staff Staff) {
	c.SetCookie(&http.Cookie{
		Name: g.cookieName(browserCookie), Value: g.service.nowKnown(g.browserOf(c.Request()), staff), Path: "/",
		MaxAge: int(browserLife.Seconds()), HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: g.secure,
	})
}

// cookieName returns the name of a cookie as browsers keep it: where they come by https, with the prefix by which they
// take it from this host alone.
func (g *Guard) cookieName(name string) string { return CookieName(name, g.secure) }

// CookieName returns a cookie's name with the prefix of https.
func CookieName(name string, secure bool) string {
	if secure {
		return "__Host-" + name
	}
	return name
}
