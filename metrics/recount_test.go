package metrics_test

import (
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
	"soundings/metrics"
)

// Members of whom there is no event count wherever a share is of all who agreed; those who agreed before consents were
// counted do so once a recount has found them.
func TestMembersWithoutEventsCount(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		people := refs(20)
		c.People(t, cohorts.Patient, people...)
		cohort, asked := c.Asked(t, "First wave", people...)
		agree := func(refs ...string) {
			for _, ref := range refs {
				c.Agree(t, asked[ref])
			}
		}
		agree(people[:6]...)
		c.Withdraw(t, cohort, people[5])
		c.Lose(t, "event_marks", nil) // as it was before consents were counted
		agree(people[6:10]...)
		c.Clock.Advance(time.Minute)
		c.Take(t, event("e1", people[0], metrics.Login, "", c.Clock.Now()), event("e2", people[6], metrics.Login, "", c.Clock.Now()))
		c.Clock.Advance(30 * 24 * time.Hour)

		report := func() metrics.Report { return must(c.Metrics.Adoption(c.ctx, metrics.Period{Cohort: cohort})) }
		expect.Equal(t, "enrolled of those counted", report().Share, 2.0/5)

		found := must(c.Metrics.Recount(c.ctx))
		expect.Equal(t, "counted in", found.Added, 5)
		expect.Equal(t, "different", found.Different, nil)
		r := report()
		expect.Equal(t, "agreed now", r.Agreed, 9)
		expect.Equal(t, "enrolled of all who agreed", r.Share, 2.0/10)
		expect.Equal(t, "percent within 28 days", int(100**r.FirstUse.Within28+0.5), 20) // who left on the day counted on it
		expect.Equal(t, "retention", r.Retention[0].Size, 10)
		expect.Equal(t, "funnel", r.Funnel[2], metrics.FunnelStep{Step: "agreed", N: 10})
		expect.Equal(t, "again", must(c.Metrics.Recount(c.ctx)).Added, 0)
		c.EventsRecount(t)
	})
}

// An event that counts for a cohort to which its person had not agreed, or for none although they had, is found.
func TestMisplacedEvents(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(3)...)
		cohort, asked := c.Asked(t, "First wave", refs(3)...)
		before := c.Clock.Now()
		c.Clock.Advance(time.Hour)
		c.Agree(t, asked["P-0001"])
		c.Agree(t, asked["P-0002"])
		c.Clock.Advance(time.Hour)
		c.Withdraw(t, cohort, "P-0002")
		c.Clock.Advance(time.Hour)
		add := func(id, ref string, at time.Time, cohorts ...string) {
			e := event(id, ref, metrics.Login, "", at)
			e.Day, e.Cohorts = metrics.DayOf(at, time.UTC), cohorts
			must(c.Store.AddEvents(c.ctx, []metrics.Event{e}, false))
		}
		add("fine", "P-0001", c.Clock.Now(), cohort)
		add("nearly", "P-0002", before.Add(2*time.Hour+14*time.Minute), cohort)
		c.EventsRecount(t)
		add("after", "P-0002", c.Clock.Now(), cohort)
		add("before", "P-0001", before, cohort)
		add("never", "P-0003", c.Clock.Now(), cohort)
		add("for none", "P-0001", c.Clock.Now())
		c.Fold(t)
		found := must(c.Metrics.Recount(c.ctx))
		expect.Equal(t, "misplaced", found.Misplaced, 4)
		expect.Equal(t, "equal", found.Equal(), false)
		expect.Equal(t, "says it, and of nobody who", found.Said(), []string{"4 events count for cohorts that their people had not agreed to, or not for those they had"})
	})
}

// Figures that are not what their events add up to are named by cohort, and nobody in it.
func TestWhatIsNotEqual(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(3)...)
		c.Agreed(t, "First wave", refs(3)...)
		c.Clock.Advance(time.Minute)
		c.Take(t, event("e1", "P-0001", metrics.Login, "", c.Clock.Now()), event("e2", "P-0002", metrics.Login, "", c.Clock.Now()))
		c.Fold(t)
		c.Lose(t, "events", nil)
		expect.Equal(t, "said", must(c.Metrics.Recount(c.ctx)).Said(), []string{"cohort first-wave (the days of 2 members)"})
	})
}
