package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/cohorts/contact"
	"soundings/server/needs"
	"soundings/server/services/servicestest"
)

// onBoth runs a test over each engine.
func onBoth(t *testing.T, test func(t *testing.T, at place)) {
	for name, at := range map[string]func(testing.TB) place{"bolt": folder, "mongodb": mongodb} {
		t.Run(name, func(t *testing.T) { test(t, at(t)) })
	}
}

// onBothAtOnce is onBoth for tests that wait more than they count.
func onBothAtOnce(t *testing.T, test func(t *testing.T, at place)) {
	onBoth(t, func(t *testing.T, at place) {
		t.Parallel()
		test(t, at)
	})
}

// load submits every path three times at once from 50 clients, until all are done or ctx ends. It returns the paths
// whose answer was thanked for, and tells each time how many there are.
func (c *client) load(ctx context.Context, paths []string, each func(thanked int)) (thanked []string) {
	const clients = 50
	var mu sync.Mutex
	var wg sync.WaitGroup
	var next atomic.Int64
	for range clients {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(paths) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				if c.threeTimes(ctx, paths[i]) {
					mu.Lock()
					thanked = append(thanked, paths[i])
					each(len(thanked))
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
	return thanked
}

func ignore(int) {}

// threeTimes submits one link three times at once and reports whether one of them was led to the thank-you page.
func (c *client) threeTimes(ctx context.Context, path string) bool {
	var thanked atomic.Bool
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			if status, location, err := c.post(ctx, path, filled()); err == nil && status == http.StatusSeeOther && location == path {
				thanked.Store(true)
			}
		})
	}
	wg.Wait()
	return thanked.Load()
}

// Five hundred links, each submitted three times at once, leave five hundred responses.
func TestEachLinkOnce(t *testing.T) {
	onBothAtOnce(t, func(t *testing.T, at place) {
		s := start(t, at.with("--api-key", testKey)...)
		c := newClient(s.BaseURL)
		id, paths := c.invite(t, 500)
		if thanked := c.load(t.Context(), paths, ignore); len(thanked) != 500 {
			t.Errorf("%d of 500 were thanked", len(thanked))
		}
		each := c.answered(t, id)
		if len(each) != 500 {
			t.Errorf("%d people are in the export", len(each))
		}
		for ref, n := range each {
			if n != 1 {
				t.Errorf("%s answered %d times", ref, n)
			}
		}
		var results struct{ Invited, Started, Completed int }
		c.must(t, "GET", "/surveys/"+id+"/results", nil, &results)
		if results.Invited != 500 || results.Started != 500 || results.Completed != 500 {
			t.Errorf("results are %+v", results)
		}
	})
}

// A server that is killed under load has every response that it gave thanks for, and none twice.
func TestKilledUnderLoad(t *testing.T) {
	onBothAtOnce(t, func(t *testing.T, at place) {
		c := startChild(t, at.with()...)
		id, paths := c.invite(t, 500)
		ctx, cancel := context.WithCancel(t.Context())
		thanked := c.load(ctx, paths, func(thanked int) {
			if thanked == 100 {
				_ = c.command.Process.Kill()
				cancel()
			}
		})
		c.kill()

		again := startChild(t, at.with()...)
		kept := again.answered(t, id)
		for ref, n := range kept {
			if n != 1 {
				t.Errorf("%s answered %d times", ref, n)
			}
		}
		for _, path := range thanked {
			if status, text, err := again.page(t.Context(), path); err != nil || status != http.StatusOK || !strings.Contains(text, "Thank you") {
				t.Errorf("a link that was thanked for shows %d, %v", status, err)
			}
		}
		if len(kept) < len(thanked) {
			t.Errorf("%d responses for %d thanks", len(kept), len(thanked))
		}
		// What the killed server was writing is locked until MongoDB gives it up: who is asked to try again does.
		for end := time.Now().Add(2 * time.Minute); len(kept) < len(paths) && time.Now().Before(end); kept = again.answered(t, id) {
			again.load(t.Context(), paths, ignore)
		}
		if len(kept) != len(paths) {
			t.Errorf("%d of %d are there in the end", len(kept), len(paths))
		}
	})
}

// Requests that were sent to a server that was killed are sent again under their keys: what was made is there once, and what is
// not known to be made is told, and is there once or not at all.
func TestRequestsToAKilledServer(t *testing.T) {
	needs.Time(t)
	onBothAtOnce(t, func(t *testing.T, at place) {
		const requests = 300
		c := startChild(t, at.with()...)
		var answered atomic.Int64
		send := func(c *child, i int) (int, string) {
			status, text, err := c.named(t.Context(), fmt.Sprint("request-", i), "/cohorts", fmt.Sprintf(`{"name":"Cohort %d"}`, i))
			if err == nil && answered.Add(1) == requests/3 {
				_ = c.command.Process.Kill()
			}
			return status, text
		}
		before := servicestest.Together(requests, func(i int) string { _, text := send(c, i); return text })
		c.kill()
		again := startChild(t, at.with()...)
		made := map[string]int{}
		var all struct {
			Items []struct{ Name map[string]string }
		}
		told := servicestest.Together(requests, func(i int) int {
			status, text := send(again, i)
			for end := time.Now().Add(2 * time.Minute); status >= http.StatusInternalServerError && time.Now().Before(end); {
				status, text = send(again, i) // what the killed server was writing is locked for a while
			}
			if before[i] != "" && (status != http.StatusCreated || text != before[i]) {
				t.Errorf("request %d was answered %s, and then %d %s", i, before[i], status, text)
			}
			return status
		})
		again.must(t, "GET", "/cohorts", nil, &all)
		for _, cohort := range all.Items {
			made[cohort.Name["en"]]++
		}
		for i, status := range told {
			n := made[fmt.Sprint("Cohort ", i)]
			if n > 1 || status == http.StatusCreated && n != 1 || status != http.StatusCreated && status != http.StatusConflict {
				t.Errorf("request %d was answered %d, and is there %d times", i, status, n)
			}
		}
		t.Logf("%d answers before the kill, and after it %v", answered.Load()-requests, servicestest.Count(told))
	})
}

// Neither the database nor the logs hold a link, a password, or what names or describes a person.
func TestNothingToRead(t *testing.T) {
	const password = "seventeen green umbrellas"
	onBothAtOnce(t, func(t *testing.T, at place) {
		c := startChild(t, at.with()...)
		_, paths := c.invite(t, 20)
		c.load(t.Context(), paths[:10], ignore)
		for _, path := range paths[10:] {
			half := filled()
			half.Set("_action", "save")
			if _, _, err := c.post(t.Context(), path, half); err != nil {
				t.Fatal(err)
			}
		}
		if _, _, err := c.post(t.Context(), "/signin", map[string][]string{"email": {"quirina@example.org"}, "password": {password}}); err != nil {
			t.Fatal(err)
		}
		c.kill()
		secrets := []string{"Quirina", "Xanthopoulos", "quirina.x1@", "example.org", "555-0100", freeText, "kangaroo", password, testKey}
		for _, path := range paths {
			token, _ := contact.ReadToken(strings.TrimPrefix(path, "/s/"))
			secrets = append(secrets, token, strings.TrimPrefix(path, "/s/"), strings.ToLower(token))
		}
		for where, content := range map[string][]byte{"log": []byte(c.err.String()), "database": contents(t, at)} {
			for _, secret := range secrets {
				if bytes.Contains(content, []byte(secret)) {
					t.Errorf("the %s holds %q", where, secret)
				}
			}
		}
	})
}

// contents returns every byte of a database.
func contents(t *testing.T, at place) []byte {
	t.Helper()
	if at.name == "bolt" {
		content, err := os.ReadFile(at.path(databaseFile))
		if err != nil {
			t.Fatal(err)
		}
		return content
	}
	s := newMain()
	defer s.stop(t)
	if err := s.ParseFlags(at.with("--listen", "127.0.0.1:0")); err != nil {
		t.Fatal(err)
	}
	db, err := s.open(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	var content bytes.Buffer
	if err := db.Snapshot(t.Context(), func(_ string, doc bson.Raw) error {
		content.Write(doc)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return content.Bytes()
}
