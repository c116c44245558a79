package plan_test

import (
	"testing"
	"time"

	"soundings/cohorts/base/expect"
	"soundings/cohorts/plan"
)

// Due are a task from the day after its own, a decision from its day on, a training in the week before it and on its day; none of
// what is done.
func TestWhatIsDue(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service := c.planning()
		today := must(service.Today(c.ctx)).Day
		for _, test := range []struct {
			entry plan.Entry
			from  int // on which of the days that follow its own it is due
			to    int
		}{
			{plan.Entry{Kind: plan.Task, Title: "Test it", Feature: "mail", Work: "testing"}, 1, 9},
			{plan.Entry{Kind: plan.Decision, Title: "Who answers at night"}, 0, 9},
			{plan.Entry{Kind: plan.Training, Title: "At the desk", Feature: "mail", Session: "first"}, -6, 0},
		} {
			for after := -9; after <= 9; after++ {
				e := test.entry
				e.Date = today.AddDate(0, 0, -after)
				e = must(service.SaveEntry(c.ctx, e))
				want := 0
				if test.from <= after && after <= test.to {
					want = 1
				}
				due := must(service.Due(c.ctx))
				if n := len(due.Tasks) + len(due.Decisions) + len(due.Trainings); n != want {
					t.Errorf("%s, %d days after its own: %d are due, not %d", e.Title, after, n, want)
				}
				if e.Kind == plan.Task {
					e = must(service.Tick(c.ctx, e.ID, today))
					expect.Equal(t, "once it is done", len(must(service.Due(c.ctx)).Tasks), 0)
				}
				expect.Equal(t, "taken out", service.DeleteEntry(c.ctx, e.ID, 0), nil)
			}
		}
	})
}

// The team goes by the newest plan that it adopted, whatever it drafts after it.
func TestCurrentPlan(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service := c.planning()
		current := func() string {
			p, ok, err := service.Current(c.ctx)
			expect.Equal(t, "an error, or a plan that is none", err != nil || ok != (p.ID != ""), false)
			return p.ID
		}
		create := func(title string) string {
			c.Clock.Advance(time.Hour)
			return must(service.Create(c.ctx, plan.Draft{Title: title, Priorities: map[string]float64{"mail": 1}, Start: time.Date(2027, 4, 1, 0, 0, 0, 0, time.UTC), Capacity: []float64{9, 9, 9, 9}})).ID
		}
		first := create("First")
		expect.Equal(t, "none was adopted", current(), "")
		must(service.Adopt(c.ctx, first))
		second := create("Second")
		expect.Equal(t, "beside a draft", current(), first)
		must(service.Adopt(c.ctx, second))
		must(service.Adopt(c.ctx, first))
		expect.Equal(t, "of two", current(), second)
	})
}
