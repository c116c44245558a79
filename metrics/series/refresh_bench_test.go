package series_test

import (
	"fmt"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/plan"
	"soundings/cohorts/rollout"
	"soundings/metrics"
	"soundings/server/services/servicestest"
)

// BenchmarkRefresh counts the figures of four cohorts that used twelve features for two months, with a goal of each kind and a plan:
// what a server does every fifteen seconds.
func BenchmarkRefresh(b *testing.B) {
	c := &clinic{servicestest.New(b), servicestest.ByManager(b)}
	c.SetUp(b)
	people := refs(160)
	c.People(b, cohorts.Patient, people...)
	var features []string
	for n := range 12 {
		features = append(features, fmt.Sprint("feature-", n))
		c.Feature(b, features[n], rollout.Beta)
	}
	priorities := map[string]float64{}
	for n := range 4 {
		cohort := c.Agreed(b, fmt.Sprint("Wave ", n), people[40*n:40*n+40]...)
		for _, feature := range features {
			priorities[feature] = 1
			must(c.Rollouts.SaveRollout(c.ctx, feature, rollout.Settings{Cohort: cohort, Ramp: []rollout.Step{{Percent: 50}, {Percent: 100}}, Gates: rollout.Gates{HoldHours: 24}}))
		}
	}
	today := must(c.Plans.Today(c.ctx)).Day
	must(c.Plans.Adopt(c.ctx, must(c.Plans.Create(c.ctx, plan.Draft{Title: "Year", Start: today.AddDate(0, -2, 0), Capacity: []float64{6, 6, 6, 6}, Priorities: priorities})).ID))
	for n, figure := range plan.Figures()[:5] {
		must(c.Plans.SaveEntry(c.ctx, plan.Entry{Kind: plan.Goal, Title: fmt.Sprint("Goal ", n), Figure: figure, Feature: features[n], Cohort: "wave-0", Target: 90, Date: today.AddDate(1, 0, 0)}))
	}
	for day := range 60 {
		var events []metrics.Event
		for n := day % 3; n < len(people); n += 3 {
			for f := day % 4; f < len(features); f += 4 {
				events = append(events, event(fmt.Sprint(day, "-", n, "-", f), people[n], metrics.Used, features[f], c.Clock.Now()))
			}
		}
		for ; len(events) > 0; events = events[min(400, len(events)):] {
			c.Take(b, events[:min(400, len(events))]...)
		}
		c.Clock.Advance(24 * time.Hour)
	}
	c.Fold(b)
	for b.Loop() {
		must(0, c.Series.Refresh(c.ctx))
	}
}
