package surveys_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/rollout"
	"soundings/server/services/servicestest"
	"soundings/surveys"
)

// What a wave answered is read by its survey, cohort and time, a page at a time, and nothing else of the survey.
func TestEvidence(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v := c.Survey(t, "Portal", servicestest.Pages(t, `[{"questions":[{"id":"ease","instrument":"sus"},{"id":"more","type":"text","text":{"en":"More?"}}]}]`)...)
		first, second := c.Invited(t, v, refs(6)...), c.Invited(t, v, "P-0101", "P-0102")
		start := c.Clock.Now()
		answer := func(ref string, items int) {
			i, there := first[ref]
			if !there {
				i = second[ref]
			}
			pairs := []string{"more=words"}
			for item := 1; item <= items; item++ {
				pairs = append(pairs, fmt.Sprint("ease.", item, "=3"))
			}
			c.Clock.Advance(time.Minute)
			c.Send(t, i, 0, surveys.Submit, pairs...)
		}
		for n, ref := range refs(5) {
			answer(ref, []int{10, 10, 9, 10, 10}[n])
		}
		answer("P-0101", 10)
		said := func(w rollout.Wave) string {
			w.Survey = v.ID
			var all []string
			err := c.Surveys.Answers(c.ctx, w, func(a rollout.Answer) { all = append(all, fmt.Sprint(a.Ref, " ", a.Score, " ", a.Scored)) })
			if err != nil {
				return err.Error()
			}
			return strings.Join(all, ", ")
		}
		cohort := first["P-0001"].Cohort
		for _, r := range []struct {
			about string
			wave  rollout.Wave
			want  string
		}{
			{"from the beginning", rollout.Wave{Cohort: cohort, Instrument: "sus"}, "P-0001 50 true, P-0002 50 true, P-0003 0 false, P-0004 50 true, P-0005 50 true"},
			{"only counted", rollout.Wave{Cohort: cohort, Since: start.Add(5 * time.Minute)}, "P-0005 0 false"},
			{"from then on", rollout.Wave{Cohort: cohort, Instrument: "sus", Since: start.Add(4 * time.Minute)}, "P-0004 50 true, P-0005 50 true"},
			{"another cohort", rollout.Wave{Cohort: second["P-0101"].Cohort, Instrument: "sus"}, "P-0101 50 true"},
			{"nobody", rollout.Wave{Cohort: "nowhere", Instrument: "sus"}, ""},
			{"no such questionnaire", rollout.Wave{Cohort: cohort, Instrument: "umux"}, "invalid: survey.evidence_instrument"},
		} {
			expect.Equal(t, r.about, said(r.wave), r.want)
		}
		var paged []string
		w := surveys.Wave{Survey: v.ID, Cohort: cohort, To: c.Clock.Now().Add(time.Hour), Limit: 2}
		for {
			page := must(c.Store.Scored(c.ctx, w))
			for _, s := range page.Items {
				paged = append(paged, s.Ref)
			}
			if w.After = page.Next; w.After == "" {
				break
			}
		}
		expect.Equal(t, "page by page", slices.Equal(paged, refs(5)), true)
		err := c.Surveys.Answers(c.ctx, rollout.Wave{Survey: "none", Cohort: cohort}, func(rollout.Answer) {})
		expect.Refused(t, "no such survey", err, base.NotFound)
	})
}
