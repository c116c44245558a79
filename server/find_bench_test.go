package main

import (
	"strings"
	"testing"

	"soundings/cohorts"
)

// BenchmarkList measures a page of the list of 100,000 participants, narrowed in one way or another.
func BenchmarkList(b *testing.B) {
	s := newMain()
	b.Cleanup(func() { s.stop(b) })
	if err := s.ParseFlags(folder(b).with("--listen", "127.0.0.1:0", "--api-key", testKey)); err != nil {
		b.Fatal(err)
	}
	if err := s.Run(b.Context()); err != nil {
		b.Fatal(err)
	}
	if _, err := s.app.Cohorts.Import(b.Context(), strings.NewReader(bigTable(100_000)), false); err != nil {
		b.Fatal(err)
	}
	for name, q := range map[string]cohorts.ParticipantQuery{
		"all": {}, "group": {Group: cohorts.Patient}, "nobody": {Group: cohorts.Staff, Attribute: "site", Value: "North"},
		"attribute": {Attribute: "age", Value: "65-79"}, "mixture": {Group: cohorts.Patient, Language: "es", Attribute: "site", Value: "South"},
		"contradiction": {Language: "en", Attribute: "age", Value: "35-49"}, // half of all and a quarter of all, and nobody is both
	} {
		b.Run(name, func(b *testing.B) {
			q.After = ""
			for b.Loop() {
				page, err := s.app.Cohorts.Participants(b.Context(), q)
				if err != nil {
					b.Fatal(err)
				}
				q.After = page.Next
			}
		})
	}
}
