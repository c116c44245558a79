package web

import (
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

// Where a request comes from is what the throttle of sign-ins slows down: the connection's address, or, where that is a
// trusted proxy's, the last address in X-Forwarded-For that is not. Five guesses at an account from one place use up its
// tries; a sixth from the same place has to wait, one from another place does not.
func TestWhereARequestComesFrom(t *testing.T) {
	const here, office = "127.0.0.0/8", "10.0.0.0/8" // the tests' own connections, and a clinic's network
	const ipv4, ipv6 = "127.0.0.1:0", "[::1]:0"
	type hops []string // the lines of X-Forwarded-For
	k := newClinic(t)
	for _, test := range []struct {
		name    string
		listens string
		trusted []string
		first   hops
		sixth   hops
		same    bool // place
	}{
		{"no proxy is trusted and none is there", ipv4, nil, nil, nil, true},
		{"no proxy is trusted, so a header counts for nothing", ipv4, nil, hops{"203.0.113.1"}, hops{"203.0.113.2"}, true},
		{"a forged header from a peer that is not trusted", ipv4, []string{office}, hops{"203.0.113.1"}, hops{"203.0.113.2"}, true},
		{"a forged header that names a trusted proxy, from a peer that is not", ipv4, []string{office}, hops{"203.0.113.1, 10.0.0.7"}, hops{"203.0.113.2, 10.0.0.7"}, true},
		{"a peer of IPv6 that is not trusted", ipv6, []string{here}, hops{"203.0.113.1"}, hops{"203.0.113.2"}, true},

		{"a trusted proxy passes on two clients", ipv4, []string{here}, hops{"203.0.113.1"}, hops{"203.0.113.2"}, false},
		{"a trusted proxy passes on one client", ipv4, []string{here}, hops{"203.0.113.1"}, hops{"203.0.113.1"}, true},
		{"a trusted proxy of IPv6 passes on two clients", ipv6, []string{"::1/128"}, hops{"203.0.113.1"}, hops{"203.0.113.2"}, false},
		{"a trusted proxy passes on and asks itself", ipv4, []string{here}, hops{"203.0.113.1"}, nil, false},
		{"a client writes something before what the proxy says", ipv4, []string{here}, hops{"198.51.100.1, 203.0.113.1"}, hops{"198.51.100.2, 203.0.113.1"}, true},
		{"a client sends a line of its own before the proxy's", ipv4, []string{here}, hops{"198.51.100.1", "203.0.113.1"}, hops{"198.51.100.2", "203.0.113.1"}, true},
		{"a client writes what is no address before it", ipv4, []string{here}, hops{"no address, 203.0.113.1"}, hops{"203.0.113.1"}, true},
		{"what is no address is the proxy's own", ipv4, []string{here}, hops{"no address"}, hops{"unknown"}, true},

		{"two trusted hops", ipv4, []string{here, office}, hops{"203.0.113.1, 10.0.0.7"}, hops{"203.0.113.2, 10.0.0.7"}, false},
		{"one client by two ways of trusted hops", ipv4, []string{here, office}, hops{"203.0.113.1, 10.0.0.7"}, hops{"203.0.113.1, 10.0.0.8, 10.0.0.9"}, true},
		{"a hop between that is not trusted stands for all behind it", ipv4, []string{here, office}, hops{"203.0.113.1, 192.0.2.9, 10.0.0.7"}, hops{"203.0.113.2, 192.0.2.9, 10.0.0.8"}, true},
		{"a hop of the office while only this machine is trusted", ipv4, []string{here}, hops{"203.0.113.1, 10.0.0.7"}, hops{"203.0.113.2, 10.0.0.7"}, true},

		{"two clients in one network of IPv6", ipv4, []string{here}, hops{"2001:db8:1:2::1"}, hops{"2001:db8:1:2:ffff::9"}, true},
		{"two clients in two networks of IPv6", ipv4, []string{here}, hops{"2001:db8:1:2::1"}, hops{"2001:db8:1:3::1"}, false},
		{"one client in the two ways to write IPv4", ipv4, []string{here}, hops{"203.0.113.1"}, hops{"::ffff:203.0.113.1"}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			k.clock.Advance(time.Hour) // earlier guesses are forgotten
			guess := k.behind(t, test.listens, test.trusted)
			for range 5 {
				if status := guess(test.first); status != http.StatusUnprocessableEntity {
					t.Fatalf("one of the first five guesses is answered %d", status)
				}
			}
			want := http.StatusUnprocessableEntity
			if test.same {
				want = http.StatusTooManyRequests
			}
			if status := guess(test.sixth); status != want {
				t.Errorf("the sixth guess is answered %d, not %d", status, want)
			}
		})
	}
}

// behind serves a clinic that trusts these proxies; guess tries a wrong password with these lines of X-Forwarded-For.
func (k *house) behind(t *testing.T, listens string, trusted []string) (guess func(forwarded []string) int) {
	t.Helper()
	config := configOver(k.services, "")
	config.TrustedProxies = trusted
	server, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", listens)
	if err != nil {
		t.Skip(err) // a machine without IPv6
	}
	listening := &httptest.Server{Listener: listener, Config: &http.Server{Handler: server, ReadHeaderTimeout: time.Minute}}
	listening.Start()
	t.Cleanup(listening.Close)
	form := url.Values{"email": {"jordan@example.org"}, "password": {"a wrong password"}}.Encode()
	return func(forwarded []string) int {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, listening.URL+"/signin", strings.NewReader(form))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header["X-Forwarded-For"] = forwarded
		got, err := listening.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		got.Body.Close()
		return got.StatusCode
	}
}

// A network that cannot be read stops the server from starting; each of several is named.
func TestTrustedProxiesAreNetworks(t *testing.T) {
	config := configOver(newClinic(t).services, "")
	config.TrustedProxies = []string{"10.0.0.7", "10.0.0.0/8", "fd00::/200"}
	_, err := New(config)
	if err == nil || !strings.Contains(err.Error(), "10.0.0.7") || !strings.Contains(err.Error(), "fd00::/200") {
		t.Errorf("started with %v: %v", config.TrustedProxies, err)
	}
}
