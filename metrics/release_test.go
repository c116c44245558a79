package metrics_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
	"soundings/cohorts/plan"
	"soundings/cohorts/rollout"
	"soundings/metrics"
	"soundings/surveys"
)

// sus has people answer the survey of the portal: of the items all but one are the best there is, or the worst.
func (c *clinic) sus(t *testing.T, asked map[string]contact.Invitation, good bool, refs ...string) {
	t.Helper()
	for _, ref := range refs {
		answers := []string{"helped=no"}
		for item := 1; item <= 10; item++ {
			worth := 1 + item%2*4
			if !good {
				worth = 6 - worth
			}
			answers = append(answers, fmt.Sprintf("sus.%d=%d", item, worth))
		}
		answers[1] = "sus.1=3"
		c.Send(t, asked[ref], -1, surveys.Submit, answers...)
	}
	if err := c.Surveys.MakeEditions(c.ctx); err != nil {
		t.Fatal(err)
	}
}

// A release is held against the 28 days before it and from it on: the figures are those that reports and history tell of these
// days, and are told once the days are over.
func TestAroundARelease(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		people := refs(40)
		c.People(t, cohorts.Patient, people...)
		cohort := c.Agreed(t, "First wave", people...)
		c.Feature(t, "labs", rollout.Beta)
		c.Feature(t, "mail", rollout.Live)
		c.Feature(t, "bills", rollout.Idea)
		must(c.Rollouts.SaveRollout(c.ctx, "labs", rollout.Settings{Cohort: cohort, Ramp: []rollout.Step{{Percent: 25}, {Percent: 100}}}))
		v := c.Portal(t)
		asked := c.Invite(t, v.ID, cohort)
		began := metrics.DayOf(c.Clock.Now(), time.UTC)
		day := began + 40
		e := must(c.Plans.SaveEntry(c.ctx, plan.Entry{Kind: plan.Release, Title: "Autumn", Date: day.Time(), Touches: []string{"mail", "labs", "bills"}}))
		around := func() metrics.ReleaseReport { return must(c.Metrics.AroundRelease(c.ctx, e.ID, "")) }

		ahead := around()
		expect.Equal(t, "ahead", written(ahead.Before, ahead.After), fmt.Sprintf(`[{"from":"%s","to":"%s","over":false},{"from":"%s","to":"%s","over":false}]`, began+12, began+39, day, day+27))
		expect.Equal(t, "no figure yet", written(ahead.Features[0].Before, ahead.Features[0].After, len(ahead.Scores)), "[null,null,0]")

		c.sus(t, asked, false, people[:12]...)
		for n := range 70 { // somebody uses something each day, other people as time goes by
			for m, key := range []string{"mail", "labs"} {
				c.Take(t, event(fmt.Sprint(n, key), people[(n/(2+m))%40], metrics.Used, key, c.Clock.Now()))
			}
			if n == 45 {
				must(c.Rollouts.Step(c.ctx, "labs", cohort, ""))
				c.sus(t, asked, true, people[12:36]...)
			}
			if n == 44 {
				expect.Equal(t, "after the release, before the new score", written(around().Scores[0].After), "[null]")
			}
			if n == 50 {
				now := around()
				expect.Equal(t, "the days after are not over", written(now.After.Over, now.Features[0].After), "[false,null]")
				expect.Equal(t, "a new score is told", now.Scores[0].After != nil, true)
			}
			c.Clock.Advance(24 * time.Hour)
		}
		got := around()
		for _, f := range got.Features {
			for _, in := range []struct {
				about string
				to    metrics.Day
				use   *metrics.Use
			}{{"before", got.Before.To, f.Before}, {"after", got.After.To, f.After}} {
				at := featureIn(must(c.Metrics.Adoption(c.ctx, metrics.Period{Cohort: cohort, To: &in.to})), f.Feature)
				used := 0
				if len(at.Active) > 0 {
					used = at.Active[len(at.Active)-1].D28
				}
				expect.Equal(t, f.Feature+" "+in.about+", as in the report of that day", written(in.use.Active), written(used))
				if at.Feature != "" {
					expect.Equal(t, f.Feature+" seen "+in.about, written(in.use.Exposed), written(at.Exposed))
				}
			}
		}
		expect.Equal(t, "who could see it", written(got.Features[0].Before, got.Features[1].Before.Exposed != nil, got.Features[1].After, got.Features[2].After), `[{"active_28d":14,"exposed":40},true,{"active_28d":10,"exposed":40},{"active_28d":0,"exposed":0}]`)

		past := must(c.Surveys.PastScores(c.ctx, v.ID))
		expect.Equal(t, "two editions", len(past), 2)
		score := got.Scores[0]
		expect.Equal(t, "the score of then", written(len(got.Scores), score.Before.Mean, score.Before.N, score.Before.Day), written(1, past[0].Scores[0].Mean, past[0].Scores[0].N, past[0].Day))
		expect.Equal(t, "the score after", written(score.After.Mean, score.After.Low, score.After.High, score.After.Day), written(past[1].Scores[0].Mean, past[1].Scores[0].Low, past[1].Scores[0].High, past[1].Day))
		expect.Equal(t, "it has risen", *score.Before.Mean < *score.After.Mean, true)

		_, err := c.Metrics.AroundRelease(c.ctx, "none", "")
		expect.Refused(t, "no release", err, base.NotFound)
		_, err = c.Metrics.AroundRelease(c.ctx, e.ID, "none")
		expect.Refused(t, "no cohort", err, base.NotFound)
		task := must(c.Plans.SaveEntry(c.ctx, plan.Entry{Kind: plan.Decision, Title: "Go", Date: day.Time()}))
		_, err = c.Metrics.AroundRelease(c.ctx, task.ID, "")
		expect.Refused(t, "a decision", err, base.NotFound)
	})
}

// Without a cohort there is nobody's use to tell of, and a survey that was closed before says nothing.
func TestAroundAReleaseOfAnEmptyClinic(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.Feature(t, "mail", rollout.Live)
		v := c.Portal(t)
		must(c.Surveys.Close(c.ctx, v.ID))
		c.Clock.Advance(90 * 24 * time.Hour)
		e := must(c.Plans.SaveEntry(c.ctx, plan.Entry{Kind: plan.Release, Title: "Autumn", Date: metrics.DayOf(c.Clock.Now(), time.UTC).Time().AddDate(0, 0, -40), Touches: []string{"mail"}}))
		got := must(c.Metrics.AroundRelease(c.ctx, e.ID, ""))
		expect.Equal(t, "empty", written(got.Cohort, got.Features, got.Scores), `["",[{"feature":"mail","name":{"en":"mail","es":"mail"},"before":null,"after":null}],[]]`)
	})
}

// written returns values as JSON.
func written(v ...any) string { return string(must(json.Marshal(v))) }

// featureIn returns what a report says of a feature; the zero report where it says nothing.
func featureIn(r metrics.Report, key string) metrics.FeatureReport {
	for _, f := range r.Features {
		if f.Feature == key {
			return f
		}
	}
	return metrics.FeatureReport{}
}
