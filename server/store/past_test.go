package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"soundings/cohorts/rollout"
	"soundings/metrics"
)

// A report of a period that is past says what it said on its last day, but for what is known of today only.
func TestReportOfAPastPeriod(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		people := refs(30)
		c.patients(people...)
		cohort, asked := c.cohort("First wave", people...)
		k := c.takers(t)
		k.feature("labs", rollout.Beta)
		k.feature("mail", rollout.Live)
		k.feature("bills", rollout.Idea)
		must(k.rollouts.SaveRollout(k.ctx, "labs", rollout.Settings{Cohort: cohort, Ramp: steps(30, 100)}))
		var said []metrics.Report
		for day := range 10 {
			for _, ref := range people[2*day : 2*day+2] {
				k.agree(asked[ref])
			}
			c.wait(time.Minute)
			for n, ref := range people[day : 2*day+2] {
				k.take(event(fmt.Sprint(day, "-", n), ref, metrics.Used, []string{"labs", "mail"}[n%2], c.now()))
			}
			if day%3 == 2 {
				k.withdraw(cohort, people[2*day])
			}
			if day == 5 {
				must(k.rollouts.Step(k.ctx, "labs", cohort, ""))
			}
			c.wait(time.Hour)
			said = append(said, must(k.Metrics.Adoption(k.ctx, metrics.Period{Cohort: cohort})))
			c.wait(23*time.Hour - time.Minute)
		}
		c.wait(12 * time.Hour)
		var exposed []string
		for _, then := range said {
			exposed = append(exposed, exposedOf(then, "labs"))
			now := must(k.Metrics.Adoption(k.ctx, metrics.Period{Cohort: cohort, To: &then.To}))
			equal(t, "it is past", now.Past, true)
			if then.To.Monday()+6 == then.To { // of a week that ended on the day it could not be said before the next
				then.Retention, now.Retention = nil, nil
			}
			if diff := cmp.Diff(withoutToday(then), now); diff != "" {
				t.Errorf("%s: %s", then.To, diff)
			}
		}
		slices.Sort(exposed)
		equal(t, "the history of it", strings.Join(k.pastOf("soundings_feature_exposed_members"), "\n"), strings.Join(exposed, "\n"))
	})
}

// withoutToday takes out of a report what is known only on its day.
func withoutToday(r metrics.Report) metrics.Report {
	r.Past = true
	r.Funnel = slices.DeleteFunc(r.Funnel, func(s metrics.FunnelStep) bool {
		return s.Step == "selected" || s.Step == "invited"
	})
	for i := range r.Features {
		r.Features[i].Seen = nil
	}
	return r
}
