package web

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/web/clinic"
	"soundings/web/page"
)

// clientAddress returns how to find the address of who asks: that of the connection, or what a trusted proxy says.
func clientAddress(proxies []string) (echo.IPExtractor, error) {
	if len(proxies) == 0 {
		return echo.ExtractIPDirect(), nil
	}
	trust := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	var errs []error
	for _, p := range proxies {
		_, network, err := net.ParseCIDR(p)
		if err != nil {
			errs = append(errs, fmt.Errorf("a trusted proxy is written as 10.0.0.0/8: %w", err))
			continue
		}
		trust = append(trust, echo.TrustIPRange(network))
	}
	return echo.ExtractIPFromXFFHeader(trust...), errors.Join(errs...)
}

// silent remembers the proxy by which pages were asked for lately without a word of who asks that counts: whoever asks by it
// has one address.
type silent struct {
	mu    sync.Mutex
	proxy clinic.Proxy
	at    time.Time
}

// silentLife is how long after the last such request the team is told.
const silentLife = time.Hour

// notice looks at who asks for a page. Programs may well be on this machine, or in this network.
func (s *Server) notice(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if proxy, ok := s.silentProxy(c.Request()); ok && s.row(c).media == page.HTML {
			s.silent.mu.Lock()
			s.silent.proxy, s.silent.at = proxy, s.Now()
			s.silent.mu.Unlock()
			s.Log.WarnContext(c.Request().Context(), "pages are asked for by a proxy that does not say who asks, or that is not trusted: all who come by it are slowed down as one. Have it add the caller to X-Forwarded-For, and name its network in --trusted-proxies (SOUNDINGS_TRUSTED_PROXIES)",
				"says", proxy.Says, "trusted", proxy.Trusted)
		}
		return next(c)
	}
}

// silentProxy returns the proxy by which a request comes that has no other address to us than the proxy's. Where browsers
// come from elsewhere, what asks from this machine is one, and from the network beside it, where it says so or browsers come
// by https, which this server does not speak.
func (s *Server) silentProxy(r *http.Request) (p clinic.Proxy, ok bool) {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil || !s.public() {
		return p, false
	}
	at := peer.Addr().Unmap().WithZone("")
	p = clinic.Proxy{Address: at.String(), Says: r.Header.Get(echo.HeaderXForwardedFor) != "", Trusted: s.trusts(at)}
	near := at.IsLoopback() || (at.IsPrivate() || at.IsLinkLocalUnicast()) && (s.site.HTTPS() || proxied(r))
	return p, near && !(p.Says && p.Trusted)
}

// trusts reports whether what an address says of who asks counts.
func (s *Server) trusts(at netip.Addr) bool {
	for _, text := range s.TrustedProxies {
		if network, err := netip.ParsePrefix(text); err == nil && network.Contains(at) {
			return true
		}
	}
	return false
}

// last returns the proxy of the last hour, if there was one.
func (s *silent) last(now time.Time) (clinic.Proxy, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.proxy, !s.at.IsZero() && now.Sub(s.at) < silentLife
}
