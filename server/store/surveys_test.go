package store_test

import (
	"testing"
	"time"

	"soundings/cohorts/base"
	"soundings/surveys"
)

// awkward are texts that are hard to quote.
var awkward = base.Words{"en": "\"Quotes\" & <b>tags</b> \\ $numberInt \u2028 \t 🙂 \x01", "es": "¿Señal?"}

// A survey is kept as it was made, whatever its texts and numbers are.
func TestSurveysAreKept(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		pages := must(readPages(portalPages))
		pages[0].Questions[0].Text, pages[0].Questions[0].Help = awkward, awkward
		pages[0].Questions[0].Options[0].Text = awkward
		low, high, step := -0.1, 1e8, 1e6
		pages[1].Questions[0].Min, pages[1].Questions[0].Max, pages[1].Questions[0].Step = &low, &high, &step
		made := must(c.surveys.Create(c.ctx, surveys.Survey{Title: awkward, Pages: pages}))
		equal(t, "id", made.ID, "quotes-and-b-tags-b-numberint")
		equal(t, "kept", written(must(c.surveys.Survey(c.ctx, made.ID))), written(made))
		equal(t, "revision", must(c.surveys.Survey(c.ctx, made.ID)).Revision, made.Revision)
		c.wait(time.Minute)
		other := must(c.surveys.Create(c.ctx, surveys.Survey{Title: awkward, Pages: pages}))
		equal(t, "of the same title", other.ID, made.ID+"-2")
		all := must(c.surveys.Surveys(c.ctx))
		equal(t, "all, the newest first", []string{all[0].ID, all[1].ID}, []string{other.ID, made.ID})
		_, err := c.surveys.Survey(c.ctx, "nowhere")
		refused(t, "none", err, base.NotFound)
		_, err = c.surveys.Create(c.ctx, surveys.Survey{})
		equal(t, "nothing", bad(err), []string{"title: error.required"})
	})
}

// A draft can be changed; an open survey never, but it can be closed; then it stays.
func TestSurveyStates(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		rename := func(v *surveys.Survey) error { v.Title = base.Words{"en": "Renamed"}; return nil }
		v := must(c.surveys.Create(c.ctx, surveys.Survey{Title: base.Words{"en": "Portal"}}))
		_, err := c.surveys.Publish(c.ctx, v.ID)
		equal(t, "nothing is asked", bad(err), []string{"pages: survey.no_questions"})
		_, err = c.surveys.Close(c.ctx, v.ID)
		refused(t, "closing a draft", err, base.Conflict)
		equal(t, "renamed", must(c.surveys.Edit(c.ctx, v.ID, rename)).Title["en"], "Renamed")
		_, err = c.surveys.Edit(c.ctx, v.ID, func(v *surveys.Survey) error { v.Title = nil; return nil })
		equal(t, "without a title", bad(err), []string{"title: error.required"})
		v = must(c.surveys.Edit(c.ctx, v.ID, func(v *surveys.Survey) error {
			v.Pages = append([]surveys.Page{{}}, must(readPages(portalPages))...)
			v.Pages = append(v.Pages, surveys.Page{})
			return nil
		}))
		c.wait(time.Minute)

		open := must(c.surveys.Publish(c.ctx, v.ID))
		equal(t, "open", []any{open.State, len(open.Pages), open.Opened}, []any{surveys.Open, 3, c.now()})
		equal(t, "open, kept", written(must(c.surveys.Survey(c.ctx, v.ID))), written(open))
		_, err = c.surveys.Publish(c.ctx, v.ID)
		refused(t, "publishing twice", err, base.Conflict)
		_, err = c.surveys.Edit(c.ctx, v.ID, rename)
		refused(t, "editing an open survey", err, base.Conflict)
		must(c.surveys.Close(c.ctx, v.ID))
		_, err = c.surveys.Close(c.ctx, v.ID)
		refused(t, "closing twice", err, base.Conflict)
		equal(t, "elsewhere", must(c.another(t).surveys.Survey(c.ctx, v.ID)).State, surveys.Closed)
	})
}

// Several who edit at once all see what the others did; a change that is refused leaves no trace.
func TestEditTogether(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v := must(c.surveys.Create(c.ctx, surveys.Survey{Title: base.Words{"en": "Portal"}, Pages: must(readPages(portalPages))}))
		other := c.another(t)
		errs := together(16, func(n int) error {
			editor := []*clinic{c, other}[n%2]
			_, err := editor.surveys.Edit(c.ctx, v.ID, func(v *surveys.Survey) error {
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
				refused(t, "a bad id", err, base.Invalid)
			}
		}
		equal(t, "refused", faults, 8)
		equal(t, "each once", must(c.surveys.Survey(c.ctx, v.ID)).Pages[0].Questions[0].Text["en"], "Did it help?++++++++")
	})
}
