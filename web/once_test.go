package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"soundings/server/services/servicestest"
	"soundings/server/store/engine"
	"soundings/web/auth"
)

// replied is an answer as its reader has it.
type replied struct {
	status     int
	kind, text string
}

// named sends a POST to the API that is named by a key, which may be empty.
func (k *house) named(t *testing.T, apiKey, name, path, body string) replied {
	t.Helper()
	headers := []string{"Authorization", "Bearer " + apiKey}
	if name != "" {
		headers = append(headers, "Idempotency-Key", name)
	}
	got, text := k.ask(t, "POST", "/api/v1"+path, body, headers...)
	return replied{got.StatusCode, got.Header.Get("Content-Type"), text}
}

// cohortNames returns how many cohorts have each name.
func (k *house) cohortNames(t *testing.T) map[string]int {
	t.Helper()
	all, err := k.Cohorts.Cohorts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]int{}
	for _, c := range all {
		names[c.Name["en"]]++
	}
	return names
}

// onBothEngines runs a test over a clinic on each engine.
func onBothEngines(t *testing.T, test func(t *testing.T, k *house)) {
	servicestest.Each(t, func(t *testing.T, c *servicestest.Clinic) { test(t, newClinicOver(t, c)) })
}

// Whoever sends a request again under its key reads the first answer, and it is done once.
func TestARequestIsDoneOnce(t *testing.T) {
	onBothEngines(t, func(t *testing.T, k *house) {
		key, other := k.key(t, auth.Member), k.key(t, auth.Member)
		const spring, autumn = `{"name":"Spring"}`, `{"name":"Autumn"}`
		first := k.named(t, key, "one", "/cohorts", spring)
		if first.status != http.StatusCreated || !strings.Contains(first.text, `"id":"spring"`) {
			t.Fatalf("%+v", first)
		}
		if taken := k.named(t, key, "two", "/cohorts", `{"name":""}`); taken.status != 422 || taken.kind != "application/problem+json" {
			t.Fatalf("%+v", taken)
		}
		for _, c := range []struct {
			what, key, name, path, body string
			want                        int
			first                       bool // the first answer to it, to the byte
		}{
			{"again", key, "one", "/cohorts", spring, 201, true},
			{"in quotes, as the header is a string", key, `"one"`, "/cohorts", spring, 201, true},
			{"with another body", key, "one", "/cohorts", autumn, 422, false},
			{"with something at its end", key, "one", "/cohorts", spring + " ", 422, false},
			{"with a parameter", key, "one", "/cohorts?x=1", spring, 422, false},
			{"again after that", key, "one", "/cohorts", spring, 201, true},
			{"what was refused is refused again", key, "two", "/cohorts", `{"name":""}`, 422, false},
			{"and is no other request once it is put right", key, "two", "/cohorts", autumn, 422, false},
			{"by another route", key, "one", "/charter", `{"kind":"decision","title":"One","date":"2027-01-04"}`, 201, false},
			{"by another program", other, "one", "/cohorts", spring, 201, false},
			{"under another key", key, "three", "/cohorts", spring, 201, false},
			{"under none", key, "", "/cohorts", spring, 201, false},
			{"with a wrong key of the API", "snd_wrong", "one", "/cohorts", spring, 401, false},
			{"under a key with a space", key, "o ne", "/cohorts", spring, 422, false},
			{"under a key without end", key, strings.Repeat("x", 256), "/cohorts", spring, 422, false},
			{"under an empty key", key, `""`, "/cohorts", spring, 422, false},
		} {
			got := k.named(t, c.key, c.name, c.path, c.body)
			if got.status != c.want || c.first != (got == first) {
				t.Errorf("%s: %+v", c.what, got)
			}
			if got.status == 422 && c.name != "two" && !strings.Contains(got.text, `"name":"Idempotency-Key"`) {
				t.Errorf("%s: %s", c.what, got.text)
			}
		}
		if made := k.cohortNames(t); made["Spring"] != 4 || made["Autumn"] != 0 {
			t.Errorf("cohorts: %v", made)
		}
		k.clock.Advance(24*time.Hour + time.Minute)
		if late := k.named(t, key, "one", "/cohorts", autumn); late.status != 201 {
			t.Errorf("after a day a key is free again: %+v", late)
		}
		k.clock.Advance(24*time.Hour + time.Minute)
		if err := k.Auth.Sweep(t.Context()); err != nil || len(k.services.Documents(t, "requests")) != 0 {
			t.Errorf("%d requests are left after a day, %v", len(k.services.Documents(t, "requests")), err)
		}
	})
}

// Every POST of the API takes the header, and the document says so.
func TestEveryPostMayBeSentAgain(t *testing.T) {
	doc, err := openAPI(operations())
	if err != nil {
		t.Fatal(err)
	}
	posts := 0
	for path, item := range doc.Paths.Map() {
		for method, o := range item.Operations() {
			if has := o.Parameters.GetByInAndName("header", "Idempotency-Key") != nil; has != (method == "POST") {
				t.Errorf("%s %s takes a key: %v", method, path, has)
			}
			if method == "POST" {
				posts++
			}
		}
	}
	if posts < 30 {
		t.Errorf("only %d routes", posts)
	}
}

// Links are handed out again only to whom they were handed out, with a record, and nowhere in the clear.
func TestLinksOfARequestThatIsSentAgain(t *testing.T) {
	onBothEngines(t, func(t *testing.T, k *house) {
		key := k.key(t, auth.Member)
		v, _ := k.anonymous(t, 12)
		k.services.People(t, "staff", "S-901")
		first := k.named(t, key, "one", "/surveys/"+v.ID+"/invitations", `{"refs":["S-901"]}`)
		_, token, _ := strings.Cut(first.text, "/s/")
		token, _, _ = strings.Cut(token, `"`)
		if first.status != 200 || token == "" {
			t.Fatalf("%+v", first)
		}
		if got := k.named(t, key, "", "/surveys/"+v.ID+"/invitations", `{"refs":["S-901"]}`); strings.Contains(got.text, token) {
			t.Fatalf("a link came twice: %+v", got)
		}
		if again := k.named(t, key, "one", "/surveys/"+v.ID+"/invitations", `{"refs":["S-901"]}`); again != first {
			t.Errorf("%+v", again)
		}
		for _, part := range []string{token, "S-901\"", `"ref"`} {
			if found := k.services.Naming(t, part); slices.Contains(found, "requests") {
				t.Errorf("%q lies in %v", part, found)
			}
		}
		shown := 0
		for _, r := range k.services.Audit(t) {
			if strings.HasSuffix(r, "links.show surveys/"+v.ID) {
				shown++
			}
		}
		if shown != 2 {
			t.Errorf("%d records of links: %v", shown, k.services.Audit(t))
		}
	})
}

// Of many who send the same at once, on two servers, one is served; the others read the same or that it is under way.
func TestTheSameRequestAtOnce(t *testing.T) {
	onBothEngines(t, func(t *testing.T, k *house) {
		key, second := k.key(t, auth.Member), newHouse(t, k.services.Another(t))
		for round := range 5 {
			body, name := fmt.Sprintf(`{"name":"Round %d"}`, round), fmt.Sprint("round-", round)
			answers := servicestest.Together(20, func(i int) replied {
				return []*house{k, second}[i%2].named(t, key, name, "/cohorts", body)
			})
			first := k.named(t, key, name, "/cohorts", body)
			if first.status != 201 {
				t.Fatalf("%+v", first)
			}
			for a, n := range servicestest.Count(answers) {
				if a != first && (a.status != 409 || !strings.Contains(a.text, "still being worked on")) {
					t.Errorf("%d times %+v", n, a)
				}
			}
		}
		for name, n := range k.cohortNames(t) {
			if n != 1 {
				t.Errorf("%s was made %d times", name, n)
			}
		}
	})
}

// stopping is the engine of one server whose writes can be stopped.
type stopping struct {
	engine.Engine
	before func(changes []engine.Change)       // a write
	after  func(changes []engine.Change) error // a write that was done
}

func (s *stopping) Write(ctx context.Context, changes []engine.Change) error {
	if s.before != nil {
		s.before(changes)
	}
	err := s.Engine.Write(ctx, changes)
	if err == nil && s.after != nil {
		err = s.after(changes)
	}
	return err
}

func writes(changes []engine.Change, collection string) bool {
	return slices.ContainsFunc(changes, func(c engine.Change) bool { return c.Collection == collection })
}

var errLost = errors.New("the line broke")

// A server that stops before anything is written for a request leaves it to be done by another, and then writes nothing, should
// it go on. One that stops after that leaves a request that is known to have been begun.
func TestAServerThatStopsOverARequest(t *testing.T) {
	onBothEngines(t, func(t *testing.T, k *house) {
		key := k.key(t, auth.Member)
		for _, c := range []struct {
			name   string
			holds  func([]engine.Change) bool // the write before which the server stops
			want   int
			late   int // what is answered should it go on
			cohort int
		}{
			{"before", func(all []engine.Change) bool { return writes(all, "cohorts") }, 201, 409, 1},
			{"after", func(all []engine.Change) bool {
				return writes(all, "requests") && !writes(all, "cohorts") && all[0].Op == engine.Replace
			}, 409, 201, 1},
		} {
			reached, goOn := make(chan struct{}), make(chan struct{})
			var held atomic.Bool
			stops := newHouse(t, k.services.Through(t, &stopping{Engine: k.services.Engine, before: func(all []engine.Change) {
				if c.holds(all) && held.CompareAndSwap(false, true) {
					close(reached)
					<-goOn
				}
			}}))
			body, late := fmt.Sprintf(`{"name":%q}`, c.name), make(chan replied)
			go func() { late <- stops.named(t, key, c.name, "/cohorts", body) }()
			<-reached
			got, text := k.ask(t, "POST", "/api/v1/cohorts", body, "Authorization", "Bearer "+key, "Idempotency-Key", c.name)
			if got.StatusCode != 409 || got.Header.Get("Retry-After") != "1" {
				t.Errorf("stopped %s: at once %d %s", c.name, got.StatusCode, text)
			}
			k.clock.Advance(3 * time.Minute)
			if got := k.named(t, key, c.name, "/cohorts", body); got.status != c.want || got.status == 409 && !strings.Contains(got.text, "answer got lost") {
				t.Errorf("stopped %s: later %+v", c.name, got)
			}
			close(goOn)
			if got := <-late; got.status != c.late {
				t.Errorf("stopped %s: it went on and answered %+v", c.name, got)
			}
			if got := k.named(t, key, c.name, "/cohorts", body); got.status != 201 {
				t.Errorf("stopped %s: in the end %+v", c.name, got)
			}
			if n := k.cohortNames(t)[c.name]; n != c.cohort {
				t.Errorf("stopped %s: %d cohorts", c.name, n)
			}
		}
	})
}

// A fault is no answer: what was not written is done when it comes again, and what was written all the same, although the
// server does not know, is not done twice.
func TestARequestThatMeetsAFault(t *testing.T) {
	onBothEngines(t, func(t *testing.T, k *house) {
		key := k.key(t, auth.Member)
		for _, c := range []struct {
			name         string
			kept         bool // the write is done before the line breaks
			again, count int
		}{{"broken-before", false, 201, 1}, {"broken-after", true, 409, 1}} {
			var broke atomic.Bool
			engineOf := &stopping{Engine: k.services.Engine}
			fails := func(all []engine.Change) error {
				if writes(all, "cohorts") && broke.CompareAndSwap(false, true) {
					return errLost
				}
				return nil
			}
			if c.kept {
				engineOf.after = fails
			}
			broken := newHouse(t, k.services.Through(t, engineOf))
			if !c.kept {
				broken = newHouse(t, k.services.Through(t, failing{engineOf, fails}))
			}
			body := fmt.Sprintf(`{"name":%q}`, c.name)
			if got := broken.named(t, key, c.name, "/cohorts", body); got.status < 500 {
				t.Fatalf("%s: %+v", c.name, got)
			}
			if got := k.named(t, key, c.name, "/cohorts", body); got.status != c.again {
				t.Errorf("%s: %+v", c.name, got)
			}
			if n := k.cohortNames(t)[c.name]; n != c.count {
				t.Errorf("%s: %d cohorts", c.name, n)
			}
		}
	})
}

// failing is an engine whose writes fail before they are done.
type failing struct {
	engine.Engine
	fails func([]engine.Change) error
}

func (f failing) Write(ctx context.Context, changes []engine.Change) error {
	if err := f.fails(changes); err != nil {
		return err
	}
	return f.Engine.Write(ctx, changes)
}

// A file is sent again like anything else, and what has a long answer says that it was done.
func TestFilesAndLongAnswersAgain(t *testing.T) {
	onBothEngines(t, func(t *testing.T, k *house) {
		key, people := k.key(t, auth.Member), peopleFile(3000)
		first := k.named(t, key, "people", "/participants/import", people)
		if first.status != 200 || !strings.Contains(first.text, `"added":3000`) {
			t.Fatalf("%+v", first)
		}
		if again := k.named(t, key, "people", "/participants/import", people); again != first {
			t.Errorf("%+v", again)
		}
		if other := k.named(t, key, "people", "/participants/import", people+"P-9,patient,,,,,\n"); other.status != 422 {
			t.Errorf("%+v", other)
		}
		const events = `{"events":[{"id":"1","ref":"P-001","kind":"login","at":"2027-01-04T09:00:00Z"}]}`
		key = k.key(t, auth.Portal)
		one, two := k.named(t, key, "events", "/events", events), k.named(t, key, "events", "/events", events)
		if one != two || one.status != 200 {
			t.Errorf("%+v, then %+v", one, two)
		}
	})
}
