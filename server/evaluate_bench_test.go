package main

import (
	"bufio"
	"crypto/rand"
	"fmt"
	"io"
	random "math/rand/v2"
	"net"
	"net/http"
	"slices"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/rollout"
	"soundings/web/auth"
)

// BenchmarkEvaluate measures what the portal asks over HTTP by 64 connections with its own key, of people drawn from a
// cohort of 100,000 who see half of ten features. The client runs on the same cores.
func BenchmarkEvaluate(b *testing.B) {
	s := newMain()
	b.Cleanup(func() { s.stop(b) })
	if err := s.ParseFlags(folder(b).with("--listen", "127.0.0.1:0")); err != nil {
		b.Fatal(err)
	}
	if err := s.Run(b.Context()); err != nil {
		b.Fatal(err)
	}
	refs := everybodyAgreed(b, s, 100_000)
	key, _, err := s.app.Accounts.CreateKey(b.Context(), "Portal", auth.Portal)
	if err != nil {
		b.Fatal(err)
	}
	for name, path := range map[string]string{"one": "/feature-3", "all": ""} {
		b.Run(name, func(b *testing.B) {
			start := time.Now()
			evaluate(b, s.Addr, path, key, refs)
			b.ReportMetric(float64(b.N)/time.Since(start).Seconds(), "evaluations/s")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// everybodyAgreed makes a cohort of so many agreed members, to half of whom ten features are rolled out.
func everybodyAgreed(b *testing.B, s *server, members int) (refs []string) {
	b.Helper()
	ctx := b.Context()
	cohort, err := s.app.Cohorts.CreateCohort(ctx, cohorts.Cohort{Name: base.Words{"en": "Everybody", "es": "Everybody"}})
	if err != nil {
		b.Fatal(err)
	}
	refs = s.join(b, cohort.ID, members)
	half := rollout.Percent(50)
	for n := range 10 {
		key := fmt.Sprint("feature-", n)
		if _, err := s.app.Rollouts.SaveFeature(ctx, rollout.Feature{Key: key, Name: base.Words{"en": key}, Stage: rollout.Beta}); err != nil {
			b.Fatal(err)
		}
		if _, err := s.app.Rollouts.SaveRollout(ctx, key, rollout.Settings{Cohort: cohort.ID, Percent: &half}); err != nil {
			b.Fatal(err)
		}
	}
	return refs
}

// join makes so many agreed members of a cohort, as the store keeps them.
func (s *server) join(t testing.TB, cohort string, members int) (refs []string) {
	t.Helper()
	var steps []cohorts.Transition
	for n := range members {
		ref, before := fmt.Sprintf("P-%06d", n), time.Now().Add(-time.Hour)
		refs = append(refs, ref)
		steps = append(steps, cohorts.Transition{
			Membership: cohorts.Membership{Cohort: cohort, Ref: ref, Group: cohorts.Patient, State: cohorts.Agreed, Since: before},
			Consent:    cohorts.Consent{ID: base.NewID(rand.Reader), Cohort: cohort, Ref: ref, To: cohorts.Agreed, At: before},
		})
	}
	for chunk := range slices.Chunk(steps, cohorts.MaxChunk/4) {
		if err := s.app.Store.SaveTransitions(t.Context(), chunk); err != nil {
			t.Fatal(err)
		}
	}
	return refs
}

// evaluate asks b.N times, from connections that do as little as a client can.
func evaluate(b *testing.B, address, path, key string, refs []string) {
	conns := make(chan net.Conn, connections)
	answers := make(map[net.Conn]*bufio.Reader, connections)
	for range connections {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			b.Fatal(err)
		}
		defer conn.Close()
		answers[conn] = bufio.NewReader(conn)
		conns <- conn
	}
	b.ResetTimer()
	atOnce(b.N, func(int) {
		conn := <-conns
		defer func() { conns <- conn }()
		body := `{"context":{"targetingKey":"` + refs[random.IntN(len(refs))] + `"}}`
		fmt.Fprintf(conn, "POST /ofrep/v1/evaluate/flags%s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
			path, address, key, len(body), body)
		answer, err := http.ReadResponse(answers[conn], nil)
		if err != nil || answer.StatusCode != http.StatusOK {
			b.Errorf("an evaluation answered %v, %v", answer, err)
			return
		}
		_, _ = io.Copy(io.Discard, answer.Body)
	})
}
