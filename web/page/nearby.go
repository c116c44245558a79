package page

import (
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// Nearby is what pages that hand out links say where links begin with an address of this machine alone: that phones cannot open
// them, and at which addresses they would find the server.
type Nearby struct {
	Home   string   // what links begin with
	Listen string   // where the server would have to listen
	Bases  []string // what links would have to begin with, one of them
}

// nearby returns what to say of the base address; nil: other machines can open it, or that is not for the server to know.
func (s *Site) nearby() *Nearby {
	base, err := url.Parse(s.BaseURL)
	if err != nil || !Loopback(base.Host) {
		return nil
	}
	port := base.Port()
	if port == "" {
		port = "80"
	}
	n := &Nearby{Home: s.BaseURL, Listen: net.JoinHostPort("0.0.0.0", port)}
	if s.Interfaces == nil {
		return n
	}
	all, err := s.Interfaces()
	if err != nil { // then none is named
		return n
	}
	for _, ip := range inNetwork(all) {
		n.Bases = append(n.Bases, "http://"+net.JoinHostPort(ip.String(), port))
	}
	return n
}

// inNetwork returns the addresses at which other machines of a network find this one: those of IPv4, which people can type.
func inNetwork(all []net.Addr) []netip.Addr {
	var ips []netip.Addr
	for _, a := range all {
		prefix, err := netip.ParsePrefix(a.String())
		if err != nil {
			continue
		}
		if ip := prefix.Addr().Unmap(); ip.Is4() && ip.IsGlobalUnicast() {
			ips = append(ips, ip)
		}
	}
	slices.SortFunc(ips, netip.Addr.Compare)
	return slices.Compact(ips)
}

// Loopback reports whether an address, with or without a port, is one of this machine that no other can reach.
func Loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		host = strings.Trim(address, "[]")
	}
	return net.ParseIP(host).IsLoopback() || strings.EqualFold(host, "localhost")
}
