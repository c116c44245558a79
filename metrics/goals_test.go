package metrics

import (
	"testing"

	"soundings/cohorts/plan"
)

// How a goal of 100 that is due on day 128 stands on a day.
func TestGoalStanding(t *testing.T) {
	figure := func(x float64) *float64 { return &x }
	for _, test := range []struct {
		name        string
		now, before *float64
		today       Day
		want        GoalStatus
	}{
		{"it is there", figure(100), nil, 100, Reached},
		{"it is there, late", figure(120), figure(0), 200, Reached},
		{"nothing is measured", nil, nil, 200, Unmeasured},
		{"four weeks left, and it grew by enough in four weeks", figure(60), figure(20), 100, OnTheWay},
		{"by one too few", figure(60), figure(20.5), 100, Behind},
		{"it shrinks", figure(90), figure(95), 100, Behind},
		{"it stands still", figure(99), figure(99), 100, Behind},
		{"nothing is known of before", figure(1), nil, 100, OnTheWay},
		{"on its day", figure(99), nil, 128, OnTheWay},
		{"on its day, growing", figure(99), figure(0), 128, Behind},
		{"the day after", figure(99), figure(0), 129, Overdue},
	} {
		g := GoalReport{Now: test.now, Target: 100, By: 128}
		if g.stand(test.before, test.today); g.Status != test.want {
			t.Errorf("%s: %s, not %s", test.name, g.Status, test.want)
		}
	}
}

// Each figure that a goal can name is measured: what this cohort of eight did comes to these.
func TestFiguresOfGoals(t *testing.T) {
	tally := Tally{}
	const today = Day(20_000)
	for n := range Day(8) {
		a := Activity{}
		a.Stand(today-40, nil, false, tally)
		if n < 6 {
			a.Apply(Effect{Kind: EnrolledKind, Day: today - 39}, tally)
		}
		if n < 4 {
			a.Apply(Effect{Kind: Used, Feature: "labs", Day: today - 20 - n}, tally)
		}
		if n < 3 {
			a.Apply(Effect{Kind: Login, Day: today - n}, tally)
		}
	}
	m := measuring{tallies: map[string]Tally{"one": tally, "none": nil}}
	for _, test := range []struct {
		entry plan.Entry
		want  float64 // below 0: nothing
	}{
		{plan.Entry{Figure: plan.Active7, Cohort: "one"}, 3},
		{plan.Entry{Figure: plan.Active28, Cohort: "one"}, 4},
		{plan.Entry{Figure: plan.EnrolledShare, Cohort: "one"}, .75},
		{plan.Entry{Figure: plan.FirstUse, Cohort: "one"}, .5},
		{plan.Entry{Figure: plan.FirstUse, Feature: "labs", Cohort: "one"}, .5},
		{plan.Entry{Figure: plan.FirstUse, Feature: "mail", Cohort: "one"}, 0},
		{plan.Entry{Figure: plan.Active7, Cohort: "none"}, -1},
		{plan.Entry{Figure: "active_members", Cohort: "one"}, -1},
	} {
		got, err := m.figure(t.Context(), test.entry, today)
		switch {
		case err != nil:
			t.Error(err)
		case (got == nil) != (test.want < 0) || got != nil && *got != test.want:
			t.Errorf("%s of %q: %v, not %v", test.entry.Figure, test.entry.Feature, got, test.want)
		}
	}
}
