package main

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"soundings/cohorts/base"
	"soundings/server/store"
	"soundings/server/store/engine"
	"soundings/web/auth"
)

// acts returns what the audit of a server says was done, the latest first.
func (s *server) acts(t *testing.T) []string {
	t.Helper()
	page, err := s.app.Store.Audit(t.Context(), time.Time{}, time.Time{}, "", 100)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, r := range page.Items {
		all = append(all, r.Act)
	}
	return all
}

// A restored backup does not bring back who was removed since, nor anybody's session, and its audit says that it is one.
func TestRestoreRemovesAgain(t *testing.T) {
	t.Setenv("SOUNDINGS_PASSPHRASE", passphrase)
	onBoth(t, func(t *testing.T, at place) {
		folderOf := t.TempDir()
		file, backup := filepath.Join(folderOf, "removals"), filepath.Join(folderOf, "backup")
		s := start(t, at.with("--removals", file)...)
		s.addPeople(t, "p-1", "p-2", "p-3")
		if err := s.app.Cohorts.RemoveParticipant(t.Context(), "p-3"); err != nil {
			t.Fatal(err)
		}
		succeeds(t, at.with("backup", backup, "--removals", file)...)
		if err := s.app.Cohorts.RemoveParticipant(t.Context(), "p-1"); err != nil {
			t.Fatal(err)
		}
		if acts := s.acts(t); !slices.Contains(acts, "data.backup") {
			t.Errorf("the audit has %v", acts)
		}
		secret := s.app.db.secret
		s.stop(t)
		lines, err := os.ReadFile(file)
		if err != nil || bytes.Count(lines, []byte("\n")) != 3 || bytes.Contains(lines, []byte("p-1")) {
			t.Errorf("the removals are %s, %v", lines, err)
		}
		beside, err := os.ReadFile(backup + removalsEnding)
		if err != nil || bytes.Count(beside, []byte("\n")) != 2 {
			t.Errorf("beside the backup are %s, %v", beside, err)
		}

		restored := func(args ...string) *server {
			to := folder(t)
			succeeds(t, append(to.with("restore", backup, "--secret", secret), args...)...)
			return start(t, to.with("--secret", secret)...)
		}
		with := restored("--removals", file)
		with.hasPeople(t, "p-2")
		if _, err := with.app.Cohorts.Participant(t.Context(), "p-1"); !base.IsCode(err, base.NotFound) {
			t.Errorf("who was removed is there again: %v", err)
		}
		if acts := with.acts(t); !slices.Contains(acts, "data.restore") {
			t.Errorf("the audit of the restored clinic has %v", acts)
		}
		restored("--without-removals").hasPeople(t, "p-1", "p-2")
	})
}

// Without knowing who was removed nothing is restored.
func TestRestoreAsksForRemovals(t *testing.T) {
	file, _ := backedUp(t, folder(t))
	to, folderOf := folder(t), t.TempDir()
	fails(t, 1, "is not known", to.with("restore", file)...)
	fails(t, 1, "--without-removals", to.with("restore", file)...)
	fails(t, 1, "reading the removals", to.with("restore", file, "--removals", filepath.Join(folderOf, "none"))...)
	other := filepath.Join(folderOf, "other")
	start(t, folder(t).with("--removals", other)...).stop(t)
	fails(t, 1, "does not hold the removals of this clinic", to.with("restore", file, "--removals", other)...)
	damaged := filepath.Join(folderOf, "damaged")
	if err := os.WriteFile(damaged, []byte("a letter\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	fails(t, 1, "is damaged at its line 1", to.with("restore", file, "--removals", damaged)...)
}

// What begins after a backup does not say who was removed before.
func TestRemovalsThatBeginTooLate(t *testing.T) {
	made := time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)
	path := filepath.Join(t.TempDir(), "removals")
	h := header{Made: made, Secret: aSecret}
	r, err := newRemovals(path, aSecret, func() time.Time { return made.Add(time.Hour) })
	if err != nil {
		t.Fatal(err)
	}
	if err := r.note(t.Context(), removedPerson, "p-1", ""); err != nil {
		t.Fatal(err)
	}
	since, err := removedSince(path, h)
	if err == nil || !strings.Contains(err.Error(), "begins then") || len(since) != 1 {
		t.Errorf("%v, %v", since, err)
	}
	h.Made = made.Add(2 * time.Hour)
	if since, err := removedSince(path, h); err != nil || len(since) != 0 {
		t.Errorf("%v, %v", since, err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, append(content, `{"at":`...), 0o600); err != nil {
		t.Fatal(err)
	}
	h.Made = made.Add(time.Hour)
	if since, err := removedSince(path, h); err != nil || len(since) != 1 {
		t.Errorf("with a line that was cut off: %v, %v", since, err)
	}
}

// A backup brings nobody's way in.
func TestRestoreEndsSessions(t *testing.T) {
	t.Setenv("SOUNDINGS_PASSPHRASE", passphrase)
	at := folder(t)
	s := start(t, at.with()...) // a set-up link is made
	count := func(s *server) (n int) {
		for _, collection := range store.Entrances() {
			n += s.count(t, collection)
		}
		return n
	}
	if count(s) == 0 {
		t.Fatal("there is no set-up link")
	}
	file := filepath.Join(t.TempDir(), "backup")
	succeeds(t, at.with("backup", file)...)
	to := folder(t)
	succeeds(t, to.with("restore", file, "--without-removals")...)
	m := newMain()
	if err := m.ParseFlags(to.with("recount")); err != nil {
		t.Fatal(err)
	}
	db, err := m.open(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	defer m.stop(t)
	if n := count(&server{Main: &Main{app: &app{db: db}}}); n != 0 {
		t.Errorf("%d ways in were restored", n)
	}
}

// Nor the address of somebody's calendar, which may have been ended since because strangers had it.
func TestRestoreEndsCalendars(t *testing.T) {
	t.Setenv("SOUNDINGS_PASSPHRASE", passphrase)
	at := folder(t)
	s := start(t, at.with()...)
	ada, _, err := s.app.Accounts.AddStaff(t.Context(), "Ada", "ada@example.org", auth.Manager)
	if err != nil {
		t.Fatal(err)
	}
	token, _, err := auth.Calendars{Accounts: s.app.Accounts}.Make(t.Context(), ada.ID, "en")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "backup")
	succeeds(t, at.with("backup", file)...)
	if status, _ := s.get(t, "/calendar/"+token+".ics"); status != http.StatusOK {
		t.Fatalf("before it answers %d", status)
	}
	to := folder(t)
	succeeds(t, to.with("restore", file, "--without-removals")...)
	again := start(t, to.with()...)
	if status, _ := again.get(t, "/calendar/"+token+".ics"); status != http.StatusNotFound {
		t.Errorf("after restoring it answers %d", status)
	}
	if again.count(t, "staff") != 1 {
		t.Error("an account is missing")
	}
}

// A copy goes both ways and holds the same.
func TestCopyThereAndBack(t *testing.T) {
	at, uri := folder(t), mongodbURI(t)
	s := start(t, at.with()...)
	s.addPeople(t, "p-1", "p-2")
	succeeds(t, at.with("copy", "--to", uri)...)
	back := folder(t)
	out := succeeds(t, "copy", "--mongodb", uri, "--secret", s.app.db.secret, "--to", back.path(""))
	if strings.Contains(out, s.app.db.secret) {
		t.Errorf("printed %q", out)
	}
	fails(t, 1, "has a database", "copy", "--mongodb", uri, "--secret", s.app.db.secret, "--to", back.path(""))
	again := start(t, back.with()...)
	again.hasPeople(t, "p-1", "p-2")
	if acts := again.acts(t); strings.Count(strings.Join(acts, " ")+" ", "data.copied ") != 2 {
		t.Errorf("the audit has %v", acts)
	}
	if state, err := again.app.Store.VerifyAudit(t.Context()); err != nil || state.Bad != "" {
		t.Errorf("the audit is %+v, %v", state, err)
	}
}

// count returns how many documents a collection has.
func (s *server) count(t *testing.T, collection string) int {
	t.Helper()
	n, err := s.app.db.Count(t.Context(), engine.Query{Collection: collection}, 1000)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
