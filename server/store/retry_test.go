package store_test

import (
	"fmt"
	"testing"
	"time"

	"soundings/cohorts/rollout"
	"soundings/metrics"
)

// Events of who or what is not known yet are counted when it is, and forgotten after thirty days.
func TestEventsKeptApart(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.patients("P-1")
		cohort := c.agreed("First wave", "P-1")
		k := c.takers(t)
		c.wait(time.Hour)
		equal(t, "apart", k.take(
			event("e1", "P-1", metrics.Used, "labs", c.now()), event("e2", "P-2", metrics.Login, "", c.now()),
			event("e3", "P-3", metrics.Login, "", c.now()),
		), "0 0 0:event.unknown_feature 1:event.unknown_ref 2:event.unknown_ref")
		equal(t, "retried", k.events.Retry(k.ctx), nil)
		equal(t, "still apart", len(c.documents("parked_events")), 3)
		equal(t, "nobody", k.active(cohort, metrics.Portal), []int{0, 0, 0})

		k.feature("labs", rollout.Beta)
		k.patients("P-2")
		equal(t, "sent again", k.take(event("e1", "P-1", metrics.Used, "labs", c.now())), "1 0")
		equal(t, "retried", k.events.Retry(k.ctx), nil)
		equal(t, "one is left", len(c.documents("parked_events")), 1)
		equal(t, "kept", len(c.documents("events")), 2)
		equal(t, "counted once", k.active(cohort, "labs"), []int{1, 1, 1})

		c.wait(31 * 24 * time.Hour)
		equal(t, "retried", k.events.Retry(k.ctx), nil)
		equal(t, "forgotten", len(c.documents("parked_events")), 0)
		k.recounts(t)
	})
}

// Only events of whoever became known are looked at again, and once a day all: for those of whom this server did not hear.
func TestWhatIsRetried(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		k := c.takers(t)
		equal(t, "at first", k.events.Retry(k.ctx), nil)
		login := func(id, ref string) metrics.Event { return event(id, ref, metrics.Login, "", c.now()) }
		use := func(id, ref, feature string) metrics.Event { return event(id, ref, metrics.Used, feature, c.now()) }
		c.patients("P-1")
		k.take(login("heard", "P-2"), login("unheard", "P-3"), use("new-to-both", "P-2", "labs"), use("new-feature", "P-1", "labs"), use("no-feature", "P-1", "mail"))
		counted := func() int { equal(t, "retried", k.events.Retry(k.ctx), nil); return len(c.documents("events")) }
		equal(t, "nobody came", counted(), 0)
		k.patients("P-2")
		k.feature("labs", rollout.Beta)
		c.patients("P-3") // on another server
		equal(t, "who came here", counted(), 3)
		c.wait(23 * time.Hour)
		equal(t, "not yet", counted(), 3)
		c.wait(time.Hour)
		equal(t, "who came elsewhere", counted(), 4)
		c.wait(28*24*time.Hour + 23*time.Hour)
		equal(t, "one is left", counted()+len(c.documents("parked_events")), 5)
		c.wait(time.Hour)
		equal(t, "it is over", counted()+len(c.documents("parked_events")), 4)
		many := make([]string, 1100)
		for i := range many {
			many[i] = fmt.Sprint("M-", i)
		}
		k.take(login("last-of-many", many[1099]))
		k.patients(many...)
		equal(t, "of many", counted(), 5)
	})
}
