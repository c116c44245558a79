package intake_test

import (
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/metrics"
)

// Events of somebody who signed on paper count from the day on which they did, also after they left; those of somebody who
// agreed by their link only from then.
func TestEventsCountFromTheDayOnPaper(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, "paper", "link")
		cohort := must(c.Cohorts.CreateCohort(c.ctx, cohorts.Cohort{Name: base.Words{"en": "Pilot", "es": "Piloto"}, Began: "2027-01-04"})).ID
		must(c.Cohorts.Select(c.ctx, cohort, []string{"paper", "link"}, cohorts.RefuseOverflow))
		for _, i := range must(c.Contact.AskConsent(c.ctx, cohort)) {
			if i.Ref == "link" {
				c.Agree(t, i)
			}
		}
		must(c.Cohorts.SetState(c.ctx, cohort, "paper", cohorts.Agreed, cohorts.Heard{Channel: "paper", On: "2027-01-10"}))
		c.Clock.Advance(time.Hour)
		at := func(day int) time.Time { return time.Date(2027, 1, day, 9, 0, 0, 0, time.UTC) }
		expect.Equal(t, "each", c.Take(t,
			event("e1", "paper", metrics.Login, "", at(9)),
			event("e2", "paper", metrics.Login, "", at(10)),
			event("e3", "paper", metrics.Login, "", c.Clock.Now()),
			event("e4", "link", metrics.Login, "", at(10)),
			event("e5", "link", metrics.Login, "", c.Clock.Now()),
		), "3 0 0:event.not_agreed 3:event.not_agreed")
		c.EventsRecount(t)

		c.Withdraw(t, cohort, "paper")
		c.Clock.Advance(time.Hour)
		expect.Equal(t, "after they left", c.Take(t,
			event("e6", "paper", metrics.Login, "", c.Clock.Now()),
			event("e7", "paper", metrics.Login, "", at(20)),
		), "1 0 0:event.not_agreed")
		c.EventsRecount(t)
	})
}
