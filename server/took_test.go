package main

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"
)

// Whoever takes everybody's answers, details or links leaves a record: who, from where, and how many.
func TestWhatIsTakenIsInTheAudit(t *testing.T) {
	onBoth(t, func(t *testing.T, at place) {
		s := start(t, at.with("--api-key", testKey)...)
		c := newClient("http://" + s.Addr)
		id, paths := c.invite(t, 3)
		for _, path := range paths[:2] {
			if status, _, err := c.post(t.Context(), path, filled()); err != nil || status != http.StatusSeeOther {
				t.Fatalf("answered %d, %v", status, err)
			}
		}
		for _, path := range []string{"/participants.csv", "/surveys/" + id + "/responses.csv", "/surveys/" + id + "/responses.ndjson", "/participants.xlsx", "/surveys/" + id + "/responses.xlsx"} {
			if status := c.api(t, http.MethodGet, path, nil, nil); status != http.StatusOK {
				t.Errorf("%s: %d", path, status)
			}
		}
		records, err := s.app.Store.Audit(t.Context(), time.Time{}, time.Time{}, "", 100)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range slices.Backward(records.Items) {
			if r.Count > 0 {
				got = append(got, fmt.Sprintf("%s %s %s %d from %s", r.By.Kind, r.Act, r.Subject, r.Count, r.From))
			}
		}
		want := []string{
			"key links.show surveys/" + id + " 3 from 127.0.0.1", "key export.people  3 from 127.0.0.1",
			"key export.responses " + id + " 2 from 127.0.0.1", "key export.responses " + id + " 2 from 127.0.0.1",
			"key export.people  3 from 127.0.0.1", "key export.responses " + id + " 2 from 127.0.0.1",
		}
		if !slices.Equal(got, want) {
			t.Errorf("the audit has %q, not %q", got, want)
		}
	})
}
