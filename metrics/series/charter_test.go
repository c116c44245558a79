package series_test

import (
	"fmt"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/plan"
	"soundings/cohorts/ready"
	"soundings/cohorts/rollout"
)

// planned is what a team plans and aims at in a clinic that lives for a week: a plan whose first quarter ends within it, goals that
// stand in every way, and lines of the charter that are due, done or to come.
func (c *clinic) planned(t *testing.T, cohort, survey string) {
	t.Helper()
	today := must(c.Plans.Today(c.ctx)).Day
	day := func(n int) time.Time { return today.AddDate(0, 0, n) }
	p := must(c.Plans.Create(c.ctx, plan.Draft{
		Title: "The first year", Start: day(4).AddDate(0, -3, 0), Capacity: []float64{2, 2, 0, 1},
		Priorities: map[string]float64{"labs": 1, "mail": .9, "visits": .8, "forms": .7, "bills": .6},
	}))
	must(c.Plans.Adopt(c.ctx, p.ID))
	for n, e := range []plan.Entry{
		{Kind: plan.Goal, Title: "Ten a week", Figure: plan.Active7, Cohort: cohort, Target: 10, Date: day(30)},
		{Kind: plan.Goal, Title: "A hundred a week", Figure: plan.Active7, Target: 100, Date: day(3)},
		{Kind: plan.Goal, Title: "Half see it", Figure: plan.FeatureShare, Feature: "messages", Cohort: cohort, Target: 50, Date: day(60)},
		{Kind: plan.Goal, Title: "Easy to use", Figure: plan.Score, Survey: survey, Target: 70, Date: day(90)},
		{Kind: plan.Goal, Title: "Easy to use", Figure: plan.Active28, Cohort: cohort, Target: 1000, Date: day(40)}, // the title of another
		{Kind: plan.Release, Title: "Spring release", Date: day(-20)},
		{Kind: plan.Release, Title: "Spring release: \"photos\"", Date: day(40), Touches: []string{"labs"}},
		{Kind: plan.Task, Title: "Test it", Feature: "mail", Work: "testing", Date: day(2)},
		{Kind: plan.Task, Title: "Set it up", Feature: "mail", Work: "setting", Date: day(2), Done: day(0)},
		{Kind: plan.Decision, Title: "Who answers at night", Date: day(5)},
		{Kind: plan.Decision, Title: "Who answers in summer", Date: day(50)},
		{Kind: plan.Training, Title: "At the desk", Feature: "mail", Session: "first", Date: day(9)},
	} {
		e.ID = fmt.Sprintf("%04dENTRY", n) // the same on each engine
		expect.Equal(t, e.Title, c.Plans.PutEntry(c.ctx, e), nil)
	}
	c.Feature(t, "notes", rollout.Beta)
	must(c.Rollouts.SaveRollout(c.ctx, "notes", rollout.Settings{
		Cohort: cohort, Ramp: []rollout.Step{{Percent: 10}, {Percent: 100}}, Gates: rollout.Gates{HoldHours: 24},
	}))
	must(c.Ready.Require(c.ctx, "notes", []ready.Requirement{ready.Trained}))
}

// told is that a group is told of one feature that slips.
func (c *clinic) told(t *testing.T, feature string) {
	t.Helper()
	today := must(c.Plans.Today(c.ctx)).Day
	p, _, err := c.Plans.Current(c.ctx)
	if err != nil {
		t.Fatal(err)
	}
	must(c.Plans.Tell(c.ctx, p.ID, plan.Notice{
		Feature: feature, Audience: []cohorts.Group{cohorts.Staff}, Date: today, Owner: "Ana", Title: "It comes later", Text: "It comes in the next quarter.",
	}, today))
}
