package metrics_test

import (
	"fmt"
	"maps"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/cohorts/rollout"
	"soundings/metrics"
	"soundings/server/services/servicestest"
	"soundings/surveys"
)

// The goals of a charter over a cohort of ten of whom five logged in, four used a feature that all see, and none one that is
// only an idea; of these and four others all but one answered a survey.
func TestGoalsOfTheCharter(t *testing.T) {
	c := servicestest.New(t)
	ctx, refs := servicestest.ByManager(t), servicestest.Refs(14)
	c.People(t, cohorts.Patient, refs...)
	first := c.Agreed(t, "First wave", refs[:10]...)
	second := c.Agreed(t, "Second wave", refs[10:]...)
	c.Features(t, "ideas")
	if _, err := c.Rollouts.SaveFeature(ctx, rollout.Feature{Key: "labs", Name: base.Words{"en": "Labs"}, Stage: rollout.Live}); err != nil {
		t.Fatal(err)
	}
	c.Clock.Advance(24 * time.Hour)
	var events []metrics.Event
	for n, ref := range refs[:5] {
		events = append(events, metrics.Event{ID: fmt.Sprint("login-", n), Ref: ref, Kind: metrics.Login, At: c.Clock.Now()})
		if n > 0 {
			events = append(events, metrics.Event{ID: fmt.Sprint("use-", n), Ref: ref, Kind: metrics.Used, Feature: "labs", At: c.Clock.Now()})
		}
	}
	if taken, err := c.Intake.Take(ctx, events); err != nil || taken.Accepted != 9 {
		t.Fatal(taken, err)
	}
	survey := c.Portal(t)
	asked := c.Invite(t, survey.ID, first)
	maps.Copy(asked, c.Invite(t, survey.ID, second))
	for _, ref := range refs[1:] {
		answers := []string{"helped=no"}
		for item := 1; item <= 10; item++ {
			answers = append(answers, fmt.Sprintf("sus.%d=%d", item, 1+item%2*4)) // the best there is
		}
		answers[1] = "sus.1=4" // but for one item, as a score at the end is not shown
		c.Send(t, asked[ref], -1, surveys.Submit, answers...)
	}
	quiet := c.Portal(t)
	due := metrics.DayOf(c.Clock.Now(), time.UTC).Time().AddDate(0, 1, 0)
	tests := []struct {
		goal   plan.Entry
		now    string
		status metrics.GoalStatus
	}{
		{plan.Entry{Title: "of those who see it", Figure: plan.FeatureShare, Feature: "labs", Cohort: first, Target: 50}, "0.4", metrics.OnTheWay},
		{plan.Entry{Title: "and reached", Figure: plan.FeatureShare, Feature: "labs", Cohort: first, Target: 40}, "0.4", metrics.Reached},
		{plan.Entry{Title: "of the cohort that is reported", Figure: plan.FeatureShare, Feature: "labs", Target: 40}, "0.4", metrics.Reached},
		{plan.Entry{Title: "of another cohort", Figure: plan.FeatureShare, Feature: "labs", Cohort: second, Target: 40}, "0", metrics.OnTheWay},
		{plan.Entry{Title: "which nobody sees", Figure: plan.FeatureShare, Feature: "ideas", Cohort: first, Target: 40}, "none", metrics.Unmeasured},
		{plan.Entry{Title: "members", Figure: plan.Active7, Cohort: first, Target: 5}, "5", metrics.Reached},
		{plan.Entry{Title: "who answered", Figure: plan.ResponseRate, Survey: survey.ID, Target: 90}, fmt.Sprint(13.0 / 14), metrics.Reached},
		{plan.Entry{Title: "who answered what nobody was asked", Figure: plan.ResponseRate, Survey: quiet.ID, Target: 90}, "none", metrics.Unmeasured},
		{plan.Entry{Title: "how they liked it", Figure: plan.Score, Survey: survey.ID, Target: 80}, "97.5", metrics.Reached},
		{plan.Entry{Title: "how those liked it whom nobody asked", Figure: plan.Score, Survey: quiet.ID, Target: 80}, "none", metrics.Unmeasured},
		{plan.Entry{Title: "members of another cohort", Figure: plan.Active7, Cohort: second, Target: 5}, "0", metrics.Behind},
	}
	for i, test := range tests {
		test.goal.Kind, test.goal.Owner, test.goal.Date = plan.Goal, "Maria Nobody", due.AddDate(0, 0, i)
		if _, err := c.Plans.SaveEntry(ctx, test.goal); err != nil {
			t.Fatal(test.goal.Title, err)
		}
	}
	r, err := c.Metrics.Adoption(ctx, metrics.Period{Cohort: first})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Goals) != len(tests) {
		t.Fatalf("%d goals, not %d", len(r.Goals), len(tests))
	}
	found := map[string]metrics.GoalReport{}
	for _, g := range r.Goals {
		found[g.Title] = g
	}
	for _, test := range tests {
		g, now := found[test.goal.Title], "none"
		if g.Now != nil {
			now = fmt.Sprint(*g.Now)
		}
		if now != test.now || g.Status != test.status {
			t.Errorf("%s: %s, %s; not %s, %s", test.goal.Title, now, g.Status, test.now, test.status)
		}
	}
	if found, err := c.Metrics.Recount(ctx); err != nil || !found.Equal() || found.Events != 9 {
		t.Errorf("recounted: %+v, %v", found, err)
	}
}
