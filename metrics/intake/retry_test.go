package intake_test

import (
	"fmt"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/rollout"
	"soundings/metrics"
)

// Events of who or what is not known yet are counted when it is, and forgotten after thirty days.
func TestEventsKeptApart(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, "P-1")
		cohort := c.Agreed(t, "First wave", "P-1")
		c.Clock.Advance(time.Hour)
		expect.Equal(t, "apart", c.Take(t,
			event("e1", "P-1", metrics.Used, "labs", c.Clock.Now()), event("e2", "P-2", metrics.Login, "", c.Clock.Now()),
			event("e3", "P-3", metrics.Login, "", c.Clock.Now()),
		), "0 0 0:event.unknown_feature 1:event.unknown_ref 2:event.unknown_ref")
		expect.Equal(t, "retried", c.Intake.Retry(c.ctx), nil)
		expect.Equal(t, "still apart", len(c.Documents(t, "parked_events")), 3)
		expect.Equal(t, "nobody", c.active(t, cohort, metrics.Portal), []int{0, 0, 0})

		c.Feature(t, "labs", rollout.Beta)
		c.People(t, cohorts.Patient, "P-2")
		expect.Equal(t, "sent again", c.Take(t, event("e1", "P-1", metrics.Used, "labs", c.Clock.Now())), "1 0")
		expect.Equal(t, "retried", c.Intake.Retry(c.ctx), nil)
		expect.Equal(t, "one is left", len(c.Documents(t, "parked_events")), 1)
		expect.Equal(t, "kept", len(c.Documents(t, "events")), 2)
		expect.Equal(t, "counted once", c.active(t, cohort, "labs"), []int{1, 1, 1})

		c.Clock.Advance(31 * 24 * time.Hour)
		expect.Equal(t, "retried", c.Intake.Retry(c.ctx), nil)
		expect.Equal(t, "forgotten", len(c.Documents(t, "parked_events")), 0)
		c.EventsRecount(t)
	})
}

// Only events of whoever became known are looked at again, and once a day all: for those of whom this server did not hear.
func TestWhatIsRetried(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		expect.Equal(t, "at first", c.Intake.Retry(c.ctx), nil)
		login := func(id, ref string) metrics.Event {
			return event(id, ref, metrics.Login, "", c.Clock.Now())
		}
		use := func(id, ref, feature string) metrics.Event {
			return event(id, ref, metrics.Used, feature, c.Clock.Now())
		}
		c.People(t, cohorts.Patient, "P-1")
		c.Take(t, login("heard", "P-2"), login("unheard", "P-3"), use("new-to-both", "P-2", "labs"), use("new-feature", "P-1", "labs"), use("no-feature", "P-1", "mail"))
		counted := func() int {
			expect.Equal(t, "retried", c.Intake.Retry(c.ctx), nil)
			return len(c.Documents(t, "events"))
		}
		expect.Equal(t, "nobody came", counted(), 0)
		c.People(t, cohorts.Patient, "P-2")
		c.Feature(t, "labs", rollout.Beta)
		c.Another(t).People(t, cohorts.Patient, "P-3")
		expect.Equal(t, "who came here", counted(), 3)
		c.Clock.Advance(23 * time.Hour)
		expect.Equal(t, "not yet", counted(), 3)
		c.Clock.Advance(time.Hour)
		expect.Equal(t, "who came elsewhere", counted(), 4)
		c.Clock.Advance(28*24*time.Hour + 23*time.Hour)
		expect.Equal(t, "one is left", counted()+len(c.Documents(t, "parked_events")), 5)
		c.Clock.Advance(time.Hour)
		expect.Equal(t, "it is over", counted()+len(c.Documents(t, "parked_events")), 4)
		many := make([]string, 1100)
		for i := range many {
			many[i] = fmt.Sprint("M-", i)
		}
		c.Take(t, login("last-of-many", many[1099]))
		c.People(t, cohorts.Patient, many...)
		expect.Equal(t, "of many", counted(), 5)
	})
}
