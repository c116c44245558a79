package metrics_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
	"soundings/metrics"
)

// After somebody is removed for good, each step of the funnel, what a scrape says of the cohort, and its history count the
// same people: those who are left.
func TestFunnelAfterARemoval(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		people := refs(6)
		c.People(t, cohorts.Patient, people...)
		cohort, asked := c.Asked(t, "First wave", people...)
		c.Clock.Advance(time.Hour)
		for _, ref := range people[:4] {
			c.Agree(t, asked[ref])
		}
		c.Clock.Advance(time.Hour)
		for n, ref := range people[:3] {
			c.Take(t, event(fmt.Sprint("e", n), ref, metrics.Login, "", c.Clock.Now()))
		}
		funnel := func() string {
			var said strings.Builder
			for _, s := range must(c.Metrics.Adoption(c.ctx, metrics.Period{Cohort: cohort})).Funnel {
				fmt.Fprintf(&said, "%s %d ", s.Step, s.N)
			}
			return said.String()
		}
		expect.Equal(t, "six", funnel(), "selected 6 invited 6 agreed 4 enrolled 3 used 3 repeat 0 regular 0 ")
		for _, ref := range []string{people[0], people[5]} { // one who agreed and used it, one who was only asked
			expect.Equal(t, "removed", c.Cohorts.RemoveParticipant(c.ctx, ref), nil)
		}
		c.Clock.Advance(2 * time.Minute)
		expect.Equal(t, "removed everywhere", c.Cohorts.ContinueRemovals(c.ctx), nil)
		expect.Equal(t, "four", funnel(), "selected 4 invited 4 agreed 3 enrolled 2 used 2 repeat 0 regular 0 ")

		now := must(c.Cohorts.MemberCounts(c.ctx, cohort))
		c.Clock.Advance(24 * time.Hour)
		var past bytes.Buffer
		must(0, c.Series.History(c.ctx, &past, "x"))
		for _, state := range cohorts.States() {
			want := fmt.Sprintf(`soundings_cohort_members{job="x",cohort=%q,state=%q} %d `, cohort, state, now[state])
			expect.Equal(t, want, now[state] == 0 || strings.Contains(past.String(), want), true)
		}
	})
}
