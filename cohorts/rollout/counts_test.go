package rollout_test

import (
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/rollout"
	"soundings/server/services/servicestest"
)

// What was shown is counted once for each member, on whatever server and however often.
func TestSeenAndEntitled(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		people := refs(60)
		c.People(t, cohorts.Patient, people...)
		cohort, asked := c.Asked(t, "First wave", people...)
		servers := []*clinic{c.server(t, nil), c.server(t, nil)}
		p := servers[0]
		p.feature("labs", rollout.Beta)
		p.feature("letters", rollout.Beta)
		must(p.Rollouts.SaveRollout(p.ctx, "labs", rollout.Settings{Cohort: cohort, Percent: percent(50)}))
		must(p.Rollouts.SaveRollout(p.ctx, "letters", rollout.Settings{Cohort: cohort, Percent: percent(0)}))
		entitled := func(n int) int {
			k := 0
			for _, ref := range people[:n] {
				if p.rollout(cohort).Shows(ref) {
					k++
				}
			}
			return k
		}
		check := func(about string, exposed, seen int, ratio float64) {
			t.Helper()
			for _, s := range servers {
				counts := must(s.Rollouts.Counts(s.ctx))
				expect.Equal(t, about, counts[0], rollout.Counts{Feature: "labs", Cohort: cohort, Ratio: ratio, Exposed: exposed, Seen: seen})
				expect.Equal(t, about, counts[1], rollout.Counts{Feature: "letters", Cohort: cohort})
			}
		}
		c.Clock.Advance(2 * time.Second)
		check("nobody agreed", 0, 0, 0.5)
		servicestest.Together(40, func(n int) error { servers[n%2].agree(asked[people[n]]); return nil })
		c.Clock.Advance(2 * time.Second)
		check("forty agreed", entitled(40), 0, 0.5)
		servicestest.Together(4, func(n int) error {
			for _, ref := range people[:20] {
				must(servers[n%2].Rollouts.Evaluate(c.ctx, "labs", ref))
				must(servers[n%2].Rollouts.EvaluateAll(c.ctx, ref))
			}
			return servers[n%2].Rollouts.Flush(c.ctx)
		})
		check("twenty evaluated", entitled(40), entitled(20), 0.5)
		expect.Equal(t, "facts", len(c.Documents(t, "seen")), entitled(20))
		c.Fold(t)
		check("folded", entitled(40), entitled(20), 0.5)
		for _, ref := range people[:10] {
			p.withdraw(cohort, ref)
		}
		c.Clock.Advance(2 * time.Second)
		check("ten withdrew", entitled(40)-entitled(10), entitled(20), 0.5)
		p.feature("labs", rollout.Live)
		c.Clock.Advance(2 * time.Second)
		check("live", 30, entitled(20), 1)
		p.feature("labs", rollout.Retired)
		c.Clock.Advance(2 * time.Second)
		check("retired", 0, entitled(20), 0)
	})
}
