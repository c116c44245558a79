package surveys_test

import (
	"fmt"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/surveys"
)

// Who may read answers sees the figures of this moment by whatever is known of those who gave them, chosen before publishing or
// not; what is so few that it would tell is withheld as by group. Everybody else sees the chosen cuts alone.
func TestLiveCuts(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v, asked := c.ask(t, nil, map[cohorts.Group]int{cohorts.Patient: 24, cohorts.Staff: 13})
		c.said(t, asked, "patient", 1, 12, "q=y")
		c.said(t, asked, "patient", 13, 24, "q=n")
		c.said(t, asked, "staff", 1, 6, "q=n")
		c.said(t, asked, "staff", 7, 12, "q=y")
		for by, want := range map[string]map[string]int{
			"group":          {"patient": 24, "staff": 12},
			"cohort":         {"wave": 24, "": 12},
			"language":       {"es": 36},
			"mode":           {"link": 36},
			"version":        {"1": 36},
			"attribute:site": {"north": 18, "south": 18},
		} {
			r := must(c.Surveys.Results(c.ctx, v.ID, surveys.Team, by))
			expect.Equal(t, by+": live", r.Edition == nil, true)
			expect.Equal(t, by+": of all", fmt.Sprint(r.Completed, r.Questions[0].N), "36 36")
			got := map[string]int{}
			for value, part := range r.By[by] {
				got[value] = part.Completed
				expect.Equal(t, by+": answers of "+value, part.Questions[0].N, part.Completed)
			}
			expect.Equal(t, by, got, want)
		}
		for _, by := range []string{"attribute:colour", "weather"} {
			_, err := c.Surveys.Results(c.ctx, v.ID, surveys.Team, by)
			expect.Equal(t, by, base.IsCode(err, base.Invalid), true)
		}
		_, err := c.Surveys.Results(c.ctx, v.ID, surveys.Viewers, "attribute:site")
		expect.Equal(t, "for a viewer", base.IsCode(err, base.Invalid), true)
		expect.Equal(t, "nor are they offered more", len(v.ChosenCuts()), 1)
	})
}

// A part of few people is withheld, and with it the one beside it, from which it would follow.
func TestLiveCutsWithhold(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v, asked := c.ask(t, nil, map[cohorts.Group]int{cohorts.Patient: 30})
		for i := 1; i <= 25; i += 2 { // thirteen of the north
			c.said(t, asked, "patient", i, i, []string{"q=y", "q=n"}[i/2%2])
		}
		c.said(t, asked, "patient", 2, 2, "q=y") // one of the south
		r := must(c.Surveys.Results(c.ctx, v.ID, surveys.Team, "attribute:site"))
		expect.Equal(t, "of all", r.Questions[0].N, 14)
		for _, site := range []string{"north", "south"} {
			expect.Equal(t, site, r.By["attribute:site"][site].Questions[0].N, 0)
		}
	})
}
