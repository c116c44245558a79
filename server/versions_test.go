package main

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/cohorts/upload"
	"soundings/server/needs"
	"soundings/server/store"
	"soundings/surveys/board"
)

// Every version has to restore the backups of those before it. One that changes what lies in the database adds a backup
// of its own, before it is changed any further:
//
//	SOUNDINGS_TEST_BACKUP=testdata/backups/2 go test ./server -run TestWriteABackup
//	go test ./server -run TestBackupsOfAllVersions -update
//
// The first writes 2.age and 2.json, the second what 2 shows, under testdata/backups/2. Look through that, and check all
// of it in. A backup that is checked in is never written again.
const (
	backupFolder   = "testdata/backups"
	backupVariable = "SOUNDINGS_TEST_BACKUP"
)

// backupNote is what a test has to know of a backup besides its passphrase.
type backupNote struct {
	Links map[string]string // personal links, which have to open for ever
}

// A backup is of a clinic with data in every collection.
func TestWriteABackup(t *testing.T) {
	needs.Time(t)
	t.Setenv("SOUNDINGS_PASSPHRASE", passphrase)
	w := &walk{t: t, routes: walkRoutes(t), visited: map[string]bool{}, cookies: map[string]string{}, links: map[string]string{}}
	data := walkFolder(t)
	v := w.start("--demo", "--data", data)
	v.signIn()
	v.furnish()
	v.post(nobody, v.links["choices"], url.Values{"mail": {"yes"}, "_action": {"save"}})
	v.do("POST", "/ofrep/v1/evaluate/flags/refills", "application/json", `{"context": {"targetingKey": "P-1003"}}`, map[string]string{"Authorization": "Bearer " + testKey})
	v.do("POST", "/api/v1/events", "application/json", `{"events": []}`, map[string]string{"Authorization": "Bearer " + testKey, "Idempotency-Key": "backup"})
	v.ticks.pass(time1s, time15s)
	var agreed struct{ Items []struct{ Ref string } }
	v.must("GET", "/cohorts/first-testers/members?state=agreed&limit=1", "", &agreed)
	v.must("POST", "/events", `{"events": [{"id": "b-1", "ref": "`+agreed.Items[0].Ref+`", "kind": "login", "at": "2026-11-24T09:00:00Z"}, {"id": "b-2", "ref": "P-later", "kind": "login", "at": "2026-11-24T09:00:00Z"}]}`, nil)
	v.vote()
	v.mail()
	v.loop()
	v.beginRemoval("P-9104")
	if _, err := v.server.app.Store.SealAudit(t.Context()); err != nil {
		t.Fatal(err)
	}
	all := -2 * time.Hour
	if _, err := v.server.app.Store.TrimAudit(t.Context(), map[string]time.Duration{"session": all, "cohort": all, "survey": all, "poll": all}); err != nil {
		t.Fatal(err)
	}
	v.allFilled()
	v.server.stop(t)
	w.template = filepath.Join(data, demoFolder)
	w.unmark()

	base := os.Getenv(backupVariable)
	if base == "" {
		base = filepath.Join(t.TempDir(), "backup")
	}
	m := newMain()
	if code := m.Execute(t.Context(), []string{"backup", base + ".age", "--data", w.template, "--secret", walkSecret}); code != 0 {
		t.Fatal(m.err)
	}
	note, err := json.MarshalIndent(backupNote{w.links}, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(base+".json", append(note, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}

// vote answers a poll, an anonymous survey and the beginning of a named one, which are still to be counted.
func (v *visit) vote() {
	v.t.Helper()
	v.get(nobody, v.links["poll rating"], "en")
	for link, form := range map[string]url.Values{
		"survey anonymous": {"ease": {"4"}, "_action": {"submit"}},
		"poll rating":      {"rating.booking": {"5"}, "rating.forms": {"3"}, "_action": {"submit"}},
		"survey":           {"_page": {"1"}, "one": {"yes"}, "_action": {"save"}},
	} {
		if r := v.post(nobody, v.links[link], form); r.status >= 400 {
			v.t.Fatalf("%s: %d %s", link, r.status, text(parsed(r.body).main()))
		}
	}
}

// beginRemoval leaves a removal that was interrupted.
func (v *visit) beginRemoval(ref string) {
	v.t.Helper()
	kept := v.server.app.Store
	p, err := kept.Participants(v.t.Context(), ref)
	if err != nil {
		v.t.Fatal(err)
	}
	if err := kept.BeginRemoval(v.t.Context(), p[0], cohorts.Removal{ID: "REMOVAL", Ref: ref, At: walkTime}); err != nil {
		v.t.Fatal(err)
	}
}

// mail has a survey begin to be sent, one person have got a message, and letters printed.
func (v *visit) mail() {
	v.t.Helper()
	for _, survey := range []string{"is-the-portal-working-for-you", "walk-anonymous"} {
		v.must("POST", "/surveys/"+survey+"/invitations", `{"cohort": "first-testers", "send": true}`, nil)
	}
	if _, err := v.server.app.Outbox.Take(v.t.Context()); err != nil {
		v.t.Fatal(err)
	}
	got := contact.Record{Ref: "P-1003", Got: []time.Time{v.server.app.Outbox.Now()}}
	if err := v.server.app.Store.SaveOutgoing(v.t.Context(), contact.Outgoing{Records: []contact.Record{got}}); err != nil {
		v.t.Fatal(err)
	}
	many := contact.Question{Kind: contact.ForSurvey, Subject: "walk-anonymous"}
	if _, err := v.server.app.Contact.Askings().Start(v.t.Context(), many, []upload.Row{{Line: 1, Cells: make([]string, 7)}}); err != nil {
		v.t.Fatal(err)
	}
	printed := contact.Batch{ID: "BATCH", By: contact.ByLetter, At: v.server.app.Outbox.Now()}
	if err := v.server.app.Store.SaveBatch(v.t.Context(), printed); err != nil {
		v.t.Fatal(err)
	}
}

// loop has a bump reported with a photo, changed, and told of, also to a program.
func (v *visit) loop() {
	v.t.Helper()
	kept := v.server.app.Services
	b, r, err := kept.Board.Report(v.t.Context(), board.Reporting{Ref: "P-1003", Where: "refills", Text: "Nothing comes", Language: "en"})
	if err != nil {
		v.t.Fatal(err)
	}
	var photo bytes.Buffer
	if err := png.Encode(&photo, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		v.t.Fatal(err)
	}
	if err := kept.Board.AddPicture(v.t.Context(), r.ID, &photo); err != nil {
		v.t.Fatal(err)
	}
	v.must("POST", "/webhooks", `{"url": "https://tickets.example.org", "types": ["bump.concern"]}`, nil)
	v.must("PATCH", "/bumps/"+b.ID, `{"state": "not_planned", "reason": "The pharmacy has to.", "public": {"en": "Nothing comes", "es": "No llega nada"}}`, nil)
	v.must("POST", "/bumps/"+b.ID+"/announcements", `{"groups": {"patient": {"en": "The pharmacy sends it.", "es": "Lo envía la farmacia."}}}`, nil)
}

// allFilled checks that no collection is empty.
func (v *visit) allFilled() {
	v.t.Helper()
	there := map[string]int{}
	err := v.server.app.db.Snapshot(v.t.Context(), func(collection string, _ bson.Raw) error {
		there[collection]++
		return nil
	})
	if err != nil {
		v.t.Fatal(err)
	}
	for _, c := range store.Collections() {
		if there[c.Name] == 0 {
			v.t.Errorf("nothing is in %s", c.Name)
		}
	}
}

// The backup of every version is restored into both engines; its figures are equal when they are counted again, its links
// open, and it shows what it always showed.
func TestBackupsOfAllVersions(t *testing.T) {
	needs.Time(t)
	t.Setenv("SOUNDINGS_PASSPHRASE", passphrase)
	files, err := filepath.Glob(backupFolder + "/*.age")
	if err != nil || len(files) == 0 {
		t.Fatal("there is no backup", err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".age")
		t.Run(name, func(t *testing.T) {
			onBoth(t, func(t *testing.T, at place) {
				if at.name == "mongodb" {
					at.flags[3] = walkSecret
				}
				succeeds(t, at.with("restore", file, "--without-removals")...)
				w := &walk{
					t: t, files: newWalkFiles(t, backupFolder+"/"+name), routes: walkRoutes(t), visited: map[string]bool{},
					cookies: map[string]string{}, frames: map[string][]string{}, links: linksOf(t, name),
				}
				v := w.start(at.flags...)
				defer v.server.stop(t)
				if err := v.server.app.Store.Upgrade(t.Context()); err != nil { // the job may be at it still
					t.Fatal(err)
				}
				v.ticks.pass(time1s, time.Minute, time15s)
				out := succeeds(t, at.with("recount")...)
				if strings.Count(out, "the figures match") != 4 {
					t.Errorf("counted again: %s", out)
				}
				v.files.write("recount.txt", "%s", out)
				v.shows()
				v.files.done()
			})
		})
	}
}

func linksOf(t *testing.T, name string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(backupFolder, name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var note backupNote
	if err := json.Unmarshal(text, &note); err != nil {
		t.Fatal(err)
	}
	return note.Links
}

// shows writes down a few pages and answers that are known.
func (v *visit) shows() {
	v.t.Helper()
	for _, path := range []string{
		"/surveys/is-the-portal-working-for-you/results", "/surveys/walk-everything", "/polls/what-should-the-portal-do-first/results", "/polls/walk-rating/results",
		"/plans/the-portals-first-year", "/participants/P-1001", "/participants/P-9101", "/participants/P-9104", "/cohorts/first-testers", "/cohorts/walk-cohort/waiting",
		"/features/secure-messaging/rollout?cohort=first-testers", "/charter", "/reports/adoption?cohort=first-testers&from=2026-11-01&to=2026-11-23",
	} {
		r := v.do("GET", "/api/v1"+path, "", "", map[string]string{"Authorization": "Bearer " + testKey})
		v.files.write("api/"+fileName(path), "%d\n%s\n", r.status, strings.Join(plain(r), "\n"))
	}
	signed := v.post(nobody, "/signin", url.Values{"email": {"luis.cardenas@example.org"}, "password": {"a long enough passphrase"}})
	if v.cookies[member] = signed.session(); v.cookies[member] == "" {
		v.t.Fatalf("a member of the staff cannot sign in: %d", signed.status)
	}
	for _, path := range []string{"/participants/P-1001", "/participants/P-9101", "/plan/the-portals-first-year", "/cohorts/walk-cohort"} {
		r := v.get(member, path, "en")
		v.files.write("pages/"+fileName(path), "%d\n%s\n", r.status, strings.Join(outline(parsed(r.body).main(), nil), "\n"))
	}
	for _, name := range sorted(v.links) {
		if !openLink.MatchString(v.links[name]) {
			continue
		}
		r := v.get(nobody, v.links[name], "en")
		v.files.write("links.txt", "%s: %d %s\n", name, r.status, title(parsed(r.body)))
	}
}
