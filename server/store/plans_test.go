package store_test

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/cohorts/rollout"
	"soundings/server/store/engine"
	"soundings/surveys/polls"
)

// planning is the plans of a clinic that knows a few features.
func (c *clinic) planning() *plan.Service {
	there := must(c.Rollouts.Features(c.ctx))
	for _, f := range []rollout.Feature{
		{Key: "base", Effort: 2}, {Key: "mail", Effort: 5, Needs: []string{"base"}}, {Key: "labs", Effort: 8}, {Key: "visits", Effort: 12},
		{Key: "bills", Effort: 3},
	} {
		if !slices.ContainsFunc(there, func(known rollout.Feature) bool { return known.Key == f.Key && known.Effort == f.Effort }) {
			f.Name, f.Stage = base.Words{"en": f.Key}, rollout.Idea
			must(c.Rollouts.SaveFeature(c.ctx, f))
		}
	}
	return c.Plans
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
		tried, consequence, err := service.Try(c.ctx, made.ID, plan.Edit{Changes: []plan.Change{plan.Change{Feature: "mail", Quarter: &fourth}}})
		if err != nil || consequence.Cost() <= 0 || tried.Ready()["mail"] != 4 {
			t.Errorf("trying it: %v, costs %v", err, consequence.Cost())
		}
		equal(t, "trying keeps nothing", written(must(service.Plan(c.ctx, made.ID))), written(made))
		changed, _, err := service.Change(c.ctx, made.ID, plan.Edit{Changes: []plan.Change{plan.Change{Feature: "mail", Quarter: &fourth}}})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "changed", written(must(service.Plan(c.ctx, made.ID))), written(changed))
		adopted := must(service.Adopt(c.ctx, made.ID))
		equal(t, "adopted", written(must(service.Plan(c.ctx, made.ID))), written(adopted))
		equal(t, "mail is due", adopted.Baseline["mail"].Format(time.DateOnly), "2028-01-01")
		equal(t, "progress", len(must(service.Progress(c.ctx, adopted))), 5)
		_, _, err = service.Change(c.ctx, made.ID, plan.Edit{Capacity: []float64{9, 9, 9, 9}, Version: made.Version})
		refused(t, "of an older version", err, base.Conflict)
		_, _, err = service.Change(c.ctx, made.ID, plan.Edit{Capacity: []float64{9, 9, 9, 9}, Remove: []string{"labs"}, Version: adopted.Version})
		if err != nil {
			t.Fatal(err)
		}
		again := must(service.Adopt(c.ctx, made.ID))
		equal(t, "the baseline before stays on record", written(again.Earlier), written([]plan.Baseline{{Adopted: adopted.Adopted, Ready: adopted.Baseline}}))
		equal(t, "kept", written(must(service.Plan(c.ctx, made.ID))), written(again))

		early := plan.LeftOut
		_, _, err = service.Change(c.ctx, made.ID, plan.Edit{Changes: []plan.Change{plan.Change{Feature: "base", Quarter: &early}}})
		refused(t, "leaving out what is needed", err, base.Invalid)
		_, err = service.Plan(c.ctx, "none")
		refused(t, "no such plan", err, base.NotFound)
		_, err = service.Create(c.ctx, plan.Draft{Polls: []string{"none"}, Start: draft.Start, Capacity: draft.Capacity})
		equal(t, "an unknown poll", fmt.Sprint(bad(err)), "[polls[0]: poll.unknown]")
		_, err = service.Create(c.ctx, plan.Draft{Polls: []string{p.ID}, Start: draft.Start, Capacity: []float64{8}})
		equal(t, "one quarter", fmt.Sprint(bad(err)), "[capacity: plan.four]")
		begun := plan.Draft{Title: "Begun", Priorities: map[string]float64{"mail": 1}, Start: c.now().AddDate(0, -7, 0), Capacity: draft.Capacity}
		equal(t, "in a year that has begun", fmt.Sprint(must(service.Create(c.ctx, begun)).Ready()), "map[base:3 mail:3]")
		begun.Start = c.now().AddDate(-1, 0, -1)
		_, err = service.Create(c.ctx, begun)
		equal(t, "a year that is over", fmt.Sprint(bad(err)), "[start: plan.year_over]")
	})
}

func TestCharter(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service := c.planning()
		day := func(d int) time.Time { return time.Date(2027, 2, d, 0, 0, 0, 0, time.UTC) }
		second := must(service.SaveEntry(c.ctx, plan.Entry{Kind: plan.Task, Title: "Train the front desk", Feature: "mail", Work: "training", Owner: "Ana", Date: day(9)}))
		first := must(service.SaveEntry(c.ctx, plan.Entry{Kind: plan.Task, Title: "Test with staff", Feature: "mail", Work: "testing", Date: day(2)}))
		goal := must(service.SaveEntry(c.ctx, plan.Entry{Kind: plan.Goal, Title: "A third uses it", Figure: plan.FirstUse, Feature: "labs", Survey: "no matter", Cohort: "first", Target: 33, Date: day(1)}))
		equal(t, "what a goal is of", goal.Feature+goal.Survey+goal.Cohort, "labsfirst")
		told := must(service.SaveEntry(c.ctx, plan.Entry{Kind: plan.Event, Title: "It comes later", Feature: "mail", Audience: []cohorts.Group{"patient", "staff"}, Date: day(4), Expected: day(28)}))
		trained := must(service.SaveEntry(c.ctx, plan.Entry{Kind: plan.Training, Title: "At the desk", Feature: "bills", Session: "first", Audience: []cohorts.Group{"staff"}, Date: day(5)}))
		equal(t, "tasks, by date", written(must(service.Entries(c.ctx, plan.Task))), written([]plan.Entry{first, second}))
		equal(t, "goals", written(must(service.Entries(c.ctx, plan.Goal))), written([]plan.Entry{goal}))
		equal(t, "about mail, by date", written(must(service.EntriesAbout(c.ctx, "mail"))), written([]plan.Entry{first, told, second}))
		equal(t, "about bills", written(must(service.EntriesAbout(c.ctx, "bills"))), written([]plan.Entry{trained}))
		equal(t, "one", written(must(service.Entry(c.ctx, told.ID))), written(told))

		refused(t, "taking out another version", service.DeleteEntry(c.ctx, first.ID, 7), base.Conflict)
		if err := service.DeleteEntry(c.ctx, first.ID, first.Version); err != nil {
			t.Fatal(err)
		}
		refused(t, "taking out twice", service.DeleteEntry(c.ctx, first.ID, 0), base.NotFound)
		equal(t, "one is left", len(must(service.Entries(c.ctx, plan.Task))), 1)
		for _, test := range []struct {
			about string
			entry plan.Entry
			want  string
		}{
			{"a task of nothing", plan.Entry{Kind: plan.Task, Title: "Nothing else"}, "[feature: error.required work: error.required]"},
			{"without a day", plan.Entry{Kind: plan.Decision, Title: "No day"}, "[date: error.required]"},
			{"a training that is neither", plan.Entry{Kind: plan.Training, Title: "At the desk", Feature: "mail", Date: day(1)}, "[session: error.required]"},
			{"of no feature", plan.Entry{Kind: plan.Event, Title: "Soon", Feature: "fax", Date: day(1)}, "[feature: plan.feature_unknown]"},
			{"told twice", plan.Entry{Kind: plan.Event, Title: "Soon", Audience: []cohorts.Group{"staff", "staff"}, Date: day(1)}, "[audience: error.unique]"},
			{"told to nobody known", plan.Entry{Kind: plan.Event, Title: "Soon", Audience: []cohorts.Group{"staff", "press"}, Date: day(1)}, "[audience[1]: error.oneof]"},
			{"a goal ticked off", plan.Entry{Kind: plan.Goal, Title: "Half", Figure: plan.Active7, Target: 9, Date: day(1), Done: day(1)}, "[done: plan.not_ticked]"},
		} {
			_, err := service.SaveEntry(c.ctx, test.entry)
			equal(t, test.about, fmt.Sprint(bad(err)), test.want)
		}
		_, err := service.SaveEntry(c.ctx, plan.Entry{ID: "gone", Kind: plan.Decision, Title: "Gone", Date: day(1)})
		refused(t, "putting what is not there", err, base.NotFound)
	})
}

// Who keeps an older version of an entry is told so, and changes nothing; ticking off goes by what it is now.
func TestTwoChangeAnEntry(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service := c.planning()
		day := time.Date(2027, 2, 3, 0, 0, 0, 0, time.UTC)
		kept := must(service.SaveEntry(c.ctx, plan.Entry{Kind: plan.Task, Title: "Test", Feature: "mail", Work: "testing", Date: day}))
		mine, theirs := kept, kept
		mine.Title, theirs.Title = "Test with nurses", "Test with the desk"
		theirs = must(service.SaveEntry(c.ctx, theirs))
		_, err := service.SaveEntry(c.ctx, mine)
		refused(t, "the later", err, base.Conflict)
		equal(t, "the earlier stays", written(must(service.Entry(c.ctx, kept.ID))), written(theirs))
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
		equal(t, "of eight at once", one.Load(), int32(1))
		for range 2 {
			mine = must(service.Tick(c.ctx, kept.ID, day.AddDate(0, 0, 1)))
		}
		equal(t, "ticked off twice is once", must(service.Entry(c.ctx, kept.ID)).Version, int64(5))
		equal(t, "on the first day", must(service.Tick(c.ctx, kept.ID, day.AddDate(0, 0, 9))).Done.UTC().Format(time.DateOnly), "2027-02-04")
		equal(t, "with what was kept", mine.Title, "Test with nurses")
		equal(t, "and back", must(service.Tick(c.ctx, kept.ID, time.Time{})).Done.IsZero(), true)
		_, err = service.Tick(c.ctx, "gone", day)
		refused(t, "what is not there", err, base.NotFound)
		release := must(service.SaveEntry(c.ctx, plan.Entry{Kind: plan.Release, Title: "Nine", Date: day}))
		_, err = service.Tick(c.ctx, release.ID, day)
		refused(t, "a release", err, base.Conflict)
	})
}

// An entry of before there were several groups still has its one.
func TestAnOlderEntryOfTheCharter(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		raw, err := bson.Marshal(bson.M{"_id": "old", "version": int64(1), "schema": 1, "kind": "event", "title": "Soon", "date": time.Date(2027, 2, 3, 0, 0, 0, 0, time.UTC), "audience": "staff"})
		if err != nil {
			t.Fatal(err)
		}
		if err := c.engine.Write(c.ctx, []engine.Change{{Op: engine.Insert, Collection: "charter", ID: "old", Doc: raw}}); err != nil {
			t.Fatal(err)
		}
		service := c.planning()
		old := must(service.Entry(c.ctx, "old"))
		equal(t, "its group", fmt.Sprint(old.Audience), "[staff]")
		old.Audience = append(old.Audience, cohorts.Patient)
		must(service.SaveEntry(c.ctx, old))
		equal(t, "its groups", fmt.Sprint(must(service.Entry(c.ctx, "old")).Audience), "[staff patient]")
	})
}

// Who is told of a slip stands in the charter, and beside the slip as long as it says how far that goes.
func TestTellingOfASlip(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service := c.planning()
		p := c.poll(func(p *polls.Poll) { p.Groups[cohorts.Provider] = polls.Share{Weight: 1} })
		today := time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)
		made := must(service.Create(c.ctx, plan.Draft{Title: "Year", Priorities: map[string]float64{"mail": 1, "bills": 0.5}, Start: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC), Capacity: []float64{8, 8, 8, 8}}))
		made.Polls = []string{p.ID, "gone"}
		equal(t, "whom its polls ask", fmt.Sprint(must(service.Affected(c.ctx, made))), "[staff provider practice]")
		made.Polls = nil
		equal(t, "without polls", fmt.Sprint(must(service.Affected(c.ctx, made))), "[patient staff]")
		made = must(service.Adopt(c.ctx, made.ID))
		tell := plan.Notice{Feature: "mail", Audience: []cohorts.Group{"patient", "staff"}, Date: today, Owner: "Ana", Title: "Later", Text: "It comes later."}
		_, err := service.Tell(c.ctx, made.ID, tell, today)
		refused(t, "what does not slip", err, base.Conflict)
		_, err = service.Tell(c.ctx, made.ID, plan.Notice{Feature: "mail"}, today)
		equal(t, "nothing to nobody", fmt.Sprint(bad(err)), "[audience: error.min_items date: error.required owner: error.required text: error.required]")
		move := func(quarter int) plan.Plan {
			changed, _, err := service.Change(c.ctx, made.ID, plan.Edit{Changes: []plan.Change{plan.Change{Feature: "mail", Quarter: &quarter}}})
			if err != nil {
				t.Fatal(err)
			}
			return changed
		}
		slip := func(p plan.Plan) plan.Progress { return must(service.Slip(c.ctx, p, "mail")) }
		all := []cohorts.Group{"patient", "staff", "hit"}

		moved := move(2)
		equal(t, "nobody has heard", fmt.Sprint(slip(moved).Told(), slip(moved).Untold(all)), "false [patient staff hit]")
		must(service.SaveEntry(c.ctx, plan.Entry{Kind: plan.Event, Title: "Messages come", Feature: "mail", Audience: all, Date: today}))
		equal(t, "what else is said of it does not count", slip(moved).Told(), false)
		tell.Date = today.AddDate(0, 0, 5)
		later := must(service.Tell(c.ctx, made.ID, tell, today))
		equal(t, "some are going to hear", fmt.Sprint(slip(moved).Told(), slip(moved).Untold(all), later.Done.IsZero()), "false [hit] true")
		must(service.Tick(c.ctx, later.ID, tell.Date))
		equal(t, "they have heard", fmt.Sprint(slip(moved).Told(), len(slip(moved).Notices)), "true 1")
		moved = move(3)
		equal(t, "it slips further", fmt.Sprint(slip(moved).Told(), slip(moved).Untold(all)), "false [patient staff hit]")
		tell.Date = today
		now := must(service.Tell(c.ctx, made.ID, tell, today))
		equal(t, "told at once", now.Done.Format(time.DateOnly)+" of "+now.Expected.Format(time.DateOnly), "2027-03-01 of 2027-10-01")
		moved = move(2)
		equal(t, "who has heard of a later date has heard", slip(moved).Told(), true)
		c.Clock.Set(time.Date(2027, 7, 2, 9, 0, 0, 0, time.UTC))
		equal(t, "the quarter is over, and they have heard of the next", slip(moved).Told(), true)
		c.Clock.Set(time.Date(2027, 10, 2, 9, 0, 0, 0, time.UTC))
		equal(t, "that is over too", slip(moved).Told(), false)
		tell.Date = time.Date(2027, 10, 2, 0, 0, 0, 0, time.UTC)
		again := must(service.Tell(c.ctx, made.ID, tell, tell.Date))
		equal(t, "told again of what is now the soonest", fmt.Sprintf("%v %s", slip(moved).Told(), again.Expected.Format(time.DateOnly)), "true 2028-01-01")
		c.Clock.Set(time.Date(2028, 1, 5, 9, 0, 0, 0, time.UTC))
		equal(t, "and the year is over", slip(moved).Told(), false)
		c.Clock.Set(today)
		adopted := must(service.Adopt(c.ctx, made.ID))
		_, err = service.Slip(c.ctx, adopted, "mail")
		refused(t, "a new baseline", err, base.Conflict)
		_, err = service.Tell(c.ctx, "none", tell, today)
		refused(t, "no such plan", err, base.NotFound)
	})
}

// Of several who change the same state of a plan at once, one does; the others are told.
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
		equal(t, "of six at once", one.Load(), int32(1))
		for n := range 4 {
			all.Go(func() {
				priority := float64(n) / 10
				if _, _, err := service.Change(c.ctx, made.ID, plan.Edit{Changes: []plan.Change{{Feature: "bills", Priority: &priority}}}); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		equal(t, "who names no version comes after the others", must(service.Plan(c.ctx, made.ID)).Version, made.Version+5)
	})
}
