package demo

import (
	"testing"
	"time"

	"soundings/cohorts/plan"
	"soundings/surveys/polls"
)

// Three groups have set the order and disagree; one poll is open, and few have voted in it.
func TestPolls(t *testing.T) {
	c := newClinic(t, aTime(), "UTC")
	all, err := c.Polls.Polls(t.Context())
	if err != nil || len(all) != 2 || all[0].State != polls.Open || all[1].State != polls.Closed {
		t.Fatalf("%d polls, %v", len(all), err)
	}
	r, err := c.Polls.Results(t.Context(), all[1].ID)
	if err != nil || len(r.Groups) != 3 || len(r.Withheld) > 0 || r.Agree {
		t.Fatalf("%+v, %v", r, err)
	}
	for _, pair := range r.Disagreement.Pairs {
		if pair.TauB == nil || *pair.TauB > 0.6 || len(pair.Features) == 0 {
			t.Errorf("%v do not disagree", pair.Groups)
		}
	}
	turnout, err := c.Polls.Turnout(t.Context(), all[0], true)
	if err != nil || turnout[0].Turnout == nil || *turnout[0].Turnout > 0.3 || *turnout[0].Unverified != 7 {
		t.Errorf("%+v, %v", turnout, err)
	}
}

// The plan is in its second quarter: one feature came in time, one slips, and nothing else is late.
func TestPlan(t *testing.T) {
	c := newClinic(t, aTime(), "UTC")
	all, err := c.Plans.Plans(t.Context())
	if err != nil || len(all) != 1 {
		t.Fatal(len(all), err)
	}
	p := all[0]
	if c.now.Before(p.Ends(1)) || !c.now.Before(p.Ends(2)) {
		t.Errorf("the plan from %v is not in its second quarter at %v", p.Start, c.now)
	}
	c.Plans.Now = func() time.Time { return c.now }
	progress, err := c.Plans.Progress(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	got := map[plan.Status]int{}
	for _, one := range progress {
		got[one.Status]++
	}
	if got[plan.Done] != 1 || got[plan.Slipping] != 1 || got[plan.OnTrack] != len(progress)-2 {
		t.Errorf("the features stand as %v", got)
	}
	for _, kind := range plan.Kinds() {
		if entries, err := c.Plans.Entries(t.Context(), kind); err != nil || len(entries) == 0 {
			t.Errorf("nothing of kind %s in the charter: %v", kind, err)
		}
	}
}

// On every day of a year the first quarter ended in the last days, after the first feature was live.
func TestPlanStart(t *testing.T) {
	for day := range 366 {
		now := time.Date(2027, 1, 1+day, 15, 0, 0, 0, time.UTC)
		b := &builder{days: calendar{now}}
		ended := b.planStart().AddDate(0, 3, 0)
		if ago := now.Sub(ended); ago < 15*time.Hour || ago > 18*24*time.Hour {
			t.Errorf("on %v the first quarter ended %v ago", now, ago)
		}
	}
}
