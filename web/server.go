package web

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/cohorts/plan"
	"soundings/cohorts/rollout"
	"soundings/metrics"
	"soundings/metrics/intake"
	"soundings/surveys"
	"soundings/surveys/polls"
	"soundings/web/auth"
	"soundings/web/texts"
)

// AuditStore returns what was done, the latest first.
type AuditStore interface {
	Audit(ctx context.Context, after string, limit int) (base.Page[base.AuditRecord], error)
}

// Config is what a Server needs. All of it has to be set but where it says otherwise.
type Config struct {
	Cohorts        *cohorts.Service
	Contact        *contact.Service
	Surveys        *surveys.Service
	Rollouts       *rollout.Service
	Polls          *polls.Service
	Plans          *plan.Service
	Figures        *metrics.Service
	Intake         *intake.Service
	Auth           *auth.Service
	Audit          AuditStore
	Ping           func(context.Context) error // whether the store answers
	Registry       *prometheus.Registry        // what /metrics shows; the server adds its own series
	BaseURL        string                      // under which browsers find the server, without a slash at the end
	TrustedProxies []string                    // CIDRs whose X-Forwarded-For counts; may be empty
	TimeZone       string                      // IANA name: what a first set-up fixes
	MetricsToken   string                      // asked for at /metrics from anywhere but this machine; may be empty
	Log            *slog.Logger
	Now            func() time.Time
	Rand           io.Reader
}

// Server is everything HTTP.
type Server struct {
	Config
	echo      *echo.Echo
	guard     *auth.Guard
	texts     *texts.Catalogue
	templates *templates
	static    *static
	turnstile *turnstile
	turns     chan struct{} // see inTurn
	requests  *prometheus.HistogramVec
	document  []byte // that describes the API
}

// New makes the handler of every page and API route.
func New(c Config) (*Server, error) {
	s := &Server{Config: c, echo: echo.New(), turnstile: newTurnstile(), turns: make(chan struct{}, eventsTogether)}
	var err error
	if s.texts, err = texts.Load(); err != nil {
		return nil, fmt.Errorf("reading the texts: %w", err)
	}
	if s.static, err = newStatic(); err != nil {
		return nil, err
	}
	if s.templates, err = newTemplates(s.static); err != nil {
		return nil, err
	}
	if s.guard, err = auth.NewGuard(c.Auth, c.BaseURL); err != nil {
		return nil, err
	}
	if s.echo.IPExtractor, err = clientAddress(c.TrustedProxies); err != nil {
		return nil, err
	}
	if s.requests, err = requestDurations(c.Registry); err != nil {
		return nil, err
	}
	if s.document, err = describeAPI(); err != nil {
		return nil, err
	}
	s.echo.HTTPErrorHandler = s.answerError
	s.middleware()
	s.routes()
	return s, nil
}

// ServeHTTP returns one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.echo.ServeHTTP(w, r) }

// link returns the whole address of a personal link.
func (s *Server) link(i contact.Invitation) string {
	return s.BaseURL + "/s/" + s.Contact.Token(i)
}

// https reports whether browsers come encrypted.
func (s *Server) https() bool { return strings.HasPrefix(s.BaseURL, "https://") }
