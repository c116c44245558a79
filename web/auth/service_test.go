package auth

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"

	"soundings/cohorts/base"
)

const (
	goodEmail    = "ana.lopez@clinic.example"
	goodName     = "Ana López"
	goodPassword = "a long enough password"
	here         = "192.0.2.1"
)

// world is a Service over a memory store with a clock of its own. When a test ends, it looks through the log.
type world struct {
	*Service
	store *memory
	mu    sync.Mutex
	now   time.Time
}

// try is a try to sign in with a browser that is not known.
func try(email, password, from string) Attempt {
	return Attempt{Email: email, Password: password, From: from}
}

func newWorld(t *testing.T) *world {
	t.Helper()
	var log bytes.Buffer
	store := newMemory()
	w := &world{
		store: store, now: time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC),
		Service: New(store, Config{Rand: rand.Reader, BrowserKey: []byte("a key of browsers in tests"), TicketKey: []byte("a key of tickets in tests"), Hashing: &argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}, Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))}),
	}
	w.Now = func() time.Time {
		w.mu.Lock()
		defer w.mu.Unlock()
		return w.now
	}
	t.Cleanup(func() {
		for _, secret := range []string{goodEmail, "clinic.example", goodName, "Ana", goodPassword, here, keyPrefix} {
			if strings.Contains(log.String(), secret) {
				t.Errorf("the log shows %q:\n%s", secret, log.String())
			}
		}
	})
	return w
}

func (w *world) wait(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

// manager is the first manager, set up by the first link.
func (w *world) manager(t *testing.T) Staff {
	t.Helper()
	token, needed, err := w.FirstSetupLink(t.Context())
	if err != nil || !needed {
		t.Fatalf("first set-up link: needed %v, %v", needed, err)
	}
	staff, err := w.SetUp(t.Context(), token, goodName, goodEmail, goodPassword)
	if err != nil {
		t.Fatal(err)
	}
	return staff
}

// colleague is somebody whom a manager added and who chose a password.
func (w *world) colleague(t *testing.T, email string, role Role) Staff {
	t.Helper()
	_, token, err := w.AddStaff(t.Context(), "", email, role)
	if err != nil {
		t.Fatal(err)
	}
	staff, err := w.SetUp(t.Context(), token, "A Colleague", "", goodPassword)
	if err != nil {
		t.Fatal(err)
	}
	return staff
}

// outcome is how an act ended, in a few words: "ok", or the refusal's code with its text or its fields.
func outcome(err error) string {
	var e *base.Error
	switch {
	case err == nil:
		return "ok"
	case !errors.As(err, &e):
		return err.Error()
	case len(e.Fields) == 0:
		return fmt.Sprintf("%s: %s", e.Code, e.Text.ID)
	}
	words := []string{string(e.Code) + ":"}
	for _, f := range e.Fields {
		words = append(words, f.Name+" "+f.Text.ID)
	}
	return strings.Join(words, " ")
}

func expect(t *testing.T, what string, err error, want string) {
	t.Helper()
	if got := outcome(err); got != want {
		t.Errorf("%s: %s, want %s", what, got, want)
	}
}

func TestStoreHoldsNothingThatOpensADoor(t *testing.T) {
	w := newWorld(t)
	first, _, _ := w.FirstSetupLink(t.Context())
	staff := w.manager(t)
	link, err := w.StaffLink(t.Context(), staff.ID)
	if err != nil {
		t.Fatal(err)
	}
	key, _, err := w.CreateKey(t.Context(), "Grafana", Viewer)
	if err != nil {
		t.Fatal(err)
	}
	kept := fmt.Sprintf("%+v", w.store)
	for what, secret := range map[string]string{
		"a password": goodPassword, "a first link": first, "a staff link": link, "a key": key,
	} {
		if strings.Contains(strings.ToLower(kept), secret) {
			t.Errorf("%s is kept as it is", what)
		}
	}
	if len(first) < 32 || len(key) != len(keyPrefix)+32 {
		t.Errorf("tokens of %d and %d characters are too short", len(first), len(key))
	}
}

func TestSweep(t *testing.T) {
	w := newWorld(t)
	if _, _, err := w.FirstSetupLink(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.store.sessions["x"] = Session{Expires: w.Now().Add(time.Hour)}
	expect(t, "sweeping early", w.Sweep(t.Context()), "ok")
	if len(w.store.links) != 1 || len(w.store.sessions) != 1 {
		t.Error("swept away what is not over")
	}
	w.wait(setupLinkLife)
	expect(t, "sweeping late", w.Sweep(t.Context()), "ok")
	if len(w.store.links)+len(w.store.sessions) != 0 {
		t.Error("left what is over")
	}
}
