package intake_test

import (
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
	"soundings/metrics"
)

// Who is removed leaves no event behind, and no figure that rests on one.
func TestForgettingEvents(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(2)...)
		cohort := c.Agreed(t, "First wave", refs(2)...)
		c.Clock.Advance(time.Hour)
		c.Take(t, event("e1", "P-0001", metrics.Login, "", c.Clock.Now()), event("e2", "P-0002", metrics.Login, "", c.Clock.Now()))
		expect.Equal(t, "both", c.active(t, cohort, metrics.Portal), []int{2, 2, 2})
		c.EventsRecount(t)
		expect.Equal(t, "removed", c.Cohorts.RemoveParticipant(c.ctx, "P-0001"), nil)
		c.EventsRecount(t) // while the facts of their leaving stay
		c.Clock.Advance(2 * time.Minute)
		expect.Equal(t, "removed everywhere", c.Cohorts.ContinueRemovals(c.ctx), nil)
		c.EventsRecount(t)
		expect.Equal(t, "one", c.active(t, cohort, metrics.Portal), []int{1, 1, 1})
		expect.Equal(t, "events", len(c.Documents(t, "events")), 1)
		expect.Equal(t, "activities", len(c.Documents(t, "activities")), 1)
	})
}

// Who is removed on one server is unknown to every other, whether they were in a cohort or not, and nothing of them is kept.
func TestForgottenOnEveryServer(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, "inside", "outside")
		c.Agreed(t, "First wave", "inside")
		other := c.Another(t)
		c.Clock.Advance(time.Minute)
		login := func(id, ref string) metrics.Event {
			return event(id, ref, metrics.Login, "", c.Clock.Now())
		}
		expect.Equal(t, "known", other.Take(t, login("e1", "inside"), login("e2", "outside")), "2 0")
		for _, ref := range []string{"inside", "outside"} {
			expect.Equal(t, "removed", c.Cohorts.RemoveParticipant(c.ctx, ref), nil)
		}
		c.Clock.Advance(2 * time.Second)
		expect.Equal(t, "unknown", other.Take(t, login("e3", "inside"), login("e4", "outside")), "0 0 0:event.unknown_ref 1:event.unknown_ref")
		expect.Equal(t, "events", len(c.Documents(t, "events")), 0)
		c.Clock.Advance(2 * time.Minute)
		expect.Equal(t, "removed everywhere", c.Cohorts.ContinueRemovals(c.ctx), nil)
		expect.Equal(t, "nothing is kept apart", len(c.Documents(t, "parked_events")), 0)
	})
}
