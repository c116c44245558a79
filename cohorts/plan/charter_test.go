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
)

func TestCharter(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service := c.planning()
		day := func(d int) time.Time { return time.Date(2027, 2, d, 0, 0, 0, 0, time.UTC) }
		second := must(service.SaveEntry(c.ctx, plan.Entry{Kind: plan.Task, Title: "Train the front desk", Feature: "mail", Work: "training", Owner: "Ana", Date: day(9)}))
		first := must(service.SaveEntry(c.ctx, plan.Entry{Kind: plan.Task, Title: "Test with staff", Feature: "mail", Work: "testing", Date: day(2)}))
		goal := must(service.SaveEntry(c.ctx, plan.Entry{Kind: plan.Goal, Title: "A third uses it", Figure: plan.FirstUse, Feature: "labs", Survey: "no matter", Cohort: "first", Target: 33, Date: day(1)}))
		expect.Equal(t, "what a goal is of", goal.Feature+goal.Survey+goal.Cohort, "labsfirst")
		told := must(service.SaveEntry(c.ctx, plan.Entry{Kind: plan.Event, Title: "It comes later", Feature: "mail", Audience: []cohorts.Group{"patient", "staff"}, Date: day(4), Expected: day(28)}))
		trained := must(service.SaveEntry(c.ctx, plan.Entry{Kind: plan.Training, Title: "At the desk", Feature: "bills", Session: "first", Audience: []cohorts.Group{"staff"}, Date: day(5)}))
		expect.Equal(t, "tasks, by date", written(must(service.Entries(c.ctx, plan.Task))), written([]plan.Entry{first, second}))
		expect.Equal(t, "goals", written(must(service.Entries(c.ctx, plan.Goal))), written([]plan.Entry{goal}))
		expect.Equal(t, "about mail, by date", written(must(service.EntriesAbout(c.ctx, "mail"))), written([]plan.Entry{first, told, second}))
		expect.Equal(t, "about bills", written(must(service.EntriesAbout(c.ctx, "bills"))), written([]plan.Entry{trained}))
		expect.Equal(t, "one", written(must(service.Entry(c.ctx, told.ID))), written(told))

		expect.Refused(t, "taking out another version", service.DeleteEntry(c.ctx, first.ID, 7), base.Conflict)
		if err := service.DeleteEntry(c.ctx, first.ID, first.Version); err != nil {
			t.Fatal(err)
		}
		expect.Refused(t, "taking out twice", service.DeleteEntry(c.ctx, first.ID, 0), base.NotFound)
		expect.Equal(t, "one is left", len(must(service.Entries(c.ctx, plan.Task))), 1)
		for _, test := range []struct {
			about string
			entry plan.Entry
			want  string
		}{
			{"a task of nothing", plan.Entry{Kind: plan.Task, Title: "Nothing else"}, "[work: error.required date: error.required feature: error.required]"},
			{"without a day", plan.Entry{Kind: plan.Decision, Title: "No day"}, "[date: error.required]"},
			{"a training that is neither", plan.Entry{Kind: plan.Training, Title: "At the desk", Feature: "mail", Date: day(1)}, "[session: error.required]"},
			{"of no feature", plan.Entry{Kind: plan.Event, Title: "Soon", Feature: "fax", Date: day(1)}, "[feature: plan.feature_unknown]"},
			{"told twice", plan.Entry{Kind: plan.Event, Title: "Soon", Audience: []cohorts.Group{"staff", "staff"}, Date: day(1)}, "[audience: error.unique]"},
			{"told to nobody known", plan.Entry{Kind: plan.Event, Title: "Soon", Audience: []cohorts.Group{"staff", "press"}, Date: day(1)}, "[audience[1]: error.oneof]"},
			{"a goal ticked off", plan.Entry{Kind: plan.Goal, Title: "Half", Figure: plan.Active7, Target: 9, Date: day(1), Done: day(1)}, "[done: plan.not_ticked]"},
		} {
			_, err := service.SaveEntry(c.ctx, test.entry)
			expect.Equal(t, test.about, fmt.Sprint(expect.Fields(err)), test.want)
		}
		_, err := service.SaveEntry(c.ctx, plan.Entry{ID: "gone", Kind: plan.Decision, Title: "Gone", Date: day(1)})
		expect.Refused(t, "putting what is not there", err, base.NotFound)
	})
}

// Saving an older version of an entry is refused and changes nothing; ticking off applies to the present version.
func TestTwoChangeAnEntry(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service := c.planning()
		day := time.Date(2027, 2, 3, 0, 0, 0, 0, time.UTC)
		kept := must(service.SaveEntry(c.ctx, plan.Entry{Kind: plan.Task, Title: "Test", Feature: "mail", Work: "testing", Date: day}))
		mine, theirs := kept, kept
		mine.Title, theirs.Title = "Test with nurses", "Test with the desk"
		theirs = must(service.SaveEntry(c.ctx, theirs))
		_, err := service.SaveEntry(c.ctx, mine)
		expect.Refused(t, "the later", err, base.Conflict)
		expect.Equal(t, "the earlier stays", written(must(service.Entry(c.ctx, kept.ID))), written(theirs))
		mine.Version = theirs.Version
		mine = must(service.SaveEntry(c.ctx, mine))

		var one atomic.Int32
		var all sync.WaitGroup
		for n := range 8 {
			all.Go(func() {
				e := mine
				e.Text = fmt.Sprint(n)
				if _, err := service.SaveEntry(c.ctx, e); err == nil {
					one.Add(1)
				} else if !base.IsCode(err, base.Conflict) {
					t.Error(err)
				}
			})
		}
		all.Wait()
		expect.Equal(t, "of eight at once", one.Load(), int32(1))
		for range 2 {
			mine = must(service.Tick(c.ctx, kept.ID, day.AddDate(0, 0, 1)))
		}
		expect.Equal(t, "ticked off twice is once", must(service.Entry(c.ctx, kept.ID)).Version, int64(5))
		expect.Equal(t, "on the first day", must(service.Tick(c.ctx, kept.ID, day.AddDate(0, 0, 9))).Done.UTC().Format(time.DateOnly), "2027-02-04")
		expect.Equal(t, "with what was kept", mine.Title, "Test with nurses")
		expect.Equal(t, "and back", must(service.Tick(c.ctx, kept.ID, time.Time{})).Done.IsZero(), true)
		_, err = service.Tick(c.ctx, "gone", day)
		expect.Refused(t, "what is not there", err, base.NotFound)
		release := must(service.SaveEntry(c.ctx, plan.Entry{Kind: plan.Release, Title: "Nine", Date: day}))
		_, err = service.Tick(c.ctx, release.ID, day)
		expect.Refused(t, "a release", err, base.Conflict)
	})
}
