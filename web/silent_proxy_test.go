package web

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"soundings/web/auth"
)

// A request has no other address to the server than a proxy's where the proxy says nothing of who asks, or is not trusted.
func TestSilentProxies(t *testing.T) {
	const public, plain, local = "https://portal.example.org", "http://portal.example.org", "http://127.0.0.1:8080"
	k := newClinic(t)
	for _, test := range []struct {
		what, base, peer string
		says             string // in X-Forwarded-For
		trusted          string
		want             string // says, trusted; empty: no silent proxy
	}{
		{"a bare proxy on this machine", public, "127.0.0.1", "", "", "false false"},
		{"one of IPv6", public, "[::1]", "", "", "false false"},
		{"IPv4 written as IPv6", public, "[::ffff:127.0.0.1]", "", "", "false false"},
		{"a bare proxy before plain http", plain, "127.0.0.1", "", "", "false false"},
		{"a bare proxy in the network beside it", public, "172.18.0.3", "", "", "false false"},
		{"in one of IPv6", public, "[fd00::3]", "", "", "false false"},
		{"a proxy that is trusted and says nothing", public, "127.0.0.1", "", "127.0.0.0/8", "false true"},
		{"a proxy that says it and is not trusted", public, "127.0.0.1", "203.0.113.7", "", "true false"},
		{"while another is", public, "127.0.0.1", "203.0.113.7", "10.0.0.0/8", "true false"},
		{"the same before plain http in the network", plain, "192.168.1.9", "203.0.113.7", "", "true false"},
		{"one as the README has it", public, "127.0.0.1", "203.0.113.7", "127.0.0.1/32", ""},
		{"Caddy of compose", public, "172.18.0.3", "203.0.113.7", "172.16.0.0/12", ""},
		{"a colleague in the clinic's network, without a proxy", plain, "192.168.1.9", "", "", ""},
		{"a stranger who makes one up", public, "198.51.100.7", "203.0.113.7", "", ""},
		{"a server for this machine alone", local, "127.0.0.1", "", "", ""},
		{"and a proxy before it", local, "127.0.0.1", "203.0.113.7", "", ""},
	} {
		config := configOver(k.services, test.base)
		if test.trusted != "" {
			config.TrustedProxies = []string{test.trusted}
		}
		server, err := New(config)
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/signin", http.NoBody)
		r.RemoteAddr = test.peer + ":40000"
		if test.says != "" {
			r.Header.Set("X-Forwarded-For", test.says)
		}
		server.ServeHTTP(httptest.NewRecorder(), r)
		got := ""
		if p, ok := server.silent.last(k.clock.Now()); ok {
			got = fmt.Sprint(p.Says, " ", p.Trusted)
		}
		if got != test.want {
			t.Errorf("%s: %q, want %q", test.what, got, test.want)
		}
	}
}

// Managers are told of a silent proxy for an hour after the last page that was asked for by it, and what to do; the log has
// no address. Programs on the same machine ask by no proxy.
func TestManagersAreToldOfASilentProxy(t *testing.T) {
	k := newClinic(t)
	var log bytes.Buffer
	config := configOver(k.services, "http://portal.example.org")
	config.Log = slog.New(slog.NewTextHandler(&log, nil))
	server, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	ask := func(peer, path string) {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, http.NoBody)
		r.RemoteAddr = peer + ":40000"
		server.ServeHTTP(httptest.NewRecorder(), r)
	}
	manager, viewer := k.as(t, auth.Manager), k.as(t, auth.Viewer)
	k.Server.settings.Silent = server.settings.Silent // the browsers of this test ask another server over the same clinic
	for _, path := range []string{"/api/v1/cohorts", "/healthz", "/metrics", "/ofrep/v1/configuration"} {
		ask("127.0.0.1", path)
	}
	ask("203.0.113.7", "/signin")
	const title = "Your proxy does not say who asks"
	manager.get("/").is(200).hides(title)
	ask("127.0.0.1", "/signin")
	manager.get("/").is(200).says(title, "your colleagues have to wait, too").leadsOn("/settings#proxy")
	manager.get("/settings").is(200).says(title, "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;", "--trusted-proxies 127.0.0.1/32")
	viewer.get("/").is(200).hides(title)
	k.clock.Advance(time.Hour)
	manager.get("/").is(200).hides(title)
	if text := log.String(); strings.Count(text, "does not say who asks") != 1 || strings.Contains(text, "127.0.0.1") {
		t.Errorf("the log says %q", text)
	}
}
