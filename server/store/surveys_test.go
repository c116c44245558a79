package store_test

import (
	"testing"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/server/services/servicestest"
	"soundings/surveys"
)

// awkward are texts that are hard to quote.
var awkward = base.Words{"en": "\"Quotes\" & <b>tags</b> \\ $numberInt \u2028 \t 🙂 \x01", "es": "¿Señal?"}

// A survey is kept as it was made, whatever its texts and numbers are.
func TestSurveysAreKept(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		pages := servicestest.PortalPages(t)
		pages[0].Questions[0].Text, pages[0].Questions[0].Help = awkward, awkward
		pages[0].Questions[0].Options[0].Text = awkward
		low, high, step := -0.1, 1e8, 1e6
		pages[1].Questions[0].Min, pages[1].Questions[0].Max, pages[1].Questions[0].Step = &low, &high, &step
		made := must(c.Surveys.Create(c.ctx, surveys.Survey{Title: awkward, Pages: pages}))
		expect.Equal(t, "id", made.ID, "quotes-and-b-tags-b-numberint")
		expect.Equal(t, "kept", written(must(c.Surveys.Survey(c.ctx, made.ID))), written(made))
		expect.Equal(t, "revision", must(c.Surveys.Survey(c.ctx, made.ID)).Revision, made.Revision)
		c.Clock.Advance(time.Minute)
		other := must(c.Surveys.Create(c.ctx, surveys.Survey{Title: awkward, Pages: pages}))
		expect.Equal(t, "of the same title", other.ID, made.ID+"-2")
		all := must(c.Surveys.Surveys(c.ctx))
		expect.Equal(t, "all, the newest first", []string{all[0].ID, all[1].ID}, []string{other.ID, made.ID})
		_, err := c.Surveys.Survey(c.ctx, "nowhere")
		expect.Refused(t, "none", err, base.NotFound)
		_, err = c.Surveys.Create(c.ctx, surveys.Survey{})
		expect.Equal(t, "nothing", expect.Fields(err), []string{"title: error.required"})
	})
}
