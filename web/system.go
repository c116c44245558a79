package web

import (
	"context"
	"crypto/subtle"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"soundings/web/page"
)

// healthz says that the process answers.
func (s *Server) healthz(c echo.Context) error { return c.String(http.StatusOK, "ok\n") }

// readyz reports whether the store can be read and written.
func (s *Server) readyz(c echo.Context) error {
	ctx, cancel := context.WithTimeout(c.Request().Context(), 2*time.Second)
	defer cancel()
	if err := s.Ping(ctx); err != nil {
		s.Log.WarnContext(ctx, "the store cannot be used", "error", err)
		return c.String(http.StatusServiceUnavailable, "the store cannot be read or written now: see the log\n")
	}
	return c.String(http.StatusOK, "ready\n")
}

// metrics shows the figures to who has the token, and on a server for this machine alone to who asks from there.
func (s *Server) metrics(c echo.Context) error {
	if !s.mayScrape(c.Request()) {
		c.Response().Header().Set("WWW-Authenticate", `Bearer realm="metrics"`)
		return c.String(http.StatusUnauthorized, "/metrics needs the token of --metrics-token (SOUNDINGS_METRICS_TOKEN)\n")
	}
	promhttp.HandlerFor(s.Registry, promhttp.HandlerOpts{DisableCompression: true}).ServeHTTP(c.Response(), c.Request())
	return nil
}

// mayScrape reports whether a request has the token or, on a server for this machine alone, comes from this machine and
// from nobody else through it.
func (s *Server) mayScrape(r *http.Request) bool {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if s.MetricsToken != "" && strings.EqualFold(scheme, "Bearer") && subtle.ConstantTimeCompare([]byte(strings.TrimSpace(token)), []byte(s.MetricsToken)) == 1 {
		return true
	}
	return !s.public() && page.Loopback(r.RemoteAddr) && page.Loopback(r.Host) && !proxied(r)
}

// public reports whether browsers elsewhere find this server: then a proxy stands on this machine, whatever it says.
func (s *Server) public() bool {
	base, err := url.Parse(s.BaseURL)
	return s.BaseURL != "" && (err != nil || base.Scheme == "https" || !page.Loopback(base.Host))
}

// proxied reports whether a proxy says that it passes on what comes from others. Older nginx says it by speaking HTTP/1.0.
func proxied(r *http.Request) bool {
	for name := range r.Header {
		if name == "Forwarded" || name == "Via" || name == "X-Real-Ip" || strings.HasPrefix(name, "X-Forwarded-") {
			return true
		}
	}
	return !r.ProtoAtLeast(1, 1)
}
