package plan_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/plan"
	"soundings/server/services/servicestest"
)

// A plan is made from a poll, changed by hand and adopted, and every field of it is kept.
func TestPlanOfAPoll(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service := c.planning()
		p := c.poll(t, nil)
		staff := servicestest.Refs(8)
		c.People(t, cohorts.Staff, staff...)
		draft := plan.Draft{Title: "Next year", Polls: []string{p.ID}, Start: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC), Capacity: []float64{8, 8, 8, 8}}
		_, err := service.Create(c.ctx, draft)
		expect.Equal(t, "before there are ballots", fmt.Sprint(expect.Fields(err)), "[polls[0]: plan.no_ballots]")
		c.vote(p, staff...)
		made := must(service.Create(c.ctx, draft))
		expect.Equal(t, "kept whole", written(must(service.Plan(c.ctx, made.ID))), written(made))
		expect.Equal(t, "in the list", written(must(service.Plans(c.ctx))), written([]plan.Plan{made}))
		expect.Equal(t, "ready in", fmt.Sprint(made.Ready()), "map[base:1 bills:2 labs:4 mail:1 visits:3]")

		fourth := 4
		tried, consequence, err := service.Try(c.ctx, made.ID, plan.Edit{Changes: []plan.Change{plan.Change{Feature: "mail", Quarter: &fourth}}})
		if err != nil || consequence.Cost() <= 0 || tried.Ready()["mail"] != 4 {
			t.Errorf("trying it: %v, costs %v", err, consequence.Cost())
		}
		expect.Equal(t, "trying keeps nothing", written(must(service.Plan(c.ctx, made.ID))), written(made))
		changed, _, err := service.Change(c.ctx, made.ID, plan.Edit{Changes: []plan.Change{plan.Change{Feature: "mail", Quarter: &fourth}}})
		if err != nil {
			t.Fatal(err)
		}
		expect.Equal(t, "changed", written(must(service.Plan(c.ctx, made.ID))), written(changed))
		adopted := must(service.Adopt(c.ctx, made.ID))
		expect.Equal(t, "adopted", written(must(service.Plan(c.ctx, made.ID))), written(adopted))
		expect.Equal(t, "mail is due", adopted.Baseline["mail"].Format(time.DateOnly), "2028-01-01")
		expect.Equal(t, "progress", len(must(service.Progress(c.ctx, adopted))), 5)
		_, _, err = service.Change(c.ctx, made.ID, plan.Edit{Capacity: []float64{9, 9, 9, 9}, Version: made.Version})
		expect.Refused(t, "of an older version", err, base.Conflict)
		_, _, err = service.Change(c.ctx, made.ID, plan.Edit{Capacity: []float64{9, 9, 9, 9}, Remove: []string{"labs"}, Version: adopted.Version})
		if err != nil {
			t.Fatal(err)
		}
		again := must(service.Adopt(c.ctx, made.ID))
		expect.Equal(t, "the baseline before stays on record", written(again.Earlier), written([]plan.Baseline{{Adopted: adopted.Adopted, Ready: adopted.Baseline}}))
		expect.Equal(t, "kept", written(must(service.Plan(c.ctx, made.ID))), written(again))

		early := plan.LeftOut
		_, _, err = service.Change(c.ctx, made.ID, plan.Edit{Changes: []plan.Change{plan.Change{Feature: "base", Quarter: &early}}})
		expect.Refused(t, "leaving out what is needed", err, base.Invalid)
		_, err = service.Plan(c.ctx, "none")
		expect.Refused(t, "no such plan", err, base.NotFound)
		_, err = service.Create(c.ctx, plan.Draft{Polls: []string{"none"}, Start: draft.Start, Capacity: draft.Capacity})
		expect.Equal(t, "an unknown poll", fmt.Sprint(expect.Fields(err)), "[polls[0]: poll.unknown]")
		_, err = service.Create(c.ctx, plan.Draft{Polls: []string{p.ID}, Start: draft.Start, Capacity: []float64{8}})
		expect.Equal(t, "one quarter", fmt.Sprint(expect.Fields(err)), "[capacity: plan.four]")
		begun := plan.Draft{Title: "Begun", Priorities: map[string]float64{"mail": 1}, Start: c.Clock.Now().AddDate(0, -7, 0), Capacity: draft.Capacity}
		expect.Equal(t, "in a year that has begun", fmt.Sprint(must(service.Create(c.ctx, begun)).Ready()), "map[base:3 mail:3]")
		begun.Start = c.Clock.Now().AddDate(-1, 0, -1)
		_, err = service.Create(c.ctx, begun)
		expect.Equal(t, "a year that is over", fmt.Sprint(expect.Fields(err)), "[start: plan.year_over]")
	})
}

// Of several changes to the same version of a plan at once, one is made and the others are refused.
func TestManyChangeAPlan(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service := c.planning()
		made := must(service.Create(c.ctx, plan.Draft{Title: "Year", Priorities: map[string]float64{"mail": 1, "bills": 0.5}, Start: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC), Capacity: []float64{8, 8, 8, 8}}))
		var one atomic.Int32
		var all sync.WaitGroup
		for n := range 6 {
			all.Go(func() {
				_, _, err := service.Change(c.ctx, made.ID, plan.Edit{Capacity: []float64{8, 8, 8, float64(9 + n)}, Version: made.Version})
				if err == nil {
					one.Add(1)
				} else if !base.IsCode(err, base.Conflict) {
					t.Error(err)
				}
			})
		}
		all.Wait()
		expect.Equal(t, "of six at once", one.Load(), int32(1))
		for n := range 4 {
			all.Go(func() {
				priority := float64(n) / 10
				if _, _, err := service.Change(c.ctx, made.ID, plan.Edit{Changes: []plan.Change{{Feature: "bills", Priority: &priority}}}); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		expect.Equal(t, "who names no version comes after the others", must(service.Plan(c.ctx, made.ID)).Version, made.Version+5)
	})
}
