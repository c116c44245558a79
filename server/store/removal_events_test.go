package store_test

import (
	"testing"
	"time"

	"soundings/metrics"
)

// Who is removed leaves no event behind, and no figure that rests on one.
func TestForgettingEvents(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.patients(refs(2)...)
		cohort := c.agreed("First wave", refs(2)...)
		k := c.takers(t)
		c.wait(time.Hour)
		k.take(event("e1", "P-0001", metrics.Login, "", c.now()), event("e2", "P-0002", metrics.Login, "", c.now()))
		equal(t, "both", k.active(cohort, metrics.Portal), []int{2, 2, 2})
		k.recounts(t)
		equal(t, "removed", k.people.RemoveParticipant(k.ctx, "P-0001"), nil)
		k.recounts(t) // while the facts of their leaving stay
		c.wait(2 * time.Minute)
		equal(t, "removed everywhere", k.people.ContinueRemovals(k.ctx), nil)
		k.recounts(t)
		equal(t, "one", k.active(cohort, metrics.Portal), []int{1, 1, 1})
		equal(t, "events", len(c.documents("events")), 1)
		equal(t, "activities", len(c.documents("activities")), 1)
	})
}

// Who is removed on one server is unknown to every other, whether they were in a cohort or not, and nothing of them is kept.
func TestForgottenOnEveryServer(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.patients("inside", "outside")
		c.agreed("First wave", "inside")
		k, other := c.takers(t), c.takers(t)
		c.wait(time.Minute)
		login := func(id, ref string) metrics.Event { return event(id, ref, metrics.Login, "", c.now()) }
		equal(t, "known", other.take(login("e1", "inside"), login("e2", "outside")), "2 0")
		for _, ref := range []string{"inside", "outside"} {
			equal(t, "removed", k.people.RemoveParticipant(k.ctx, ref), nil)
		}
		c.wait(2 * time.Second)
		equal(t, "unknown", other.take(login("e3", "inside"), login("e4", "outside")), "0 0 0:event.unknown_ref 1:event.unknown_ref")
		equal(t, "events", len(c.documents("events")), 0)
		c.wait(2 * time.Minute)
		equal(t, "removed everywhere", k.people.ContinueRemovals(k.ctx), nil)
		equal(t, "nothing is kept apart", len(c.documents("parked_events")), 0)
	})
}
