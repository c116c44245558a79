package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"soundings/server/services/servicestest"
	"soundings/web/auth"
)

// twoServers are two servers behind a proxy over one database.
type twoServers struct {
	t       *testing.T
	servers [2]*Server
	clock   *servicestest.Clock
	sent    int
}

// signIn tries to sign in from an address, at one server and then the other.
func (s *twoServers) signIn(email, password, from string, known ...*http.Cookie) *httptest.ResponseRecorder {
	s.sent++
	form := url.Values{"email": {email}, "password": {password}}.Encode()
	r := httptest.NewRequestWithContext(s.t.Context(), http.MethodPost, "/signin", strings.NewReader(form))
	r.RemoteAddr = "127.0.0.1:40000"
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Forwarded-For", from)
	for _, cookie := range known {
		r.AddCookie(cookie)
	}
	w := httptest.NewRecorder()
	s.servers[s.sent%2].ServeHTTP(w, r)
	return w
}

// guess tries wrong passwords, each from the next of so many addresses, twenty a second.
func (s *twoServers) guess(email string, guesses, places int) (answered int) {
	for n := range guesses {
		at := s.sent % places
		w := s.signIn(email, "a wrong password", fmt.Sprintf("198.18.%d.%d", at/250, at%250))
		switch w.Code {
		case http.StatusUnprocessableEntity:
			answered++
		case http.StatusTooManyRequests:
			if w.Header().Get("Retry-After") == "" {
				s.t.Fatal("no word when to try again")
			}
		default:
			s.t.Fatalf("guess %d is answered %d", n, w.Code)
		}
		if n%20 == 19 {
			s.clock.Advance(time.Second)
		}
	}
	return answered
}

// While strangers guess from everywhere, the owner comes in at the first try with a browser that signed in before, and
// within a minute with a new one from a new place: on two servers over one database, behind a proxy. SOUNDINGS_TEST_GUESSES
// has ten thousand guesses from five hundred addresses.
func TestTheOwnerComesInWhileStrangersGuess(t *testing.T) {
	guesses, places := 240, 80
	if os.Getenv("SOUNDINGS_TEST_GUESSES") != "" {
		guesses, places = 10_000, 500
	}
	servicestest.Each(t, func(t *testing.T, c *servicestest.Clinic) {
		k := newClinicOver(t, c)
		owner := k.staff(t, "Sam", auth.Manager)
		s := &twoServers{t: t, clock: c.Clock}
		for i, services := range []*servicestest.Clinic{c, c.Another(t)} {
			config := configOver(services, "")
			config.TrustedProxies = []string{"127.0.0.1/32"}
			var err error
			if s.servers[i], err = New(config); err != nil {
				t.Fatal(err)
			}
		}
		var known []*http.Cookie
		for _, cookie := range s.signIn(owner.Email, testPassword, "192.0.2.10").Result().Cookies() {
			if cookie.Name == "soundings_browser" {
				known = append(known, cookie)
			}
		}
		if len(known) != 1 {
			t.Fatal("the browser is not known")
		}
		answered := s.guess(owner.Email, guesses/2, places)
		for range 2 { // on either server
			if w := s.signIn(owner.Email, testPassword, "192.0.2.77", known...); w.Code != http.StatusSeeOther {
				t.Errorf("a known browser is answered %d", w.Code)
			}
		}
		start, sent := c.Clock.Now(), s.sent
		for {
			w := s.signIn(owner.Email, testPassword, "203.0.113.9")
			if w.Code == http.StatusSeeOther {
				break
			}
			wait, err := strconv.Atoi(w.Header().Get("Retry-After"))
			if err != nil || wait < 1 || wait > 60 {
				t.Fatalf("a new browser is answered %d, wait %q", w.Code, w.Header().Get("Retry-After"))
			}
			answered += s.guess(owner.Email, 20*wait, places)
		}
		took := c.Clock.Now().Sub(start)
		if took > time.Minute {
			t.Errorf("a new browser came in after %v", took)
		}
		if rest := guesses/2 - (s.sent - sent); rest > 0 {
			answered += s.guess(owner.Email, rest, places)
		}
		if answered > s.sent/2 {
			t.Errorf("%d of %d guesses were answered", answered, s.sent)
		}
		t.Logf("%d of %d guesses from %d addresses were answered; a new browser came in after %v", answered, s.sent, places, took)
	})
}
