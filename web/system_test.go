package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"soundings/web/auth"
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

// Where browsers elsewhere find the server a proxy stands before it: then nobody sees the figures without the token, whatever
// the proxy says of its caller, and whatever name the caller says.
func TestFiguresOfAPublicServerNeedTheToken(t *testing.T) {
	const token = "a token"
	s := newClinic(t).services
	for _, test := range []struct {
		base, host, shows string
		status            int
	}{
		{"https://portal.example.org", "127.0.0.1:8080", "", 401},
		{"https://portal.example.org", "localhost", "", 401},
		{"http://portal.example.org", "127.0.0.1:8080", "", 401},
		{"http://192.0.2.7:8080", "127.0.0.1:8080", "", 401},
		{"https://localhost:8443", "localhost", "", 401},
		{"https://portal.example.org", "127.0.0.1:8080", "Bearer " + token, 200},
		{"http://localhost:8080", "127.0.0.1:8080", "", 200},
		{"http://[::1]:8080", "127.0.0.1:8080", "", 200},
	} {
		c := configOver(s, test.base)
		c.MetricsToken = token
		server, err := New(c)
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil)
		r.RemoteAddr, r.Host = "127.0.0.1:40000", test.host
		r.Header.Set("Authorization", test.shows)
		w := httptest.NewRecorder()
		server.ServeHTTP(w, r)
		if w.Code != test.status {
			t.Errorf("%s, asked as %s: %d, not %d", test.base, test.host, w.Code, test.status)
		}
	}
}

// HEAD is answered as GET is, everywhere, without the body.
func TestHeadIsAnsweredAsGet(t *testing.T) {
	k := newClinic(t)
	manager := k.as(t, auth.Manager)
	for _, path := range []string{"/healthz", "/readyz", "/", "/metrics", "/api/openapi.json", "/s/0123456789ABCDEF", "/p/nothing", "/settings", "/nothing", "/participants.csv", "/api/v1/cohorts", "/signin"} {
		get, head := manager.do(http.MethodGet, path, "", http.NoBody), manager.do(http.MethodHead, path, "", http.NoBody)
		if head.status != get.status || head.body != "" || get.body == "" && get.status == 200 {
			t.Errorf("%s: HEAD is answered %d with %d bytes, GET %d with %d", path, head.status, len(head.body), get.status, len(get.body))
		}
		if is, want := head.header.Get("Content-Type"), get.header.Get("Content-Type"); is != want {
			t.Errorf("%s: HEAD says %q, GET %q", path, is, want)
		}
	}
	if got := manager.do(http.MethodHead, "/signout", "", http.NoBody); got.status != http.StatusMethodNotAllowed {
		t.Errorf("HEAD of what is only sent: %d", got.status)
	}
}

// What every answer says to browsers.
func TestWhatAnswersSayToBrowsers(t *testing.T) {
	s := newClinic(t).services
	for base, https := range map[string]bool{"https://portal.example.org": true, "http://localhost:8080": false} {
		server, err := New(configOver(s, base))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{"/", "/signin", "/nothing", "/api/v1/cohorts", "/s/nothing"} {
			w := httptest.NewRecorder()
			server.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path+"?lang=es", nil))
			for name, want := range map[string]string{
				"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
				"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
				"Strict-Transport-Security": map[bool]string{true: "max-age=31536000; includeSubDomains"}[https],
			} {
				if got := w.Header().Get(name); got != want {
					t.Errorf("%s%s: %s is %q, not %q", base, path, name, got, want)
				}
			}
			if !strings.Contains(w.Header().Get("Permissions-Policy"), "camera=()") {
				t.Errorf("%s%s: pages may use the camera", base, path)
			}
			for _, cookie := range w.Result().Cookies() {
				if strings.HasPrefix(cookie.Name, "__Host-") != https || cookie.Secure != https {
					t.Errorf("%s%s: cookie %s", base, path, cookie)
				}
			}
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
