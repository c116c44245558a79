package clinic

import (
	"strings"

	"soundings/web/page"
)

// Proxy is one that stands before this server and does not say who asks, or whose word does not count.
type Proxy struct {
	Address string // its own
	Says    bool   // who asks
	Trusted bool   // by --trusted-proxies
}

// ProxyNote is what a manager is told of a silent proxy, and what whoever runs the server has to do.
type ProxyNote struct {
	Title   string
	Text    string
	Line    string // of nginx; empty: it has one
	Network string // for --trusted-proxies; empty: it is there
}

// silentProxy returns the note; nil where each who asks has their own address.
func (s *Settings) silentProxy(frame page.Page) *ProxyNote {
	p, ok := s.Silent()
	if !ok || !frame.Manages() {
		return nil
	}
	return proxyNote(frame, p)
}

func proxyNote(frame page.Page, p Proxy) *ProxyNote {
	n := &ProxyNote{Title: frame.T("proxy.untrusted"), Text: frame.T("proxy.one")}
	if !p.Says {
		n.Title, n.Line = frame.T("proxy.silent"), "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;"
	}
	if !p.Trusted {
		n.Network = p.Address + "/32"
		if strings.Contains(p.Address, ":") {
			n.Network = p.Address + "/128"
		}
	}
	return n
}
