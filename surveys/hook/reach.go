package hook

import (
	"errors"
	"net/netip"
	"net/url"
	"strings"
	"syscall"

	"code.dny.dev/ssrf"

	"soundings/cohorts/base"
)

// Reach is the addresses to which calls may go: to those of the internet and, if it is Private, also to those of this machine and of
// the clinic's own networks. It refuses every other kind, as link-local ones, behind which clouds keep their keys.
type Reach struct {
	Private bool
	guard   *ssrf.Guardian
}

// NewReach returns the reach of calls.
func NewReach(private bool) Reach {
	options := []ssrf.Option{ssrf.WithAnyPort()}
	if private {
		options = append(options, ssrf.WithAllowedV4Prefixes(
			netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"),
			netip.MustParsePrefix("192.168.0.0/16"), netip.MustParsePrefix("100.64.0.0/10"),
		), ssrf.WithAllowedV6Prefixes(netip.MustParsePrefix("::1/128"), netip.MustParsePrefix("fc00::/7")))
	}
	return Reach{private, ssrf.New(options...)}
}

// ErrReach is that an address is none to which calls may go.
var ErrReach = errors.New("webhooks may not go to this address")

// Dial refuses to connect to an address that calls may not go to: the Control of a dialer, which sees what a name has led to.
func (r Reach) Dial(network, address string, c syscall.RawConn) error {
	if err := r.guard.Safe(network, address, c); err != nil {
		return errors.Join(ErrReach, err)
	}
	return nil
}

// has reports whether calls may go to an address.
func (r Reach) has(ip netip.Addr) bool {
	network := "tcp6"
	if ip.Is4() {
		network = "tcp4"
	}
	return r.Dial(network, netip.AddrPortFrom(ip, 443).String(), nil) == nil
}

// Check returns Invalid for a URL to which no call can go. To where a name leads is seen when it is called.
func (r Reach) Check(text string) error {
	refuse := func(id string) error { return base.InvalidFields(base.Field{Name: "url", Text: base.T(id)}) }
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Hostname() == "" || u.User != nil || u.Fragment != "" || u.Scheme != "https" && u.Scheme != "http":
		return refuse("webhook.url_wrong")
	case u.Scheme == "http" && !r.Private:
		return refuse("webhook.url_https")
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if ip, err := netip.ParseAddr(host); err == nil && !r.has(ip) || (host == "localhost" || strings.HasSuffix(host, ".localhost")) && !r.Private {
		return refuse("webhook.url_private")
	}
	return nil
}
