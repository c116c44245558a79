package demo

import (
	"fmt"
	"testing"
	"time"

	"soundings/cohorts/rollout"
	"soundings/metrics"
)

// One feature went up by time and is live; another is on its way behind a survey, and is held.
func TestFeatures(t *testing.T) {
	c := newClinic(t, aTime(), "UTC")
	for key, want := range map[string]string{
		"refills":          "set 0>10, advance 10>50, advance 50>100",
		"secure-messaging": "set 0>15, look 15>15, pause 15>15, resume 15>15, look 15>15, advance 15>40",
	} {
		moves, err := c.Rollouts.Moves(t.Context(), key, firstID, "", 100)
		if err != nil {
			t.Fatal(err)
		}
		history := ""
		for _, m := range moves.Items {
			history = fmt.Sprint(m.Kind, " ", m.From, ">", m.To, ", ") + history
			if m.At.After(c.now) {
				t.Errorf("%s moves at %v, in the future", key, m.At)
			}
		}
		if history != want+", " {
			t.Errorf("the history of %s is %s", key, history)
		}
	}
	f, err := c.Rollouts.Feature(t.Context(), "secure-messaging")
	if err != nil {
		t.Fatal(err)
	}
	if r, err := c.Rollouts.Rollout(t.Context(), f.Key, firstID); err != nil || !r.Held(f, c.now) {
		t.Errorf("the ramp is not held: %+v, %v", r, err)
	}
	counts, err := c.Rollouts.Counts(t.Context())
	if err != nil || len(counts) != 2 {
		t.Fatal(counts, err)
	}
	for _, n := range counts {
		if n.Seen == 0 || n.Seen > n.Exposed {
			t.Errorf("%d of %d have seen %s", n.Seen, n.Exposed, n.Feature)
		}
	}
	lookAtShown(t, c)
	features, err := c.Rollouts.Features(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range features {
		if f.Name["es"] == "" || f.Description["es"] == "" || f.Stage == rollout.Beta && f.Key != "secure-messaging" {
			t.Errorf("%+v", f)
		}
	}
}

// lookAtShown checks that people were shown features over weeks, as they came: nobody before a rollout began, more from week to week,
// and of those who used one each.
func lookAtShown(t *testing.T, c clinic) {
	t.Helper()
	began := map[string]time.Time{}
	for _, key := range []string{"refills", "secure-messaging"} {
		moves, err := c.Rollouts.Moves(t.Context(), key, firstID, "", 100)
		if err != nil {
			t.Fatal(err)
		}
		began[key] = moves.Items[len(moves.Items)-1].At
	}
	weeks := map[string]map[int]int{"refills": {}, "secure-messaging": {}}
	err := c.Rollouts.EachExposure(t.Context(), func(e rollout.Exposure) {
		if e.At.Before(began[e.Feature]) || e.At.After(c.now) {
			t.Errorf("%s was shown to somebody at %s", e.Feature, e.At)
		}
		weeks[e.Feature][int(e.At.Sub(began[e.Feature]).Hours()/24/7)]++
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(weeks)
	for key, least := range map[string]int{"refills": 5, "secure-messaging": 2} {
		for week := range least {
			if weeks[key][week] == 0 {
				t.Errorf("%s was shown to nobody new in week %d", key, week)
			}
		}
	}
	report, err := c.Metrics.Adoption(t.Context(), metrics.Period{Cohort: firstID})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range report.Features {
		if f.Seen != nil && f.FirstUse.Users > *f.Seen {
			t.Errorf("%d used %s, and %d were shown it", f.FirstUse.Users, f.Feature, *f.Seen)
		}
	}
}
