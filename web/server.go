// Package web is everything HTTP: the one table of addresses (routes.go), the rooms behind them put together (rooms.go), what
// stands around every request (middleware.go), the server's own addresses (system.go) and the document that describes the
// API. A room of the site is a package under it, named as the menu names it; page is the frame that all of them stand in.
package web

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/cohorts/plan"
	"soundings/cohorts/ready"
	"soundings/cohorts/rollout"
	"soundings/metrics"
	"soundings/metrics/intake"
	"soundings/surveys"
	"soundings/surveys/board"
	"soundings/surveys/hook"
	"soundings/surveys/polls"
	"soundings/web/auth"
	"soundings/web/clinic"
	"soundings/web/mail"
	"soundings/web/page"
	"soundings/web/repeat"
	"soundings/web/sso"
)

// Config is what a Server needs. All of it has to be set but where it says otherwise.
type Config struct {
	Built          *Built
	Cohorts        *cohorts.Service
	Contact        *contact.Service
	Outbox         *contact.Outbox
	Surveys        *surveys.Service
	Rollouts       *rollout.Service
	Polls          *polls.Service
	Board          *board.Service
	Announce       board.Announcing
	Plans          *plan.Service
	Ready          *ready.Service
	Webhooks       *hook.Service
	Figures        *metrics.Service
	Intake         *intake.Service
	Auth           *auth.Service
	Requests       *repeat.Service
	Provider       *sso.Provider // by which the team signs in too; nil: with a password alone
	Audit          clinic.AuditStore
	Backups        clinic.BackupStore
	BackupEvery    time.Duration               // how often the server makes one by itself; 0: it makes none
	Ping           func(context.Context) error // whether the store answers
	Registry       *prometheus.Registry        // what /metrics shows; the server adds its own series
	BaseURL        string                      // under which browsers find the server, without a slash at the end
	GrafanaURL     string                      // under which the team opens Grafana, without a slash at the end; empty: no page links there
	Interfaces     func() ([]net.Addr, error)  // addresses of this machine, for whoever tries it with a phone; nil: none is named
	TrustedProxies []string                    // CIDRs whose X-Forwarded-For counts; may be empty
	TimeZone       string                      // IANA name: what a first set-up fixes
	MailSigned     bool                        // this server signs mail; else the mail server has to
	MetricsToken   string                      // asked for at /metrics from anywhere but this machine; may be empty
	Demo           bool                        // a made-up clinic: show the examples of all pages too
	Log            *slog.Logger
	Now            func() time.Time
	Rand           io.Reader
}

// Server is everything HTTP: the rooms, the table of their addresses, and what stands around every request.
type Server struct {
	Config
	site *page.Site
	rooms

	echo     *echo.Echo
	guard    *auth.Guard
	requests *prometheus.HistogramVec
	silent   *silent

	rows  map[string]route      // the table, by method and path
	stray map[string]page.Media // what answers where there is no route, by the first part of a path
}

// New makes the handler of every page and API route.
func New(c Config) (*Server, error) {
	s := &Server{Config: c, echo: echo.New(), silent: new(silent)}
	var err error
	if s.guard, err = auth.NewGuard(c.Auth, c.BaseURL); err != nil {
		return nil, err
	}
	s.site = newSite(c, s.guard)
	if s.echo.IPExtractor, err = clientAddress(c.TrustedProxies); err != nil {
		return nil, err
	}
	if s.requests, err = requestDurations(c.Registry); err != nil {
		return nil, err
	}
	writer, err := mail.New(s.site.Texts, func() string { return c.BaseURL })
	if err != nil {
		return nil, err
	}
	s.rooms = newRooms(c, s.site, s.guard, writer, s.silent)
	s.echo.HTTPErrorHandler = s.site.AnswerError
	s.middleware()
	s.routes()
	return s, nil
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r = withoutSlash(r)
	if r.Method == http.MethodHead {
		s.answerHead(w, r)
		return
	}
	s.echo.ServeHTTP(w, r)
}
