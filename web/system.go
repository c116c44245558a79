package web

import (
	"context"
	"crypto/subtle"
	"net"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// healthz says that the process answers.
func (s *Server) healthz(c echo.Context) error { return c.String(http.StatusOK, "ok\n") }

// readyz says whether the store answers.
func (s *Server) readyz(c echo.Context) error {
	ctx, cancel := context.WithTimeout(c.Request().Context(), 2*time.Second)
	defer cancel()
	if err := s.Ping(ctx); err != nil {
		s.Log.WarnContext(ctx, "the store does not answer", "error", err)
		return c.String(http.StatusServiceUnavailable, "the store does not answer\n")
	}
	return c.String(http.StatusOK, "ready\n")
}

// metrics shows the figures to who asks from this machine, or with the token.
func (s *Server) metrics(c echo.Context) error {
	if !s.mayScrape(c) {
		c.Response().Header().Set("WWW-Authenticate", `Bearer realm="metrics"`)
		return c.String(http.StatusUnauthorized, "from another machine /metrics needs the token of --metrics-token (SOUNDINGS_METRICS_TOKEN)\n")
	}
	promhttp.HandlerFor(s.Registry, promhttp.HandlerOpts{DisableCompression: true}).ServeHTTP(c.Response(), c.Request())
	return nil
}

func (s *Server) mayScrape(c echo.Context) bool {
	given, want := []byte(c.Request().Header.Get("Authorization")), []byte("Bearer "+s.MetricsToken)
	if s.MetricsToken != "" && subtle.ConstantTimeCompare(given, want) == 1 {
		return true
	}
	// A proxy on this machine passes on what comes from others: it says so, and that is enough to ask for the token.
	ip := net.ParseIP(c.RealIP())
	return ip != nil && ip.IsLoopback() && c.Request().Header.Get("X-Forwarded-For") == ""
}
