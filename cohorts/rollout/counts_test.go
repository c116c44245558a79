package rollout_test

import (
	"fmt"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/rollout"
	"soundings/server/services/servicestest"
)

// Each member is counted once as seen, on whatever server and however often they were shown the feature.
func TestCounts(t *testing.T) {
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

// The figures of one rollout are those of all; every exposure is kept with the time of the first.
func TestCountsOfOneRollout(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(3)...)
		first, second := c.Agreed(t, "First wave", refs(3)...), c.Agreed(t, "Second wave", refs(1)...)
		c.feature("labs", rollout.Beta)
		c.feature("mail", rollout.Planned)
		for _, r := range []struct {
			feature, cohort string
			percent         rollout.Percent
		}{{"labs", first, 100}, {"labs", second, 0}, {"mail", first, 100}} {
			must(c.Rollouts.SaveRollout(c.ctx, r.feature, rollout.Settings{Cohort: r.cohort, Percent: percent(r.percent)}))
		}
		shown := c.Clock.Now()
		for range 2 {
			for _, ref := range refs(2) {
				must(c.Rollouts.EvaluateAll(c.ctx, ref))
			}
			c.Clock.Advance(time.Second)
		}
		expect.Equal(t, "kept", c.Rollouts.Flush(c.ctx), nil)
		for _, want := range []rollout.Counts{
			{Feature: "labs", Cohort: first, Ratio: 1, Exposed: 3, Seen: 2}, {Feature: "labs", Cohort: second}, {Feature: "mail", Cohort: first},
		} {
			expect.Equal(t, want.Feature, must(c.Rollouts.CountsOf(c.ctx, want.Feature, want.Cohort)), want)
		}
		_, err := c.Rollouts.CountsOf(c.ctx, "mail", second)
		expect.Refused(t, "no such rollout", err, base.NotFound)
		got := map[string]time.Time{}
		expect.Equal(t, "read", c.Rollouts.EachExposure(c.ctx, func(e rollout.Exposure) { got[e.Feature+" "+e.Cohort+" "+e.Ref] = e.At }), nil)
		expect.Equal(t, "exposures", fmt.Sprint(got), fmt.Sprint(map[string]time.Time{"labs " + first + " P-0001": shown, "labs " + first + " P-0002": shown}))
	})
}
