package web

import (
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"github.com/prometheus/client_golang/prometheus"

	"soundings/cohorts/base"
	"soundings/web/page"
)

// Limits of what a request may send: the column of the table of routes.
const (
	small = "256K"
	batch = "8M"  // metrics.MaxEvents
	file  = "65M" // upload.MaxBytes and what a form puts around it
	own   = ""    // the handler bounds it, so that who sends more reads so beside the field
)

// middleware puts around every route what all of them need, the outermost first.
func (s *Server) middleware() {
	s.echo.Use(
		s.note,
		s.observe,
		middleware.RecoverWithConfig(middleware.RecoverConfig{LogErrorFunc: s.logPanic}),
		s.headers,
		s.notice,
		middleware.GzipWithConfig(middleware.GzipConfig{
			MinLength: 1024, Skipper: func(c echo.Context) bool { r := s.row(c); return r.media == page.Plain || r.limit == batch },
		}),
	)
	for _, limit := range []string{small, batch, file} {
		s.echo.Use(middleware.BodyLimitWithConfig(middleware.BodyLimitConfig{
			Limit: limit, Skipper: func(c echo.Context) bool { return s.row(c).limit != limit },
		}))
	}
}

// note tells the frame what the table says of a request's route.
func (s *Server) note(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := s.row(c)
		page.Route(c, r.media, r.limit == file)
		if r.limit != small { // uploads go on
			c.SetRequest(c.Request().WithContext(base.Slowly(c.Request().Context())))
		}
		return next(c)
	}
}

func (s *Server) logPanic(c echo.Context, err error, stack []byte) error {
	s.Log.ErrorContext(c.Request().Context(), "a handler panicked", "route", c.Path(), "error", err, "stack", string(stack))
	return err
}

// requestDurations makes the histogram of requests. Its routes are the patterns of the table in routes.go: a path may
// hold a personal link.
func requestDurations(registry prometheus.Registerer) (*prometheus.HistogramVec, error) {
	h := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "soundings_http_request_duration_seconds", Help: "How long requests took, by route, method and status code.",
		Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
	}, []string{"route", "method", "code"})
	if err := registry.Register(h); err != nil {
		return nil, fmt.Errorf("registering the request metrics: %w", err)
	}
	return h, nil
}

// observe measures and logs a request: by its route, never by its path.
func (s *Server) observe(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start := time.Now()
		if err := next(c); err != nil {
			c.Error(err)
		}
		took, code := time.Since(start), c.Response().Status
		route, method := c.Path(), methodOf(c.Request())
		if route == "" || code == http.StatusNotFound && strings.HasSuffix(route, "*") {
			route = "unmatched"
		}
		if !known(method) {
			method = "other"
		}
		s.requests.WithLabelValues(route, method, strconv.Itoa(code)).Observe(took.Seconds())
		s.Log.LogAttrs(c.Request().Context(), slog.LevelDebug, "request", // why one failed has a line of its own
			slog.String("route", route), slog.String("method", method), slog.Int("code", code), slog.Duration("took", took))
		return nil
	}
}

func known(method string) bool {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return true
	}
	return false
}

// headers sets what every answer says to browsers: nothing runs that is not this server's own file, nothing is framed,
// no address, which may hold a link, is told to other sites, and no other site gets hold of a window or a file.
func (s *Server) headers(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("X-Robots-Tag", "noindex")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()")
		h.Set("Cache-Control", "no-store") // the static files say otherwise
		if s.site.HTTPS() {
			h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		return next(c)
	}
}
