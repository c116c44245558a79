package surveys_test

import (
	"testing"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/server/services/servicestest"
	"soundings/surveys"
)

// A draft can be changed; an open survey never, but it can be closed; then it stays.
func TestSurveyStates(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		rename := func(v *surveys.Survey) error { v.Title = base.Words{"en": "Renamed"}; return nil }
		v := must(c.Surveys.Create(c.ctx, surveys.Survey{Title: base.Words{"en": "Portal"}}))
		_, err := c.Surveys.Publish(c.ctx, v.ID)
		expect.Equal(t, "nothing is asked", expect.Fields(err), []string{"pages: survey.no_questions"})
		_, err = c.Surveys.Close(c.ctx, v.ID)
		expect.Refused(t, "closing a draft", err, base.Conflict)
		expect.Equal(t, "renamed", must(c.Surveys.Edit(c.ctx, v.ID, 0, rename)).Title["en"], "Renamed")
		_, err = c.Surveys.Edit(c.ctx, v.ID, 0, func(v *surveys.Survey) error { v.Title = nil; return nil })
		expect.Equal(t, "without a title", expect.Fields(err), []string{"title: error.required"})
		v = must(c.Surveys.Edit(c.ctx, v.ID, 0, func(v *surveys.Survey) error {
			v.Pages = append([]surveys.Page{{}}, servicestest.PortalPages(t)...)
			v.Pages = append(v.Pages, surveys.Page{})
			return nil
		}))
		c.Clock.Advance(time.Minute)

		open := must(c.Surveys.Publish(c.ctx, v.ID))
		expect.Equal(t, "open", []any{open.State, len(open.Pages), open.Opened}, []any{surveys.Open, 3, c.Clock.Now()})
		expect.Equal(t, "open, kept", written(must(c.Surveys.Survey(c.ctx, v.ID))), written(open))
		_, err = c.Surveys.Publish(c.ctx, v.ID)
		expect.Refused(t, "publishing twice", err, base.Conflict)
		_, err = c.Surveys.Edit(c.ctx, v.ID, 0, rename)
		expect.Refused(t, "editing an open survey", err, base.Conflict)
		must(c.Surveys.Close(c.ctx, v.ID))
		_, err = c.Surveys.Close(c.ctx, v.ID)
		expect.Refused(t, "closing twice", err, base.Conflict)
		expect.Equal(t, "elsewhere", must(c.Another(t).Surveys.Survey(c.ctx, v.ID)).State, surveys.Closed)
	})
}

// Several who edit at once all see what the others did; a change that is refused leaves no trace.
func TestEditTogether(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v := must(c.Surveys.Create(c.ctx, surveys.Survey{Title: base.Words{"en": "Portal"}, Pages: servicestest.PortalPages(t)}))
		other := c.another(t)
		errs := servicestest.Together(16, func(n int) error {
			editor := []*clinic{c, other}[n%2]
			_, err := editor.Surveys.Edit(c.ctx, v.ID, 0, func(v *surveys.Survey) error {
				if v.Pages[0].Questions[0].Text["en"] += "+"; n >= 8 {
					v.Pages[0].Questions[0].ID = "No!"
				}
				return nil
			})
			return err
		})
		faults := 0
		for _, err := range errs {
			if err != nil {
				faults++
				expect.Refused(t, "a bad id", err, base.Invalid)
			}
		}
		expect.Equal(t, "refused", faults, 8)
		expect.Equal(t, "each once", must(c.Surveys.Survey(c.ctx, v.ID)).Pages[0].Questions[0].Text["en"], "Did it help?++++++++")
	})
}
