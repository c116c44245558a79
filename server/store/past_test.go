package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"soundings/cohorts"
	"soundings/cohorts/rollout"
	"soundings/metrics"
)

// Who saw a feature at a moment that has passed is what was counted then, whoever came and went and whatever moved since.
func TestExposureOfThePast(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		people := refs(60)
		c.patients(people...)
		cohort, asked := c.cohort("First wave", people[:50]...)
		other, _ := c.cohort("Second wave", people[50:]...)
		p := c.rollouts(t, nil)
		p.feature("labs", rollout.Beta)
		p.feature("mail", rollout.Planned)
		p.feature("bills", rollout.Beta)
		must(p.rollouts.SaveRollout(p.ctx, "labs", rollout.Settings{Cohort: cohort, Ramp: steps(10, 40, 100)}))
		must(p.rollouts.SaveRollout(p.ctx, "mail", rollout.Settings{Cohort: cohort, Percent: percent(50)}))
		must(p.rollouts.SaveRollout(p.ctx, "bills", rollout.Settings{Cohort: cohort, Percent: percent(60)}))
		must(p.rollouts.SaveRollout(p.ctx, "labs", rollout.Settings{Cohort: other, Percent: percent(90)}))
		no := false
		must(p.rollouts.Override(p.ctx, "labs", cohort, people[3], &no))

		type then struct {
			at      time.Time
			exposed map[string]int
		}
		var past []then
		days := []func(){
			func() {},
			func() {
				for _, ref := range people[:30] {
					p.agree(asked[ref])
				}
			},
			func() { must(p.rollouts.Step(p.ctx, "labs", cohort, "")) },
			func() { p.withdraw(cohort, people[0]); p.withdraw(cohort, people[1]); p.feature("mail", rollout.Beta) },
			func() {
				p.agree(p.again(asked[people[0]])) // comes back
				for _, ref := range people[30:40] {
					p.agree(asked[ref])
				}
				must(p.rollouts.RollBack(p.ctx, "labs", cohort, ""))
			},
			func() {
				must(p.people.SetState(p.ctx, cohort, people[5], cohorts.Graduated, cohorts.Heard{}))
				p.feature("labs", rollout.Live)
			},
			func() { p.withdraw(cohort, people[0]); p.feature("bills", rollout.Retired) },
		}
		for _, day := range days {
			c.wait(time.Hour)
			day()
			c.wait(time.Hour)
			past = append(past, then{c.now(), exposedNow(p, cohort)})
		}
		for i, was := range past {
			got, ok, err := p.rollouts.ExposedAt(p.ctx, cohort, was.at)
			if err != nil || !ok {
				t.Fatalf("day %d: %v %v", i, ok, err)
			}
			if i < len(past)-1 {
				delete(was.exposed, "bills") // what it was before it was retired is not known
			}
			equal(t, fmt.Sprint("day ", i), fmt.Sprint(got), fmt.Sprint(was.exposed))
		}
	})
}

func exposedNow(p *portal, cohort string) map[string]int {
	all := map[string]int{}
	for _, n := range must(p.rollouts.Counts(p.ctx)) {
		if n.Cohort == cohort {
			all[n.Feature] = n.Exposed
		}
	}
	return all
}

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
