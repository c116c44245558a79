package web

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// Who asks from this machine sees the figures, and who has the token. A proxy on this machine asks for others.
func TestWhoSeesTheFigures(t *testing.T) {
	const token, here, there = "a token", "127.0.0.1:40000", "192.0.2.7:40000"
	k := newClinic(t)
	for _, test := range []struct {
		name   string
		from   string
		host   string
		header string // with its value
		value  string
		token  string // of the settings
		status int
	}{
		{"this machine", here, "localhost:8080", "", "", "", 200},
		{"this machine, although there is a token", here, "127.0.0.1:8080", "", "", token, 200},
		{"this machine by another of its addresses", "127.0.0.9:40000", "127.8.8.8", "", "", token, 200},
		{"this machine by IPv6", "[::1]:40000", "[::1]:8080", "", "", token, 200},
		{"this machine by IPv6 without a port", "[::1]:40000", "[::1]", "", "", token, 200},
		{"this machine, named in capitals", here, "LOCALHOST", "", "", token, 200},
		{"another machine", there, "localhost:8080", "", "", token, 401},
		{"another machine, while there is no token", there, "localhost:8080", "", "", "", 401},
		{"another machine with no token while there is none", there, "localhost:8080", "Authorization", "Bearer ", "", 401},
		{"another machine with the token", there, "portal.example.org", "Authorization", "Bearer " + token, token, 200},
		{"the scheme in small letters", there, "portal.example.org", "Authorization", "bearer " + token, token, 200},
		{"another scheme", there, "portal.example.org", "Authorization", "Basic " + token, token, 401},
		{"a wrong token", there, "portal.example.org", "Authorization", "Bearer another", token, 401},
		{"the token alone", there, "portal.example.org", "Authorization", token, token, 401},
		{"a proxy that names its caller", here, "localhost:8080", "X-Forwarded-For", "192.0.2.7", token, 401},
		{"a proxy that names no caller", here, "localhost:8080", "X-Forwarded-For", "", token, 401},
		{"a proxy that names its own scheme", here, "localhost:8080", "X-Forwarded-Proto", "https", token, 401},
		{"a proxy of RFC 7239", here, "localhost:8080", "Forwarded", "for=192.0.2.7", token, 401},
		{"a proxy as nginx is often set up", here, "localhost:8080", "X-Real-IP", "127.0.0.1", token, 401},
		{"a proxy that names itself", here, "localhost:8080", "Via", "1.1 proxy", token, 401},
		{"a proxy that passes the name on", here, "portal.example.org", "", "", token, 401},
		{"a proxy that passes the name and the port on", here, "portal.example.org:443", "", "", "", 401},
		{"a name that only begins like this machine", here, "localhost.example.org", "", "", token, 401},
		{"a proxy, with the token", here, "portal.example.org", "Authorization", "Bearer " + token, token, 200},
	} {
		k.MetricsToken = test.token
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil)
		r.RemoteAddr, r.Host = test.from, test.host
		if test.header != "" {
			r.Header.Set(test.header, test.value)
		}
		w := httptest.NewRecorder()
		k.ServeHTTP(w, r)
		if w.Code != test.status {
			t.Errorf("%s: %d, not %d", test.name, w.Code, test.status)
		}
		if asks := w.Header().Get("WWW-Authenticate") != ""; asks != (test.status == 401) {
			t.Errorf("%s: whether it asks for the token is %v", test.name, asks)
		}
	}
}

// Older nginx passes requests on as HTTP/1.0, under the name that it reaches the server by.
func TestFiguresAreNotShownThroughAPlainProxy(t *testing.T) {
	k := newClinic(t)
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil)
	r.RemoteAddr, r.Host, r.Proto, r.ProtoMinor = "127.0.0.1:40000", "127.0.0.1:8080", "HTTP/1.0", 0
	w := httptest.NewRecorder()
	k.ServeHTTP(w, r)
	if w.Code != http.StatusUnauthorized {
		t.Errorf("it answers %d", w.Code)
	}
}
