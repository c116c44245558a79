package rollout_test

import (
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/rollout"
)

const (
	seen   = "on TARGETING_MATCH"
	unseen = "off DEFAULT"
)

// Whoever is asked about in other letters is found, on every server, as long as that can be one person alone.
func TestRefsInOtherLetters(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, "P-1", "Ab-2", "Q-3")
		c.People(t, cohorts.Patient, "aB-2") // as refs of old files may be
		cohort, asked := c.Asked(t, "First wave", "P-1", "Ab-2", "aB-2", "Q-3")
		here, there := c.server(t, nil), c.server(t, nil)
		here.feature("labs", rollout.Beta)
		must(here.Rollouts.SaveRollout(here.ctx, "labs", rollout.Settings{Cohort: cohort, Percent: percent(100)}))
		sees := func(what, ref, want string) {
			t.Helper()
			expect.Equal(t, what+": "+ref, here.sees(ref), want)
			expect.Equal(t, what+", on the other server: "+ref, there.sees(ref), want)
		}
		for _, ref := range []string{"P-1", "p-1", "AB-2", "q-3", "x-4"} {
			sees("before anybody agreed", ref, unseen)
		}
		here.agree(asked["P-1"])
		here.agree(asked["Ab-2"])
		c.Clock.Advance(2 * time.Second)
		for ref, want := range map[string]string{"P-1": seen, "p-1": seen, "Ab-2": seen, "aB-2": unseen, "AB-2": unseen, "ab-2": unseen, "q-3": unseen, "x-4": unseen} {
			sees("agreed", ref, want)
		}
		here.withdraw(cohort, "P-1")
		c.Clock.Advance(2 * time.Second)
		sees("withdrawn", "p-1", unseen)
		for _, server := range []*clinic{here, there} {
			if err := server.Rollouts.Flush(c.ctx); err != nil {
				t.Fatal(err)
			}
		}
		expect.Equal(t, "who was seen", must(here.Rollouts.CountsOf(c.ctx, "labs", cohort)).Seen, 2)
	})
}

// A person who comes and is spelled as was asked is not taken for the other.
func TestSomebodyComesInOtherLetters(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, "P-1")
		cohort := c.Agreed(t, "First wave", "P-1")
		here, there := c.server(t, nil), c.server(t, nil)
		here.feature("labs", rollout.Beta)
		must(here.Rollouts.SaveRollout(here.ctx, "labs", rollout.Settings{Cohort: cohort, Percent: percent(100)}))
		expect.Equal(t, "alone, here", here.sees("p-1"), seen)
		expect.Equal(t, "alone, there", there.sees("p-1"), seen)
		here.People(t, cohorts.Patient, "p-1")
		expect.Equal(t, "at once, here", here.sees("p-1"), unseen)
		c.Clock.Advance(time.Minute)
		expect.Equal(t, "after a minute, there", there.sees("p-1"), unseen)
		expect.Equal(t, "the other", there.sees("P-1"), seen)
	})
}
