package rollout_test

import (
	"crypto/rand"
	"fmt"
	random "math/rand/v2"
	"slices"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/rollout"
	"soundings/server/services/servicestest"
)

// benchmarked is a server on an embedded database whose one cohort has so many agreed members, who see half of ten features.
func benchmarked(b *testing.B, members int) (_ *rollout.Service, refs []string) {
	c := servicestest.New(b)
	kept, people, s := c.Store, c.Cohorts, c.Rollouts
	c.Clock.Set(time.Now())
	cohort := must(people.CreateCohort(b.Context(), cohorts.Cohort{Name: base.Words{"en": "First wave", "es": "First wave"}})).ID
	var steps []cohorts.Transition
	for n := range members {
		ref := fmt.Sprintf("P-%06d", n)
		refs = append(refs, ref)
		m := cohorts.Membership{Cohort: cohort, Ref: ref, Group: cohorts.Patient, State: cohorts.Agreed, Since: time.Now()}
		c := cohorts.Consent{ID: base.NewID(rand.Reader), Cohort: cohort, Ref: ref, To: cohorts.Agreed, At: time.Now().Add(-time.Hour)}
		steps = append(steps, cohorts.Transition{Membership: m, Consent: c})
	}
	for chunk := range slices.Chunk(steps, cohorts.MaxChunk) {
		if err := kept.SaveTransitions(b.Context(), chunk); err != nil {
			b.Fatal(err)
		}
	}
	for n := range 10 {
		key := fmt.Sprint("feature-", n)
		must(s.SaveFeature(b.Context(), rollout.Feature{Key: key, Name: base.Words{"en": key}, Stage: rollout.Beta}))
		must(s.SaveRollout(b.Context(), key, rollout.Settings{Cohort: cohort, Percent: percent(50)}))
	}
	return s, refs
}

// Evaluations of people drawn from 100,000; with the database behind them only the first time each.
func BenchmarkExposure(b *testing.B) {
	s, refs := benchmarked(b, 100_000)
	draw := func() string { return refs[random.IntN(len(refs))] }
	b.Run("first", func(b *testing.B) {
		for n := 0; b.Loop(); n++ {
			must(s.Evaluate(b.Context(), "feature-3", refs[n%len(refs)]))
		}
	})
	b.Run("one", func(b *testing.B) {
		b.ReportAllocs()
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				must(s.Evaluate(b.Context(), "feature-3", draw()))
			}
		})
	})
	b.Run("all", func(b *testing.B) {
		b.ReportAllocs()
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				must(s.EvaluateAll(b.Context(), draw()))
			}
		})
	})
	b.Run("counts", func(b *testing.B) {
		for b.Loop() {
			must(s.Counts(b.Context()))
		}
	})
}
