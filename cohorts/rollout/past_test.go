package rollout_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/rollout"
)

// ExposedAt returns for a past moment what was counted then, whoever came and went and whatever moved since.
func TestExposedAt(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		people := refs(60)
		c.People(t, cohorts.Patient, people...)
		cohort, asked := c.Asked(t, "First wave", people[:50]...)
		other, _ := c.Asked(t, "Second wave", people[50:]...)
		p := c.server(t, nil)
		p.feature("labs", rollout.Beta)
		p.feature("mail", rollout.Planned)
		p.feature("bills", rollout.Beta)
		must(p.Rollouts.SaveRollout(p.ctx, "labs", rollout.Settings{Cohort: cohort, Ramp: steps(10, 40, 100)}))
		must(p.Rollouts.SaveRollout(p.ctx, "mail", rollout.Settings{Cohort: cohort, Percent: percent(50)}))
		must(p.Rollouts.SaveRollout(p.ctx, "bills", rollout.Settings{Cohort: cohort, Percent: percent(60)}))
		must(p.Rollouts.SaveRollout(p.ctx, "labs", rollout.Settings{Cohort: other, Percent: percent(90)}))
		no := false
		must(p.Rollouts.Override(p.ctx, "labs", cohort, people[3], &no))

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
			func() { must(p.Rollouts.Step(p.ctx, "labs", cohort, "")) },
			func() { p.withdraw(cohort, people[0]); p.withdraw(cohort, people[1]); p.feature("mail", rollout.Beta) },
			func() {
				p.agree(p.again(asked[people[0]])) // comes back
				for _, ref := range people[30:40] {
					p.agree(asked[ref])
				}
				must(p.Rollouts.RollBack(p.ctx, "labs", cohort, ""))
			},
			func() {
				must(p.Cohorts.SetState(p.ctx, cohort, people[5], cohorts.Graduated, cohorts.Heard{}))
				p.feature("labs", rollout.Live)
			},
			func() { p.withdraw(cohort, people[0]); p.feature("bills", rollout.Retired) },
		}
		for _, day := range days {
			c.Clock.Advance(time.Hour)
			day()
			c.Clock.Advance(time.Hour)
			past = append(past, then{c.Clock.Now(), exposedNow(p, cohort)})
		}
		for i, was := range past {
			got, ok, err := p.Rollouts.ExposedAt(p.ctx, cohort, was.at)
			if err != nil || !ok {
				t.Fatalf("day %d: %v %v", i, ok, err)
			}
			if i < len(past)-1 {
				delete(was.exposed, "bills") // what it was before it was retired is not known
			}
			expect.Equal(t, fmt.Sprint("day ", i), fmt.Sprint(got), fmt.Sprint(was.exposed))
		}
	})
}

func exposedNow(p *clinic, cohort string) map[string]int {
	all := map[string]int{}
	for _, n := range must(p.Rollouts.Counts(p.ctx)) {
		if n.Cohort == cohort {
			all[n.Feature] = n.Exposed
		}
	}
	return all
}

// The moves of a period are those that changed a share, the latest first; what a share was says how much of a cohort saw it.
func TestMovesOfAPeriod(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(2)...)
		cohort, other := c.Agreed(t, "First wave", refs(1)...), c.Agreed(t, "Second wave", refs(2)[1:]...)
		c.feature("labs", rollout.Planned)
		began := c.Clock.Now()
		must(c.Rollouts.SaveRollout(c.ctx, "labs", rollout.Settings{Cohort: cohort, Ramp: steps(10, 50, 100)}))
		must(c.Rollouts.SaveRollout(c.ctx, "labs", rollout.Settings{Cohort: other, Percent: percent(5)}))
		acts := []func(){
			func() { c.feature("labs", rollout.Beta) },
			func() { must(c.Rollouts.Step(c.ctx, "labs", cohort, "")) },
			func() { must(c.Rollouts.Pause(c.ctx, "labs", cohort, "")) }, // moves nothing
			func() { must(c.Rollouts.RollBack(c.ctx, "labs", cohort, "")) },
			func() { c.feature("labs", rollout.Live) },
		}
		var times []time.Time
		for _, act := range acts {
			c.Clock.Advance(time.Hour)
			act()
			times = append(times, c.Clock.Now())
		}
		moved := func(from, to time.Time) string {
			var all []string
			for _, m := range must(c.Rollouts.Moved(c.ctx, cohort, from, to)) {
				all = append(all, fmt.Sprintf("%s %v>%v", m.Kind, m.From, m.To))
			}
			return strings.Join(all, ", ")
		}
		for _, p := range []struct {
			from, to time.Time
			want     string
		}{
			{began, times[4], "roll_back 50>10, jump 10>50, set 0>10"},
			{times[1], times[3], "jump 10>50"},
			{times[2], times[3].Add(time.Second), "roll_back 50>10"},
			{times[4], times[4].Add(time.Hour), ""},
		} {
			expect.Equal(t, p.want, moved(p.from, p.to), p.want)
		}
		pasts := must(c.Rollouts.Pasts(c.ctx, cohort))
		expect.Equal(t, "pasts", []any{len(pasts), pasts[0].Began().Equal(began), len(must(c.Rollouts.Pasts(c.ctx, "")))}, []any{1, true, 2})
		for _, at := range []struct {
			when  time.Time
			ratio float64
		}{{times[1], 0.5}, {times[3], 0.1}, {times[4], 1}} {
			shown, known := pasts[0].At(at.when)
			expect.Equal(t, at.when.String(), []any{shown.Ratio(), known}, []any{at.ratio, true})
		}
		expect.Equal(t, "without a move", rollout.Past{}.Began().IsZero(), true)
	})
}
