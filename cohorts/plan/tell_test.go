package plan_test

import (
	"fmt"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/plan"
	"soundings/surveys/polls"
)

// The charter keeps who was told of a slip, and the slip shows it as long as it was told in its present extent.
func TestTellingOfASlip(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service := c.planning()
		p := c.poll(t, func(p *polls.Poll) { p.Groups[cohorts.Provider] = polls.Share{Weight: 1} })
		today := time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)
		made := must(service.Create(c.ctx, plan.Draft{Title: "Year", Priorities: map[string]float64{"mail": 1, "bills": 0.5}, Start: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC), Capacity: []float64{8, 8, 8, 8}}))
		made.Polls = []string{p.ID, "gone"}
		expect.Equal(t, "whom its polls ask", fmt.Sprint(must(service.Affected(c.ctx, made))), "[staff provider practice]")
		made.Polls = nil
		expect.Equal(t, "without polls", fmt.Sprint(must(service.Affected(c.ctx, made))), "[patient staff]")
		made = must(service.Adopt(c.ctx, made.ID))
		tell := plan.Notice{Feature: "mail", Audience: []cohorts.Group{"patient", "staff"}, Date: today, Owner: "Ana", Title: "Later", Text: "It comes later."}
		_, err := service.Tell(c.ctx, made.ID, tell, today)
		expect.Refused(t, "what does not slip", err, base.Conflict)
		_, err = service.Tell(c.ctx, made.ID, plan.Notice{Feature: "mail"}, today)
		expect.Equal(t, "nothing to nobody", fmt.Sprint(expect.Fields(err)), "[audience: error.min_items date: error.required owner: error.required text: error.required title: error.required]")
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
		expect.Equal(t, "nobody has heard", fmt.Sprint(slip(moved).Told(), slip(moved).Untold(all)), "false [patient staff hit]")
		must(service.SaveEntry(c.ctx, plan.Entry{Kind: plan.Event, Title: "Messages come", Feature: "mail", Audience: all, Date: today}))
		expect.Equal(t, "what else is said of it does not count", slip(moved).Told(), false)
		tell.Date = today.AddDate(0, 0, 5)
		later := must(service.Tell(c.ctx, made.ID, tell, today))
		expect.Equal(t, "some are going to hear", fmt.Sprint(slip(moved).Told(), slip(moved).Untold(all), later.Done.IsZero()), "false [hit] true")
		must(service.Tick(c.ctx, later.ID, tell.Date))
		expect.Equal(t, "they have heard", fmt.Sprint(slip(moved).Told(), len(slip(moved).Notices)), "true 1")
		moved = move(3)
		expect.Equal(t, "it slips further", fmt.Sprint(slip(moved).Told(), slip(moved).Untold(all)), "false [patient staff hit]")
		tell.Date = today
		now := must(service.Tell(c.ctx, made.ID, tell, today))
		expect.Equal(t, "told at once", now.Done.Format(time.DateOnly)+" of "+now.Expected.Format(time.DateOnly), "2027-03-01 of 2027-10-01")
		moved = move(2)
		expect.Equal(t, "who has heard of a later date has heard", slip(moved).Told(), true)
		c.Clock.Set(time.Date(2027, 7, 2, 9, 0, 0, 0, time.UTC))
		expect.Equal(t, "the quarter is over, and they have heard of the next", slip(moved).Told(), true)
		c.Clock.Set(time.Date(2027, 10, 2, 9, 0, 0, 0, time.UTC))
		expect.Equal(t, "that is over too", slip(moved).Told(), false)
		tell.Date = time.Date(2027, 10, 2, 0, 0, 0, 0, time.UTC)
		again := must(service.Tell(c.ctx, made.ID, tell, tell.Date))
		expect.Equal(t, "told again of what is now the soonest", fmt.Sprintf("%v %s", slip(moved).Told(), again.Expected.Format(time.DateOnly)), "true 2028-01-01")
		c.Clock.Set(time.Date(2028, 1, 5, 9, 0, 0, 0, time.UTC))
		expect.Equal(t, "and the year is over", slip(moved).Told(), false)
		c.Clock.Set(today)
		adopted := must(service.Adopt(c.ctx, made.ID))
		_, err = service.Slip(c.ctx, adopted, "mail")
		expect.Refused(t, "a new baseline", err, base.Conflict)
		_, err = service.Tell(c.ctx, "none", tell, today)
		expect.Refused(t, "no such plan", err, base.NotFound)
	})
}
