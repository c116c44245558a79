package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// taken is what came of events.
type taken struct {
	Accepted, Duplicates int
	Rejected             []struct {
		Index   int
		Message string
	}
}

// wave brings n patients into a server, all of whom have agreed to take part in one cohort, with a feature; it answers
// their refs.
func (c *client) wave(t testing.TB, n int) []string {
	t.Helper()
	var table strings.Builder
	table.WriteString("ref,group\n")
	refs := make([]string, n)
	for i := range n {
		refs[i] = fmt.Sprintf("PX-%05d", i)
		fmt.Fprintf(&table, "%s,patient\n", refs[i])
	}
	c.setUp(t)
	c.must(t, "POST", "/participants/import", table.String(), nil)
	c.must(t, "POST", "/cohorts", `{"name": "Wave"}`, nil)
	c.must(t, "POST", "/cohorts/wave/select", map[string]any{"refs": refs}, nil)
	c.must(t, "POST", "/cohorts/wave/invite", `{}`, nil)
	for _, ref := range refs {
		c.must(t, "PUT", "/cohorts/wave/members/"+ref, `{"state": "agreed"}`, nil)
	}
	c.must(t, "PUT", "/features/messages", `{"name": "Messages", "stage": "beta"}`, nil)
	return refs
}

// used returns events number from to to, round and round the members.
func used(refs []string, from, to int) map[string]any {
	at := time.Now().UTC().Format(time.RFC3339)
	var events []map[string]string
	for n := from; n < to; n++ {
		events = append(events, map[string]string{
			"id": fmt.Sprint("event-", n), "ref": refs[n%len(refs)], "kind": "used", "feature": "messages", "at": at,
		})
	}
	return map[string]any{"events": events}
}

// A server that is killed while events come in has kept each that it acknowledged, and counts none twice.
func TestEventsSurviveAKill(t *testing.T) {
	onBothAtOnce(t, func(t *testing.T, at place) {
		s := startChild(t, at.with()...)
		refs := s.wave(t, 40)
		var sending sync.WaitGroup
		acknowledged := make([]bool, 60)
		for n := range acknowledged {
			sending.Go(func() { acknowledged[n] = s.sends(t.Context(), used(refs, 50*n, 50*n+100)) })
		}
		time.Sleep(150 * time.Millisecond)
		s.kill()
		sending.Wait()

		s = startChild(t, at.with()...)
		for n, ok := range acknowledged {
			var came taken
			if s.must(t, "POST", "/events", used(refs, 50*n, 50*n+100), &came); ok && came.Accepted > 0 {
				t.Errorf("%d events were acknowledged and lost", came.Accepted)
			}
		}
		if out := succeeds(t, append([]string{"recount"}, at.with()...)...); !strings.HasPrefix(out, "Recounted 3050 events of 40 members: the figures match.") || strings.Contains(out, "do not match") {
			t.Errorf("the running server: %s", out)
		}
		s.kill()
		if out := succeeds(t, append([]string{"recount"}, at.with()...)...); !strings.Contains(out, "the figures match") || strings.Contains(out, "do not match") {
			t.Errorf("the database: %s", out)
		}
	})
}

// sends sends events and reports whether they were acknowledged.
func (c *client) sends(ctx context.Context, events any) bool {
	text, err := json.Marshal(events)
	if err != nil {
		return false
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+"/api/v1/events", bytes.NewReader(text))
	if err != nil {
		return false
	}
	r.Header.Set("Authorization", "Bearer "+testKey)
	answer, err := c.http.Do(r)
	if err != nil {
		return false
	}
	defer answer.Body.Close()
	return answer.StatusCode == http.StatusOK
}

// What Prometheus sees of events: how many members were active, and of nobody's ref anything.
func TestEventsInTheFigures(t *testing.T) {
	s := start(t, folder(t).with("--api-key", testKey)...)
	c := newClient(s.BaseURL)
	refs := c.wave(t, 3)
	c.must(t, "PUT", "/features/messages/rollout", `{"cohort": "wave", "percent": 100}`, nil)
	var came taken
	c.must(t, "POST", "/events", used(refs, 0, 2), &came)
	c.must(t, "POST", "/events", used([]string{"PX-stranger"}, 7, 8), &came)
	if came.Accepted != 0 || len(came.Rejected) != 1 || came.Rejected[0].Message == "" {
		t.Errorf("a stranger's event: %+v", came)
	}
	for {
		if n, err := s.app.Metrics.Fold(t.Context()); err != nil {
			t.Fatal(err)
		} else if n == 0 {
			break
		}
	}
	if err := s.app.Series.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, body := s.get(t, "/metrics")
	for _, want := range []string{
		`soundings_cohort_active_members{cohort="wave",window="1d"} 2`, `soundings_cohort_active_members{cohort="wave",window="28d"} 2`,
		`soundings_feature_active_members{cohort="wave",feature="messages",window="7d"} 2`,
		`soundings_events_total{kind="used",result="accepted"} 2`, `soundings_events_total{kind="used",result="unknown"} 1`,
		`soundings_events_total{kind="login",result="refused"} 0`,
	} {
		if !strings.Contains(body, want+"\n") {
			t.Errorf("missing: %s", want)
		}
	}
	if ref := regexp.MustCompile(`PX-\w+`).FindString(body); ref != "" {
		t.Errorf("%s stands in the figures", ref)
	}
}
