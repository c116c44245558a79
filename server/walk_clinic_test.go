package main

import (
	"context"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/server/store"
	"soundings/server/store/bolt"
	"soundings/server/store/engine"
)

// Where and when the walk is. The time is past, since sessions live by the real clock.
const walkBase = "http://soundings.example.org"

// walkSecret is the secret of the clinic.
const walkSecret = "walkwalkwalkwalkwalkwalkwalkwalkwalkwalk"

var walkTime = time.Date(2026, 11, 24, 10, 30, 0, 0, time.UTC)

// The roles from which pages are looked at.
const (
	manager = "manager"
	member  = "member"
	viewer  = "viewer"
	nobody  = "nobody"
)

// walk is one walk through the clinic.
type walk struct {
	t        *testing.T
	files    *walkFiles
	routes   []walkRoute
	visited  map[string]bool
	template string            // the folder of the clinic that each part of the walk starts from
	cookies  map[string]string // of the signed-in, by role
	links    map[string]string // personal links and others that are shown only once, by name

	frames    map[string][]string // what is around the first page of each reader
	formPages []formPage          // the pages that were seen
	leads     []lead              // where their rows lead to
}

// visit is a server over a copy of the clinic.
type visit struct {
	*walk
	t      *testing.T
	server *server
	http   http.Client
	clock  *walkClock
	chance *walkChance
	ticks  *walkTicks
}

func newWalk(t *testing.T) *walk {
	t.Helper()
	t.Cleanup(func() { debug.SetGCPercent(100) })
	debug.SetGCPercent(400) // a hundred servers, one after the other
	w := &walk{
		t: t, files: newWalkFiles(t, "testdata/walk"), routes: walkRoutes(t), visited: map[string]bool{},
		cookies: map[string]string{}, frames: map[string][]string{}, links: map[string]string{}, template: filepath.Join(walkFolder(t), "template"),
	}
	v := w.start("--demo", "--data", w.template)
	v.signIn()
	v.ticks.pass(time.Second)
	v.furnish()
	v.ticks.pass(time1s, time15s)
	v.server.stop(t)
	w.template = filepath.Join(w.template, demoFolder)
	w.unmark()
	return w
}

// start runs a server with the clock and chance of the walk.
func (w *walk) start(args ...string) *visit {
	w.t.Helper()
	v := &visit{walk: w, t: w.t, server: newMain(), clock: &walkClock{now: walkTime}, chance: newWalkChance(), ticks: &walkTicks{jobs: map[time.Duration][]chan time.Time{}}}
	v.http.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	v.server.Now, v.server.Tick = v.clock.Now, v.ticks.tick
	v.server.Rand = v.chance
	args = append(args, "--listen", "127.0.0.1:0", "--base-url", walkBase, "--api-key", testKey, "--secret", walkSecret)
	if err := v.server.ParseFlags(args); err != nil {
		w.t.Fatal(err)
	}
	if v.server.Settings.Demo {
		v.clock.set(walkTime.Add(-50*time.Second), time.Millisecond)
	}
	if err := v.server.Run(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	v.clock.set(walkTime, 0)
	return v
}

// fresh runs do with a server over a copy of the clinic as it was made.
func (w *walk) fresh(do func(*visit)) {
	w.t.Helper()
	folder := walkFolder(w.t)
	for _, file := range []string{databaseFile} {
		from, err := os.Open(filepath.Join(w.template, file))
		if err != nil {
			w.t.Fatal(err)
		}
		defer from.Close()
		to, err := os.OpenFile(filepath.Join(folder, file), os.O_CREATE|os.O_WRONLY, 0o600)
		if err != nil {
			w.t.Fatal(err)
		}
		if _, err := io.Copy(to, from); err != nil {
			w.t.Fatal(err)
		}
		if err := to.Close(); err != nil {
			w.t.Fatal(err)
		}
	}
	v := w.start("--data", folder)
	do(v)
	v.server.stop(w.t)
	if err := os.RemoveAll(folder); err != nil {
		w.t.Fatal(err)
	}
}

// walkFolder makes a folder until the end of the test, in memory where the system has such a place: nobody needs these
// copies to outlast a power cut.
func walkFolder(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("/dev/shm", "soundings-walk-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	return folder
}

// unmark makes the made-up clinic one that a server opens as it is, without making it anew.
func (w *walk) unmark() {
	w.t.Helper()
	ctx := context.Background()
	db, err := bolt.Open(ctx, bolt.Options{Path: filepath.Join(w.template, databaseFile), Collections: store.Collections()})
	if err != nil {
		w.t.Fatal(err)
	}
	docs, err := db.Get(ctx, "settings", "clinic")
	if err != nil {
		w.t.Fatal(err)
	}
	var clinic bson.M
	if err := bson.Unmarshal(docs[0], &clinic); err != nil {
		w.t.Fatal(err)
	}
	version := clinic["version"].(int64)
	clinic["demo"], clinic["version"] = false, version+1
	doc, err := bson.Marshal(clinic)
	if err != nil {
		w.t.Fatal(err)
	}
	if err := db.Write(ctx, []engine.Change{{Op: engine.Replace, Collection: "settings", ID: "clinic", Version: version, Doc: doc}}); err != nil {
		w.t.Fatal(err)
	}
	if err := db.Close(ctx); err != nil {
		w.t.Fatal(err)
	}
}

// signIn signs the manager in by the printed link, and has a member and a viewer choose a password.
func (v *visit) signIn() {
	v.t.Helper()
	for _, link := range v.server.Links {
		path := strings.TrimPrefix(link.URL, walkBase)
		if link.Name == "Sign in" {
			v.cookies[manager] = v.get(nobody, path, "en").session()
		} else {
			v.links["consent"] = path
		}
	}
	settings := v.get(manager, "/settings", "en")
	for _, role := range []string{member, viewer} {
		email := map[string]string{member: "luis.cardenas@example.org", viewer: "ruth.okafor@example.org"}[role]
		shown := v.post(manager, staffAct(settings, email), url.Values{"_action": {"link"}})
		link := setupLinkIn.FindStringSubmatch(shown.body)
		if link == nil {
			v.t.Fatalf("no set-up link for %s: %d", email, shown.status)
		}
		form := url.Values{"token": {link[1]}, "password": {"a long enough passphrase"}}
		v.cookies[role] = v.post(nobody, "/setup", form).session()
	}
	shown := v.post(manager, "/settings/staff", url.Values{"email": {"new.colleague@example.org"}, "role": {"member"}})
	v.links["setup"] = "/setup?token=" + setupLinkIn.FindStringSubmatch(shown.body)[1]
}

// setupLinkIn finds the set-up link that a page shows.
var setupLinkIn = regexp.MustCompile(`/setup\?token=(\w+)`)

// staffAct returns the address at which somebody's account is changed.
func staffAct(settings walkReply, email string) string {
	for _, row := range all(parsed(settings.body).root, "tr") {
		if forms := all(row, "form"); strings.Contains(text(row), email) && len(forms) > 0 {
			return attr(forms[0], "action")
		}
	}
	return ""
}

// walkReply is what came back.
type walkReply struct {
	path   string
	status int
	header http.Header
	body   string
}

// session returns the cookie of the session that a reply began.
func (r walkReply) session() string {
	for _, c := range (&http.Response{Header: r.header}).Cookies() {
		if strings.Contains(c.Name, "session") {
			return c.Name + "=" + c.Value
		}
	}
	return ""
}

// cookiesSet returns the other cookies that a reply set, as a browser sends them.
func (r walkReply) cookiesSet() (set []string) {
	for _, c := range (&http.Response{Header: r.header}).Cookies() {
		if c.MaxAge >= 0 && !strings.Contains(c.Name, "session") {
			set = append(set, c.Name+"="+c.Value)
		}
	}
	return set
}

func (r walkReply) html() bool { return strings.HasPrefix(r.header.Get("Content-Type"), "text/html") }

// get asks for a page.
func (v *visit) get(role, path, lang string, cookies ...string) walkReply {
	reply := v.do("GET", path, "", "", map[string]string{"Accept-Language": lang, "Cookie": v.cookie(role, cookies)})
	v.leadsWell(reply)
	return reply
}

// post sends a form.
func (v *visit) post(role, path string, form url.Values, cookies ...string) walkReply {
	return v.do("POST", path, "application/x-www-form-urlencoded", form.Encode(), map[string]string{
		"Accept-Language": "en", "Cookie": v.cookie(role, cookies), "Origin": walkBase, "Sec-Fetch-Site": "same-origin",
	})
}

func (v *visit) cookie(role string, more []string) string {
	if c := v.cookies[role]; c != "" {
		more = append([]string{c}, more...)
	}
	return strings.Join(more, "; ")
}

// do sends a request and remembers that its route was walked.
func (v *visit) do(method, path, kind, body string, header map[string]string) walkReply {
	v.t.Helper()
	v.clock.step()
	v.chance.begin(method + " " + chanceMade.ReplaceAllString(path, "ID"))
	r, err := http.NewRequestWithContext(v.t.Context(), method, "http://"+v.server.Addr+path, strings.NewReader(body))
	if err != nil {
		v.t.Fatal(err)
	}
	r.Host = strings.TrimPrefix(walkBase, "http://")
	for name, value := range header {
		if value != "" {
			r.Header.Set(name, value)
		}
	}
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	reply := replyTo(v.t, &v.http, r, path)
	if route := v.route(method, path); route != "" {
		v.visited[route] = true
	}
	return reply
}

// replyTo sends a request and reads all of the reply.
func replyTo(t testing.TB, by *http.Client, r *http.Request, path string) walkReply {
	t.Helper()
	answer, err := by.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return walkReply{path, answer.StatusCode, answer.Header, string(text)}
}

// How often the jobs are done that the walk waits for.
const (
	time1s  = time.Second
	time15s = 15 * time.Second
)

// settle waits until everything that was asked for is done.
func (v *visit) settle() { v.ticks.pass(time.Second) }

// sorted returns the keys of a map in order.
func sorted[T any](m map[string]T) []string {
	keys := make([]string, 0, len(m))
	for key := range maps.Keys(m) {
		keys = append(keys, key)
	}
	sortStrings(keys)
	return keys
}
