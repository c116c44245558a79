package web

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"soundings/cohorts"
	"soundings/server/services/servicestest"
	"soundings/web/auth"
)

// house is a whole server over a database of its own.
type house struct {
	*Server
	services *servicestest.Clinic
	clock    *servicestest.Clock
	url      string
}

const testPassword = "four words in a row"

// newClinic returns a clinic that is set up, without staff.
func newClinic(t *testing.T) *house {
	t.Helper()
	return newClinicOver(t, servicestest.New(t))
}

func newClinicOver(t *testing.T, s *servicestest.Clinic) *house {
	t.Helper()
	k := newHouse(t, s)
	err := s.Cohorts.SaveClinic(t.Context(), cohorts.Clinic{
		Name: "Harbor Street Family Clinic", Phone: "(555) 010-0134", Languages: []string{"en", "es"}, TimeZone: "America/New_York",
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// newHouse returns a server that no clinic is set up on.
func newHouse(t *testing.T, s *servicestest.Clinic) *house {
	t.Helper()
	s.Clock.Set(time.Now()) // browsers keep cookies by their own clock
	k := &house{services: s, clock: s.Clock}
	listening := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { k.ServeHTTP(w, r) }))
	t.Cleanup(listening.Close)
	k.url = listening.URL
	var err error
	k.Server, err = New(configOver(s, k.url))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// built is read once for all tests: it takes longer than most of them.
var built = sync.OnceValues(Load)

// configOver returns what a server over a clinic needs.
func configOver(s *servicestest.Clinic, url string) Config {
	all, err := built()
	if err != nil {
		panic(err)
	}
	return Config{
		Built:   all,
		Cohorts: s.Cohorts, Contact: s.Contact, Outbox: s.Outbox, Surveys: s.Surveys, Rollouts: s.Rollouts, Polls: s.Polls, Plans: s.Plans, Board: s.Board, Announce: s.Announce, Webhooks: s.Webhooks,
		Ready:   s.Ready,
		Figures: s.Metrics, Intake: s.Intake, Auth: s.Accounts, Requests: s.Requests, Audit: s.Store, Backups: s.Store, Ping: s.Store.Ping,
		Registry: prometheus.NewRegistry(), BaseURL: url, Log: slog.New(slog.DiscardHandler), Now: s.Clock.Now, Rand: rand.Reader,
		TimeZone: "America/New_York",
	}
}

// staff adds somebody to the team, who has chosen a password.
func (k *house) staff(t *testing.T, name string, role auth.Role) auth.Staff {
	t.Helper()
	ctx := t.Context()
	if has, err := k.Auth.HasStaff(ctx); err != nil {
		t.Fatal(err)
	} else if !has { // the first one is a manager
		token, _, err := k.Auth.FirstSetupLink(ctx)
		if err != nil {
			t.Fatal(err)
		}
		first, err := k.Auth.SetUp(ctx, token, "Jordan Reyes", "jordan@example.org", testPassword)
		if err != nil || role == auth.Manager {
			return first
		}
	}
	_, token, err := k.Auth.AddStaff(ctx, name, strings.ToLower(name)+"@example.org", role)
	if err != nil {
		t.Fatal(err)
	}
	made, err := k.Auth.SetUp(ctx, token, name, "", testPassword)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// visitor returns a browser of somebody who is not signed in.
func (k *house) visitor(t *testing.T) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t: t, base: k.url, http: http.Client{
		Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// as returns the browser of a new member of the team, signed in.
func (k *house) as(t *testing.T, role auth.Role) *browser {
	t.Helper()
	m := k.staff(t, "Sam-"+string(role), role)
	b := k.visitor(t)
	b.get("/signin").fill("/signin", url.Values{"email": {m.Email}, "password": {testPassword}}).leads("/")
	return b
}

// peopleFile returns a file of n patients: P-001 and so on.
func peopleFile(n int) string {
	table := "ref,group,name,email,phone,language,site\n"
	for i := 1; i <= n; i++ {
		table += fmt.Sprintf("P-%03d,patient,Maria Alvarez %d,maria%d@example.org,555-010-%04d,%s,North\n", i, i, i, i, []string{"en", "es"}[i%2])
	}
	return table
}

func mustURL(t *testing.T, text string) *url.URL {
	t.Helper()
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func cookies(name, value string) []*http.Cookie { return []*http.Cookie{{Name: name, Value: value}} }
