package metrics_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/rollout"
	"soundings/metrics"
)

// A report of a period that is past says what it said on its last day, but for what is known of today only.
func TestReportOfAPastPeriod(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		people := refs(30)
		c.People(t, cohorts.Patient, people...)
		cohort, asked := c.Asked(t, "First wave", people...)
		c.Feature(t, "labs", rollout.Beta)
		c.Feature(t, "mail", rollout.Live)
		c.Feature(t, "bills", rollout.Idea)
		must(c.Rollouts.SaveRollout(c.ctx, "labs", rollout.Settings{Cohort: cohort, Ramp: []rollout.Step{{Percent: 30}, {Percent: 100}}}))
		var said []metrics.Report
		for day := range 10 {
			for _, ref := range people[2*day : 2*day+2] {
				c.Agree(t, asked[ref])
			}
			c.Clock.Advance(time.Minute)
			for n, ref := range people[day : 2*day+2] {
				c.Take(t, event(fmt.Sprint(day, "-", n), ref, metrics.Used, []string{"labs", "mail"}[n%2], c.Clock.Now()))
			}
			if day%3 == 2 {
				c.Withdraw(t, cohort, people[2*day])
			}
			if day == 5 {
				must(c.Rollouts.Step(c.ctx, "labs", cohort, ""))
			}
			c.Clock.Advance(time.Hour)
			said = append(said, must(c.Metrics.Adoption(c.ctx, metrics.Period{Cohort: cohort})))
			c.Clock.Advance(23*time.Hour - time.Minute)
		}
		c.Clock.Advance(12 * time.Hour)
		for _, then := range said {
			now := must(c.Metrics.Adoption(c.ctx, metrics.Period{Cohort: cohort, To: &then.To}))
			expect.Equal(t, "it is past", now.Past, true)
			if then.To.Monday()+6 == then.To { // of a week that ended on the day it could not be said before the next
				then.Retention, now.Retention = nil, nil
			}
			if diff := cmp.Diff(withoutToday(then), now); diff != "" {
				t.Errorf("%s: %s", then.To, diff)
			}
		}
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
