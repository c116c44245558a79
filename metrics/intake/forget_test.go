package intake_test

import (
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
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

// What somebody wants removed counts nowhere any more, though they stay counted as one who agreed; what their portal sends again
// is refused, and what they do later counts if they are still in.
func TestRemovingEvents(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(2)...)
		cohort := c.Agreed(t, "First wave", refs(2)...)
		c.Clock.Advance(time.Hour)
		before := event("e1", "P-0001", metrics.Login, "", c.Clock.Now())
		c.Take(t, before, event("e2", "P-0002", metrics.Login, "", c.Clock.Now()))
		expect.Equal(t, "both", c.active(t, cohort, metrics.Portal), []int{2, 2, 2})
		c.Clock.Advance(time.Minute)
		whose := contact.Whose{Ref: "P-0001", Cohort: cohort}
		out, err := c.Contact.RemoveAnswers(c.ctx, whose)
		expect.Equal(t, "removed", []any{out, err}, []any{contact.TakenOut{Events: 1}, nil})
		c.EventsRecount(t)
		expect.Equal(t, "one", c.active(t, cohort, metrics.Portal), []int{1, 1, 1})
		expect.Equal(t, "events", len(c.Documents(t, "events")), 1)
		expect.Equal(t, "sent again", c.Another(t).Take(t, before), "0 0 0:event.not_agreed")
		c.Clock.Advance(time.Minute)
		expect.Equal(t, "later", c.Take(t, event("e3", "P-0001", metrics.Login, "", c.Clock.Now())), "1 0")
		expect.Equal(t, "both again", c.active(t, cohort, metrics.Portal), []int{2, 2, 2})
		c.EventsRecount(t)
		out, err = c.Contact.RemoveAnswers(c.ctx, contact.Whose{Ref: "P-0001"})
		expect.Equal(t, "all", []any{out, err}, []any{contact.TakenOut{Events: 1}, nil})
		c.EventsRecount(t)
	})
}
