package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"soundings/cohorts/base"
	"soundings/web/auth"
)

// attackScraper is what Prometheus shows at /metrics.
const attackScraper = "the-scraper-of-the-hostile-viewers-readings"

// attackTemplate is a clinic with a name and accounts, and nobody in it: each clinic under attack begins as a copy of it.
type attackTemplate struct {
	folder  string
	cookies map[string]string // by role
	keys    map[string]string // by role
}

// attackStart is the first day of a clinic under attack. It is past, since sessions live by the real clock.
var attackStart = time.Date(2026, 10, 5, 9, 0, 0, 0, time.UTC)

// newAttackTemplate sets a clinic up as its manager does.
func newAttackTemplate(t *testing.T) *attackTemplate {
	t.Helper()
	a := &attackTemplate{folder: walkFolder(t), cookies: map[string]string{}, keys: map[string]string{}}
	c := a.start(t, a.folder)
	ctx := base.WithActor(t.Context(), base.Actor{Kind: base.ActorStaff, ID: "TEST"})
	_, token, _ := strings.Cut(c.server.Links[0].URL, "token=")
	a.cookies[manager] = c.setUp("Mo Manager", "manager@example.org", token)
	for _, role := range []string{member, viewer} {
		_, token, err := c.server.app.Accounts.AddStaff(ctx, role, role+"@example.org", auth.Role(role))
		if err != nil {
			t.Fatal(err)
		}
		a.cookies[role] = c.setUp("Vi Sitor", role+"@example.org", token)
	}
	for _, role := range []string{manager, viewer} {
		key, _, err := c.server.app.Accounts.CreateKey(ctx, role, auth.Role(role))
		if err != nil {
			t.Fatal(err)
		}
		a.keys[role] = key
	}
	c.furnish()
	c.server.stop(t)
	return a
}

// setUp chooses a password behind a set-up link and returns the cookie of the session.
func (c *attackClinic) setUp(name, email, token string) string {
	c.t.Helper()
	form := url.Values{
		"token": {token}, "name": {name}, "email": {email}, "password": {"a long enough passphrase"},
		"clinic.name": {"Larkmoor Family Health"}, "clinic.phone": {"207-555-0100"}, "clinic.languages": {"en"}, // asked of the first
	}
	r := c.send("POST", "/setup", "application/x-www-form-urlencoded", form.Encode(), nil)
	if r.session() == "" {
		c.t.Fatalf("no session after setting up: %d %s", r.status, r.body)
	}
	return r.session()
}

// furnish adds what polls ask about.
func (c *attackClinic) furnish() {
	c.t.Helper()
	for _, f := range attackFeatures {
		c.must("PUT", "/features/"+f, map[string]any{"name": map[string]string{"en": f, "es": f}, "effort": 1, "stage": "idea"}, nil)
	}
}

// attackFeatures are what polls ask about.
var attackFeatures = []string{"bills", "labs", "mail"}

// attackClinic is a running program, with everything that a test of it does from outside.
type attackClinic struct {
	*attackTemplate
	t      testing.TB
	server *server
	clock  *walkClock
	ticks  *walkTicks
	http   *http.Client
	data   string
}

// fresh runs the program on a copy of the template until the end of the test.
func (a *attackTemplate) fresh(t *testing.T) *attackClinic {
	t.Helper()
	folder := walkFolder(t)
	from, err := os.ReadFile(filepath.Join(a.folder, databaseFile))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, databaseFile), from, 0o600); err != nil {
		t.Fatal(err)
	}
	return a.start(t, folder)
}

// inMongoDB returns a copy of the clinic in MongoDB.
func (a *attackTemplate) inMongoDB(t *testing.T) *attackClinic {
	t.Helper()
	uri := mongodbURI(t)
	succeeds(t, "copy", "--to", uri, "--data", a.folder, "--secret", walkSecret)
	return a.start(t, walkFolder(t), "--mongodb", uri)
}

// start runs the program on a folder.
func (a *attackTemplate) start(t *testing.T, folder string, args ...string) *attackClinic {
	t.Helper()
	c := &attackClinic{
		attackTemplate: a, t: t, server: newMain(), clock: &walkClock{now: attackStart}, data: folder,
		ticks: &walkTicks{jobs: map[time.Duration][]chan time.Time{}},
		http: &http.Client{
			Transport:     &http.Transport{MaxIdleConnsPerHost: 10, DisableCompression: true},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
	c.server.Now, c.server.Tick, c.server.Rand = c.clock.Now, c.ticks.tick, newWalkChance()
	args = append(args, "--listen", "127.0.0.1:0", "--base-url", walkBase, "--api-key", testKey, "--secret", walkSecret, "--metrics-token", attackScraper, "--data", folder)
	if err := c.server.ParseFlags(args); err != nil {
		t.Fatal(err)
	}
	if err := c.server.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.http.CloseIdleConnections()
		_ = c.server.Close()
	})
	return c
}

// send sends a request, a millisecond after the one before.
func (c *attackClinic) send(method, path, kind, body string, header map[string]string) walkReply {
	c.t.Helper()
	c.clock.step()
	r, err := http.NewRequestWithContext(c.t.Context(), method, "http://"+c.server.Addr+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	r.Host = strings.TrimPrefix(walkBase, "http://")
	r.Header.Set("Accept-Language", "en")
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	for name, value := range header {
		r.Header.Set(name, value)
	}
	return replyTo(c.t, c.http, r, path)
}

// page asks for a page as somebody of the team, or as nobody.
func (c *attackClinic) page(role, path string) walkReply {
	c.t.Helper()
	return c.send("GET", path, "", "", map[string]string{"Cookie": c.cookies[role]})
}

// post sends a form.
func (c *attackClinic) post(role, path string, form url.Values) walkReply {
	c.t.Helper()
	return c.send("POST", path, "application/x-www-form-urlencoded", form.Encode(), map[string]string{
		"Cookie": c.cookies[role], "Origin": walkBase, "Sec-Fetch-Site": "same-origin",
	})
}

// api asks the API with the key of a role, or with the one that may do everything.
func (c *attackClinic) api(role, method, path string, body any) walkReply {
	c.t.Helper()
	text, kind := "", "application/json"
	switch b := body.(type) {
	case nil:
	case string:
		text, kind = b, "text/csv"
	default:
		encoded, err := json.Marshal(b)
		if err != nil {
			c.t.Fatal(err)
		}
		text = string(encoded)
	}
	key := c.keys[role]
	if key == "" {
		key = testKey
	}
	return c.send(method, "/api/v1"+path, kind, text, map[string]string{"Authorization": "Bearer " + key})
}

// must asks the API for something that has to succeed.
func (c *attackClinic) must(method, path string, body, into any) {
	c.t.Helper()
	r := c.api("", method, path, body)
	if r.status >= http.StatusMultipleChoices {
		c.t.Fatalf("%s %s answered %d: %s", method, path, r.status, r.body)
	}
	c.decode(r, into)
}

func (c *attackClinic) decode(r walkReply, into any) {
	c.t.Helper()
	if into == nil {
		return
	}
	if err := json.Unmarshal([]byte(r.body), into); err != nil {
		c.t.Fatalf("%s answered %d %s: %v", r.path, r.status, r.body, err)
	}
}

// pass has every background job done once more, the quick ones first, since the slower ones count what those have done.
func (c *attackClinic) pass() { c.jobs(time.Hour) }

// settle has the jobs done that go on all the time.
func (c *attackClinic) settle() { c.jobs(time.Second) }

// jobs has the jobs done once more that are done so often or more often.
func (c *attackClinic) jobs(every time.Duration) {
	c.ticks.mu.Lock()
	var spans []time.Duration
	for span := range c.ticks.jobs {
		if span <= every {
			spans = append(spans, span)
		}
	}
	c.ticks.mu.Unlock()
	slices.Sort(spans)
	c.ticks.pass(spans...)
}

// day moves the clock to the same time of another day.
func (c *attackClinic) day(n int) { c.clock.set(attackStart.AddDate(0, 0, n), 0) }

// metrics returns the series of the domain as a scrape shows them, by name with labels.
func (c *attackClinic) metrics() map[string]string {
	c.t.Helper()
	r := c.send("GET", "/metrics", "", "", map[string]string{"Authorization": "Bearer " + attackScraper})
	if r.status != http.StatusOK {
		c.t.Fatalf("a scrape answered %d: %s", r.status, r.body)
	}
	return scraped(r.body)
}

// scraped reads an exposition, the values by name with labels.
func scraped(text string) map[string]string {
	all := map[string]string{}
	for line := range strings.Lines(text) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), "} "); ok && !strings.HasPrefix(line, "#") {
			all[name+"}"] = value
		}
	}
	return all
}

// history returns what the command of that name writes of the past: the series of each day.
func (c *attackClinic) history() map[string]map[string]string {
	c.t.Helper()
	var text strings.Builder
	if err := c.server.app.Series.History(c.t.Context(), &text, "clinic"); err != nil {
		c.t.Fatal(err)
	}
	days := map[string]map[string]string{}
	for line := range strings.Lines(text.String()) {
		point, at, _ := cutLast(strings.TrimSpace(line), " ")
		if days[at] == nil {
			days[at] = map[string]string{}
		}
		maps.Copy(days[at], scraped(point))
	}
	return days
}

func cutLast(s, sep string) (before, after string, found bool) {
	if at := strings.LastIndex(s, sep); at >= 0 {
		return s[:at], s[at+len(sep):], true
	}
	return s, "", false
}

// attackPerson is somebody who may be asked.
type attackPerson struct{ ref, group, site, age string }

// people imports participants, and lets them agree to a cohort where one is named.
func (c *attackClinic) people(all []attackPerson) {
	c.t.Helper()
	var file strings.Builder
	file.WriteString("ref,group,language,site,age\n")
	for _, p := range all {
		fmt.Fprintf(&file, "%s,%s,en,%s,%s\n", p.ref, p.group, p.site, p.age)
	}
	c.must("POST", "/participants/import", file.String(), nil)
}

// agreed makes a cohort of these people, who agree by their links, which it returns by ref.
func (c *attackClinic) agreed(name string, people []attackPerson) (cohort string, consent map[string]string) {
	c.t.Helper()
	var refs []string
	for _, p := range people {
		refs = append(refs, p.ref)
	}
	return c.cohort(name, map[string]any{"refs": refs})
}

// cohort makes a cohort of a selection, who agree by their links, which it returns by ref.
func (c *attackClinic) cohort(name string, selection map[string]any) (id string, consent map[string]string) {
	c.t.Helper()
	var made struct{ ID string }
	words := map[string]string{"en": name, "es": name}
	if r := c.api("", "POST", "/cohorts", map[string]any{"name": words, "purpose": words, "capacity": 1000}); r.status < http.StatusMultipleChoices {
		c.decode(r, &made)
	} else {
		c.must("POST", "/cohorts", map[string]any{"name": name, "purpose": name, "capacity": 1000}, &made)
	}
	c.must("POST", "/cohorts/"+made.ID+"/select", selection, nil)
	var asked links
	c.must("POST", "/cohorts/"+made.ID+"/invite", map[string]any{}, &asked)
	form := url.Values{"consent": {"agree"}}
	for n, path := range asked.paths() {
		if n == 0 { // what all forms have in common
			for _, hidden := range all(parsed(c.page(nobody, path).body).main(), "input") {
				if attr(hidden, "type") == "hidden" {
					form.Set(attr(hidden, "name"), attr(hidden, "value"))
				}
			}
		}
		if r := c.post(nobody, path, form); r.status != http.StatusSeeOther {
			c.t.Fatalf("agreeing answered %d: %s", r.status, r.body)
		}
	}
	return made.ID, byRef(asked)
}

// byRef returns the paths of links, by whom they are for.
func byRef(asked links) map[string]string {
	m := map[string]string{}
	for n, path := range asked.paths() {
		m[asked.Items[n].Ref] = path
	}
	return m
}

// remember notes what counts of these now.
func (c *attackClinic) remember(sheets ...*attackSheet) {
	for _, s := range sheets {
		s.remember(c.told(s))
	}
}
