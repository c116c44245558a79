package surveys_test

import (
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/surveys"
)

// What is published keeps its bounds, whatever the clinic sets later: of two anonymous groups figures by two sets of bounds could
// be subtracted, and an edition is made as it was promised.
func TestBoundsOfWhatIsPublishedStay(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		set := func(least int) {
			t.Helper()
			clinic := must(c.Cohorts.Clinic(c.ctx))
			clinic.Bounds = map[cohorts.Group]int{cohorts.Staff: least}
			expect.Equal(t, "set", c.Cohorts.SaveClinic(c.ctx, clinic, nil), nil)
		}
		set(6)
		v, asked := c.ask(t, nil, map[cohorts.Group]int{cohorts.Staff: 20, cohorts.HIT: 9})
		c.said(t, asked, "staff", 1, 5, "q=y")
		set(5)
		expect.Equal(t, "five are not enough", inShort(c.edition(t, v, "")), "0: 0 counted, 5 more")
		set(20)
		c.said(t, asked, "staff", 6, 6, "q=n")
		expect.Equal(t, "six are", inShort(c.edition(t, v, "")), "1: 6 counted, 0 more")
		live := must(c.Surveys.Results(c.ctx, v.ID, surveys.Team, ""))
		expect.Equal(t, "also of this moment", live.Questions[0].N, 6)

		w := must(c.Surveys.Create(c.ctx, surveys.Survey{Title: base.Words{"en": "Later"}, Pages: v.Pages}))
		w = must(c.Surveys.Publish(c.ctx, w.ID))
		expect.Equal(t, "one that is published now", w.Bounds.Of(cohorts.Staff), 20)
	})
}
