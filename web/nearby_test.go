package web

import (
	"errors"
	"net"
	"testing"

	"soundings/web/auth"
)

// Where links begin with an address of this machine alone, the pages that hand them out say so, and with which settings a phone in
// the same network could open them.
func TestLinksThatPhonesCannotOpen(t *testing.T) {
	addresses := func(all ...string) func() ([]net.Addr, error) {
		return func() ([]net.Addr, error) {
			var found []net.Addr
			for _, cidr := range all {
				ip, network, err := net.ParseCIDR(cidr)
				if err != nil {
					return nil, err
				}
				found = append(found, &net.IPNet{IP: ip, Mask: network.Mask})
			}
			return found, nil
		}
	}
	for _, c := range []struct {
		about, base string
		interfaces  func() ([]net.Addr, error)
		says, hides []string
	}{
		{"in a network", "http://127.0.0.1:8080", addresses("127.0.0.1/8", "::1/128", "192.168.1.20/24", "fe80::1/64", "169.254.7.1/16", "10.0.0.7/8"),
			[]string{"Phones and other computers cannot open these links", "http://127.0.0.1:8080", "--listen 0.0.0.0:8080 --base-url http://192.168.1.20:8080", "--base-url http://10.0.0.7:8080"}, []string{"169.254", "fe80", "base-url http://127"}},
		{"by name", "http://localhost:9000", addresses("192.168.1.20/24"), []string{"--listen 0.0.0.0:9000 --base-url http://192.168.1.20:9000"}, nil},
		{"in none", "http://[::1]:8080", addresses("127.0.0.1/8"), []string{"this machine has to be in a network"}, []string{"--listen"}},
		{"not to be found out", "http://127.0.0.1:8080", func() ([]net.Addr, error) { return nil, errors.New("no") }, []string{"this machine has to be in a network"}, nil},
		{"for everybody", "https://beta.example.org", addresses("192.168.1.20/24"), nil, []string{"Phones and other computers", "192.168"}},
		{"in the network already", "http://192.168.1.20:8080", addresses("192.168.1.20/24"), nil, []string{"Phones and other computers"}},
	} {
		t.Run(c.about, func(t *testing.T) {
			k := newClinic(t)
			survey, refs, _ := k.asksAll(t, k.key(t, auth.Member))
			p, at := k.poll(t, nil)
			team, person := k.as(t, auth.Member), k.visitor(t)
			k.site.BaseURL, k.site.Interfaces = c.base, c.interfaces
			for _, path := range []string{"/surveys/" + survey + "/links", "/surveys/" + survey + "/paper", "/polls/" + p.ID, "/polls/" + p.ID + "/poster", "/kiosk", "/outbox/letters", "/outbox/texts", "/outbox/start?about=survey&of=" + survey + "&steps=mail+0", "/participants/" + refs[0] + "/links/" + k.invited(t, refs[0])[0].ID} {
				team.get(path).is(200).says(c.says...).hides(c.hides...)
			}
			person.get(at).is(200).hides("--listen", "192.168")
		})
	}
}
