package page

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/web/auth"
	"soundings/web/texts"
)

// Site is what every room stands on: who reads and in which language, the pages' frame, and what was just done. A room
// embeds it and adds the services that its own pages ask.
type Site struct {
	Cohorts    *cohorts.Service           // the clinic, and who is called what
	Contact    *contact.Service           // personal links
	Outbox     *contact.Outbox            // what is sent about them
	Auth       *auth.Service              // who acts
	Guard      *auth.Guard                // the session, which says once what was just done
	BaseURL    string                     // under which browsers find the server, without a slash at the end
	GrafanaURL string                     // under which the team opens Grafana, without a slash at the end; empty: no page links there
	Interfaces func() ([]net.Addr, error) // addresses of this machine; nil: none is named
	Log        *slog.Logger
	Texts      *texts.Catalogue
	Templates  *Templates
	Help       Help // what the help page has to say; nil: nothing

	clinic atomic.Pointer[cohorts.Clinic] // as it was last read; nil: never
}

// Help knows whether there is help.
type Help interface {
	AnyHelp(ctx context.Context) bool // it does not wait for long
}

// LinkOf returns the whole address of a personal link.
func (s *Site) LinkOf(i contact.Invitation) string {
	return s.BaseURL + "/s/" + s.Contact.Token(i)
}

// HTTPS reports whether browsers come encrypted.
func (s *Site) HTTPS() bool { return strings.HasPrefix(s.BaseURL, "https://") }

// Remember keeps a value in the browser of a request.
func (s *Site) Remember(c echo.Context, name, value string, life time.Duration) {
	c.SetCookie(&http.Cookie{
		Name: auth.CookieName(name, s.HTTPS()), Value: value, Path: "/", MaxAge: int(life.Seconds()),
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.HTTPS(),
	})
}

// Remembered returns what the browser of a request was given to keep, also before browsers came by https; empty: nothing.
func (s *Site) Remembered(c echo.Context, name string) string {
	for _, name := range []string{auth.CookieName(name, s.HTTPS()), name} {
		if cookie, err := c.Cookie(name); err == nil {
			return cookie.Value
		}
	}
	return ""
}

// Joins returns what does the acts on people who ask to take part in a cohort.
func (s *Site) Joins() cohorts.Joins { return cohorts.Joins{Service: s.Cohorts} }
