package store_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/plan"
	"soundings/surveys/polls"
)

// known is a catalogue of a few features.
type known map[string]plan.Known

func (k known) PlanFeatures(context.Context) (map[string]plan.Known, error) { return k, nil }

func (c *clinic) planning() *plan.Service {
	features := known{"mail": {Effort: 5, Needs: []string{"base"}}, "labs": {Effort: 8}, "visits": {Effort: 12}, "bills": {Effort: 3}, "base": {Effort: 2}}
	return &plan.Service{Store: c.store, Catalogue: features, Polls: c.asking(), Now: c.now, Rand: rand.Reader, Log: c.people.Log}
}

// A plan is made of a poll, changed by hand, adopted, and kept whole.
func TestPlanOfAPoll(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service := c.planning()
		p := c.poll(nil)
		c.team(numbered("S", 8)...)
		draft := plan.Draft{Title: "Next year", Polls: []string{p.ID}, Start: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC), Capacity: []float64{8, 8, 8, 8}}
		_, err := service.Create(c.ctx, draft)
		equal(t, "before there are ballots", fmt.Sprint(bad(err)), "[polls[0]: plan.no_ballots]")
		for _, ref := range numbered("S", 8) {
			i := c.asking()
			link := must(i.Invite(c.ctx, p.ID, polls.Audience{Refs: []string{ref}}))[0]
			must(i.Cast(c.ctx, voter(link), ballot("rank.mail=1", "rank.bills=2", "rank.visits=3", "rank.labs=4")))
		}
		made := must(service.Create(c.ctx, draft))
		equal(t, "kept whole", written(must(service.Plan(c.ctx, made.ID))), written(made))
		equal(t, "in the list", written(must(service.Plans(c.ctx))), written([]plan.Plan{made}))
		equal(t, "ready in", fmt.Sprint(made.Ready()), "map[base:1 bills:2 labs:4 mail:1 visits:3]")

		fourth := 4
		tried, consequence, err := service.Try(c.ctx, made.ID, plan.Change{Feature: "mail", Quarter: &fourth})
		if err != nil || consequence.Cost() <= 0 || tried.Ready()["mail"] != 4 {
			t.Errorf("trying it: %v, costs %v", err, consequence.Cost())
		}
		equal(t, "trying keeps nothing", written(must(service.Plan(c.ctx, made.ID))), written(made))
		changed, _, err := service.Change(c.ctx, made.ID, plan.Change{Feature: "mail", Quarter: &fourth})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "changed", written(must(service.Plan(c.ctx, made.ID))), written(changed))
		adopted := must(service.Adopt(c.ctx, made.ID))
		equal(t, "adopted", written(must(service.Plan(c.ctx, made.ID))), written(adopted))
		equal(t, "mail is due", adopted.Baseline["mail"].Format(time.DateOnly), "2028-01-01")
		equal(t, "progress", len(must(service.Progress(c.ctx, adopted))), 5)

		early := plan.LeftOut
		_, _, err = service.Change(c.ctx, made.ID, plan.Change{Feature: "base", Quarter: &early})
		refused(t, "leaving out what is needed", err, cohorts.Invalid)
		_, err = service.Plan(c.ctx, "none")
		refused(t, "no such plan", err, cohorts.NotFound)
		_, err = service.Create(c.ctx, plan.Draft{Polls: []string{"none"}, Start: draft.Start, Capacity: draft.Capacity})
		equal(t, "an unknown poll", fmt.Sprint(bad(err)), "[polls[0]: poll.unknown]")
		_, err = service.Create(c.ctx, plan.Draft{Polls: []string{p.ID}, Start: draft.Start, Capacity: []float64{8}})
		equal(t, "one quarter", fmt.Sprint(bad(err)), "[capacity: plan.four]")
	})
}

func TestCharter(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service := c.planning()
		day := func(d int) time.Time { return time.Date(2027, 2, d, 0, 0, 0, 0, time.UTC) }
		second := must(service.SaveEntry(c.ctx, plan.Entry{Kind: plan.Task, Title: "Train the front desk", Feature: "mail", Work: "training", Owner: "Ana", Date: day(9)}))
		first := must(service.SaveEntry(c.ctx, plan.Entry{Kind: plan.Task, Title: "Test with staff", Feature: "mail", Work: "testing", Date: day(2)}))
		goal := must(service.SaveEntry(c.ctx, plan.Entry{Kind: plan.Goal, Title: "A third uses it", Figure: "active_members", Target: 0.33, Date: day(1)}))
		equal(t, "tasks, by date", written(must(service.Entries(c.ctx, plan.Task))), written([]plan.Entry{first, second}))
		equal(t, "goals", written(must(service.Entries(c.ctx, plan.Goal))), written([]plan.Entry{goal}))
		first.Done, first.Version = day(3), 0
		first = must(service.SaveEntry(c.ctx, first))
		equal(t, "done", written(must(service.Entries(c.ctx, plan.Task))[0].Done), written(day(3)))
		if err := service.DeleteEntry(c.ctx, first.ID); err != nil {
			t.Fatal(err)
		}
		refused(t, "taking out twice", service.DeleteEntry(c.ctx, first.ID), cohorts.NotFound)
		equal(t, "one is left", len(must(service.Entries(c.ctx, plan.Task))), 1)
		_, err := service.SaveEntry(c.ctx, plan.Entry{Kind: plan.Task, Title: "Nothing else"})
		equal(t, "a task of nothing", fmt.Sprint(bad(err)), "[feature: error.required work: error.required]")
		_, err = service.SaveEntry(c.ctx, plan.Entry{Kind: plan.Decision, Title: "No day"})
		equal(t, "without a day", fmt.Sprint(bad(err)), "[date: error.required]")
	})
}
