package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/server/store/engine"
)

// eventsAtOnce is how many events a request of the benchmarks has.
const eventsAtOnce = 1000

// writers is how many lists the engine alone is given at a time: with 64 MongoDB takes half as many.
const writers = 4

// BenchmarkEvents measures events sent over HTTP in batches of 1,000 against the engine alone, which makes the same
// documents durable; what is folded meanwhile is counted in the first only. "ratio" is the rate of the first over that of the second.
func BenchmarkEvents(b *testing.B) {
	for name, at := range map[string]func(testing.TB) place{"bolt": folder, "mongodb": mongodb} {
		b.Run(name, func(b *testing.B) { benchmarkEvents(b, at(b), at(b)) })
	}
}

func benchmarkEvents(b *testing.B, at, other place) {
	const members = 20_000
	s, recorded := startRecorded(b, at)
	s.agreedMembers(b, members)
	settle(b, s)
	s.foldEvents(b)
	batches := eventBatches(max(b.N/eventsAtOnce, 1), members)
	recorded.on = true

	b.ResetTimer()
	start := time.Now()
	sendAll(b, s.BaseURL, batches)
	overHTTP := time.Since(start)
	b.StopTimer()
	recorded.on = false

	alone := openAlone(b, other, nil)
	var lists [][]engine.Change
	for _, list := range recorded.lists {
		if list[0].Collection == "events" {
			lists = append(lists, list)
		}
	}
	start = time.Now()
	inLanes(writers, len(lists), func(i int) {
		if err := alone.Write(b.Context(), lists[i]); err != nil {
			b.Error(err)
		}
	})
	byEngine := time.Since(start)
	n := float64(len(batches) * eventsAtOnce)
	b.ReportMetric(n/overHTTP.Seconds(), "events/s")
	b.ReportMetric(n/byEngine.Seconds(), "engine/s")
	b.ReportMetric(byEngine.Seconds()/overHTTP.Seconds(), "ratio")
	b.ReportMetric(0, "ns/op")
}

// eventBatches returns the bodies of so many requests: logins, of the members one after the other, over the last days.
func eventBatches(n, members int) [][]byte {
	batches := make([][]byte, n)
	for i := range batches {
		var body bytes.Buffer
		body.WriteString(`{"events":[`)
		for k := range eventsAtOnce {
			number := i*eventsAtOnce + k
			if k > 0 {
				body.WriteByte(',')
			}
			at := time.Now().AddDate(0, 0, -number/members%80).UTC().Format(time.RFC3339)
			fmt.Fprintf(&body, `{"id":"login-%010d","ref":"PX-%06d","kind":"login","at":%q}`, number, number%members, at)
		}
		body.WriteString(`]}`)
		batches[i] = body.Bytes()
	}
	return batches
}

func sendAll(b *testing.B, base string, batches [][]byte) {
	c := newClient(base)
	atOnce(len(batches), func(i int) {
		if err := c.send(b.Context(), batches[i]); err != nil {
			b.Error(err)
		}
	})
}

// send sends a batch, all of which has to be accepted.
func (c *client) send(ctx context.Context, batch []byte) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+"/api/v1/events", bytes.NewReader(batch))
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+testKey)
	answer, err := c.http.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	var came taken
	if err := json.NewDecoder(answer.Body).Decode(&came); err != nil || came.Accepted != eventsAtOnce {
		return errors.Join(fmt.Errorf("%d: accepted %d, rejected %d", answer.StatusCode, came.Accepted, len(came.Rejected)), err)
	}
	return nil
}

// BenchmarkLook measures /metrics and a report of a server with 1,000,000 events of 100,000 participants against one
// with 1,000 of 100. "ratio" is the time of the first over that of the second.
func BenchmarkLook(b *testing.B) {
	few, many := startAdoption(b, 100, 1), startAdoption(b, 100_000, 1000)
	for _, path := range []string{"/metrics", "/api/v1/reports/adoption?cohort=wave"} {
		b.Run(path, func(b *testing.B) {
			var took [2]time.Duration
			for b.Loop() {
				took[0] += few.look(b, path)
				took[1] += many.look(b, path)
			}
			b.ReportMetric(took[0].Seconds()*1000/float64(b.N), "few-ms")
			b.ReportMetric(took[1].Seconds()*1000/float64(b.N), "many-ms")
			b.ReportMetric(took[1].Seconds()/took[0].Seconds(), "ratio")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// startAdoption starts a server with so many members and batches of events, all of them counted.
func startAdoption(b *testing.B, members, batches int) *server {
	s, _ := startRecorded(b, folder(b))
	s.agreedMembers(b, members)
	sendAll(b, s.BaseURL, eventBatches(batches, members))
	s.foldEvents(b)
	if err := s.app.Series.Refresh(b.Context()); err != nil {
		b.Fatal(err)
	}
	return s
}

// look returns how long it took to read a path.
func (s *server) look(b *testing.B, path string) time.Duration {
	start := time.Now()
	r, err := http.NewRequestWithContext(b.Context(), http.MethodGet, s.BaseURL+path, nil)
	if err != nil {
		b.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+testKey)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, answer.Body); err != nil || answer.StatusCode != http.StatusOK {
		b.Fatal(answer.StatusCode, err)
	}
	_ = answer.Body.Close()
	return time.Since(start)
}

// foldEvents counts all events that are pending, beside the background job.
func (s *server) foldEvents(b *testing.B) {
	b.Helper()
	for {
		if _, err := s.app.Metrics.Fold(b.Context()); err != nil {
			b.Fatal(err)
		}
		pending, err := s.app.db.Find(b.Context(), engine.Query{Collection: "event_marks", Limit: 1})
		if err != nil {
			b.Fatal(err)
		}
		if len(pending.Docs) == 0 {
			return
		}
	}
}

// agreedMembers makes n patients agreed members of a cohort, past the pages.
func (s *server) agreedMembers(b *testing.B, n int) {
	b.Helper()
	var table strings.Builder
	table.WriteString("ref,group\n")
	var steps []cohorts.Transition
	when := time.Now().AddDate(0, -3, 0)
	for i := range n {
		ref := fmt.Sprintf("PX-%06d", i)
		fmt.Fprintf(&table, "%s,patient\n", ref)
		m := cohorts.Membership{Cohort: "wave", Ref: ref, Group: cohorts.Patient, State: cohorts.Agreed, Since: when}
		steps = append(steps, cohorts.Transition{Membership: m, Consent: cohorts.Consent{
			ID: fmt.Sprintf("%016d", i), Cohort: "wave", Ref: ref, To: cohorts.Agreed, At: when,
		}})
	}
	ctx := b.Context()
	if _, err := s.app.Cohorts.Import(ctx, strings.NewReader(table.String()), false); err != nil {
		b.Fatal(err)
	}
	if _, err := s.app.Cohorts.CreateCohort(ctx, cohorts.Cohort{Name: base.Words{"en": "Wave", "es": "Wave"}}); err != nil {
		b.Fatal(err)
	}
	for from := 0; from < n; from += cohorts.MaxChunk {
		if err := s.app.Store.SaveTransitions(ctx, steps[from:min(n, from+cohorts.MaxChunk)]); err != nil {
			b.Fatal(err)
		}
	}
}
