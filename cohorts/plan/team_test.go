package plan_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/plan"
	"soundings/web/auth"
)

// account adds somebody who can sign in; their id.
func (c *clinic) account(name string, role auth.Role) string {
	staff, _, err := c.Accounts.AddStaff(c.ctx, name, strings.ToLower(name)+"@example.org", role)
	if err != nil {
		panic(err)
	}
	return staff.ID
}

// names returns what accounts are called.
func names(all []plan.Account, err error) string {
	var said []string
	for _, a := range must(all, err) {
		said = append(said, a.Name)
	}
	return strings.Join(said, ", ")
}

func TestSeats(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		ana, ben := c.account("Ana", auth.Manager), c.account("Ben", auth.Member)
		empty := func() string { return fmt.Sprint(must(c.Plans.Gaps(c.ctx)).Seats) }
		expect.Equal(t, "at first", empty(), "[sponsor project_manager provider front_line health_it]")
		expect.Equal(t, "each with nobody", written(must(c.Plans.Team(c.ctx)).Of(plan.Sponsor)), written(plan.Sitting{Seat: plan.Sponsor}))

		sponsor := plan.Sitting{Seat: plan.Sponsor, Person: plan.Holder{Name: " Dr. Ruth\nOkafor "}, StandIn: plan.Holder{Account: ben}, Decides: " The money.\n"}
		must(c.Plans.SaveSeat(c.ctx, sponsor))
		must(c.Plans.SaveSeat(c.ctx, plan.Sitting{Seat: plan.Manager, Person: plan.Holder{Account: ben}}))
		team := must(c.Plans.Team(c.ctx))
		sponsor.Person.Name, sponsor.Decides = "Dr. Ruth Okafor", "The money."
		expect.Equal(t, "one seat leaves the others", written(team.Seats[:2]), written([]plan.Sitting{sponsor, {Seat: plan.Manager, Person: plan.Holder{Account: ben}}}))
		expect.Equal(t, "two are taken", empty(), "[provider front_line health_it]")

		team.Seats, team.Concerns = []plan.Sitting{sponsor, {Seat: plan.HealthIT, Person: plan.Holder{Account: ana}}}, plan.Concerns{Account: ana, StandIn: ben}
		team = must(c.Plans.SaveTeam(c.ctx, team))
		expect.Equal(t, "kept", written(must(c.Plans.Team(c.ctx))), written(team))
		expect.Equal(t, "a seat that is not named is empty", empty(), "[project_manager provider front_line]")
		expect.Equal(t, "who is alerted", names(c.Plans.Alerted(c.ctx)), "Ana, Ben")
		team.Version--
		_, err := c.Plans.SaveTeam(c.ctx, team)
		expect.Refused(t, "an older version", err, base.Conflict)

		must(c.Plans.SaveSeat(c.ctx, plan.Sitting{Seat: plan.Provider, Person: plan.Holder{Account: ben}}))
		if err := c.Accounts.RemoveStaff(c.ctx, ben); err != nil {
			t.Fatal(err)
		}
		expect.Equal(t, "of who has no account any more", empty(), "[project_manager provider front_line]")
		expect.Equal(t, "who is left", names(c.Plans.Alerted(c.ctx)), "Ana")
	})
}

// What is wrong with a team is named at once, and changes nothing.
func TestSeatsThatCannotBe(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		ana, vera := c.account("Ana", auth.Manager), c.account("Vera", auth.Viewer)
		one := func(h, standIn plan.Holder) plan.Team {
			return plan.Team{Seats: []plan.Sitting{{Seat: plan.Sponsor, Person: h, StandIn: standIn}}}
		}
		for _, test := range []struct {
			about string
			team  plan.Team
			want  string
		}{
			{"no such account", one(plan.Holder{Account: "nobody"}, plan.Holder{}), "[seats[0].person: seats.account_unknown]"},
			{"an account and a name", one(plan.Holder{Account: ana, Name: "Ana"}, plan.Holder{}), "[seats[0].person: seats.both]"},
			{"a long name", one(plan.Holder{Name: strings.Repeat("é", 101)}, plan.Holder{}), "[seats[0].person.name: error.max_length]"},
			{"a stand-in of nobody", one(plan.Holder{}, plan.Holder{Name: "Ben"}), "[seats[0].person: seats.person_first]"},
			{"their own stand-in", one(plan.Holder{Account: ana}, plan.Holder{Account: ana}), "[seats[0].stand_in: seats.same]"},
			{"a seat twice, and one there is not", plan.Team{Seats: []plan.Sitting{{Seat: plan.Provider}, {Seat: plan.Provider}, {Seat: "king", Decides: strings.Repeat("x", 2001)}}}, "[seats[2].seat: error.oneof seats[2].decides: error.max_length seats[1].seat: error.unique]"},
			{"alerting a viewer", plan.Team{Concerns: plan.Concerns{Account: vera, StandIn: "nobody"}}, "[concerns.account: seats.account_writes concerns.stand_in: seats.account_writes]"},
			{"alerting twice", plan.Team{Concerns: plan.Concerns{Account: ana, StandIn: ana}}, "[concerns.stand_in: seats.same]"},
			{"alerting a stand-in alone", plan.Team{Concerns: plan.Concerns{StandIn: ana}}, "[concerns.account: seats.person_first]"},
		} {
			_, err := c.Plans.SaveTeam(c.ctx, test.team)
			expect.Equal(t, test.about, fmt.Sprint(expect.Fields(err)), test.want)
		}
		_, err := c.Plans.SaveSeat(c.ctx, plan.Sitting{Seat: "king"})
		expect.Refused(t, "a seat that there is not", err, base.NotFound)
		_, err = c.Plans.SaveSeat(c.ctx, plan.Sitting{Seat: plan.Sponsor, StandIn: plan.Holder{Account: ana}})
		expect.Equal(t, "in a form of one seat", fmt.Sprint(expect.Fields(err)), "[person: seats.person_first]")
		must(c.Plans.SaveSeat(c.ctx, plan.Sitting{Seat: plan.Sponsor, Person: plan.Holder{Account: vera}}))
		expect.Equal(t, "a viewer may have a seat, and nothing else was kept", must(c.Plans.Team(c.ctx)).Version, int64(1))
	})
}

// Many who change the team at once each change what they meant.
func TestManyChangeTheTeam(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		ana, ben := c.account("Ana", auth.Manager), c.account("Ben", auth.Member)
		monday := time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)
		var all sync.WaitGroup
		for i, seat := range plan.Seats() {
			all.Go(func() {
				must(c.Plans.SaveSeat(c.ctx, plan.Sitting{Seat: seat, Person: plan.Holder{Name: string(seat)}}))
			})
			all.Go(func() {
				must(c.Plans.SaveWeeks(c.ctx, 0, []plan.Week{{Monday: monday.AddDate(0, 0, 7*i), Accounts: []string{ana, ben}}}))
			})
		}
		all.Go(func() { must(c.Plans.SaveConcerns(c.ctx, plan.Concerns{Account: ben})) })
		all.Wait()
		expect.Equal(t, "seats", fmt.Sprint(must(c.Plans.Gaps(c.ctx)).Seats), "[]")
		expect.Equal(t, "weeks", len(must(c.Plans.Rota(c.ctx)).Weeks), len(plan.Seats()))
		expect.Equal(t, "who is alerted", names(c.Plans.Alerted(c.ctx)), "Ben")
	})
}

func TestRota(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		ana, ben, cy := c.account("Ana", auth.Manager), c.account("Ben", auth.Member), c.account("Cy", auth.Member)
		monday := func(week int) time.Time { return time.Date(2027, 3, 1+7*week, 0, 0, 0, 0, time.UTC) }
		holes := func() string {
			var said []string
			for _, w := range must(c.Plans.Gaps(c.ctx)).Weeks {
				said = append(said, fmt.Sprint(w.Monday.Format(time.DateOnly), " has ", len(w.Accounts)))
			}
			return strings.Join(said, ", ")
		}
		expect.Equal(t, "at first", holes(), "2027-03-01 has 0, 2027-03-08 has 0, 2027-03-15 has 0")
		must(c.Plans.SaveWeeks(c.ctx, 0, []plan.Week{{monday(1), []string{ben, cy}}, {monday(0), []string{ana, ben}}, {monday(3), []string{cy}}}))
		must(c.Plans.SaveWeeks(c.ctx, 0, []plan.Week{{monday(2), []string{cy}}, {monday(3), nil}}))
		expect.Equal(t, "half a pair is a hole, and a later week is not due", holes(), "2027-03-15 has 1")
		_, err := c.Plans.SaveWeeks(c.ctx, 1, []plan.Week{{monday(3), []string{ana, ben}}})
		expect.Refused(t, "an older version", err, base.Conflict)
		expect.Equal(t, "a week that was emptied", len(must(c.Plans.Rota(c.ctx)).Weeks), 3)
		expect.Equal(t, "the weeks ahead", written(must(c.Plans.Weeks(c.ctx, 2)).Weeks), written([]plan.Week{{monday(0), []string{ana, ben}}, {monday(1), []string{ben, cy}}}))

		zoned := must(c.Cohorts.Clinic(c.ctx))
		zoned.TimeZone = "America/Los_Angeles"
		if err := c.Store.SaveClinic(c.ctx, zoned, nil); err != nil {
			t.Fatal(err)
		}
		for at, want := range map[string]string{"2027-03-01T12:00:00Z": "Ana, Ben", "2027-03-08T07:59:59Z": "Ana, Ben", "2027-03-08T08:00:00Z": "Ben, Cy", "2027-03-01T07:00:00Z": "", "2027-04-01T12:00:00Z": ""} {
			expect.Equal(t, "on duty "+at, names(c.Plans.OnDuty(c.ctx, must(time.Parse(time.RFC3339, at)))), want)
		}
		must(c.Accounts.ChangeRole(c.ctx, cy, auth.Viewer))
		expect.Equal(t, "who may only read does nothing on duty", names(c.Plans.OnDuty(c.ctx, monday(1).Add(20*time.Hour))), "Ben")
		expect.Equal(t, "and leaves a hole", holes(), "2027-03-08 has 1, 2027-03-15 has 0")

		c.Clock.Advance(400 * 24 * time.Hour)
		now := must(c.Plans.Weeks(c.ctx, 1)).Weeks[0].Monday
		must(c.Plans.SaveWeeks(c.ctx, 0, []plan.Week{{now, []string{ana, ben}}}))
		expect.Equal(t, "what is long over is let go", written(must(c.Plans.Rota(c.ctx)).Weeks), written([]plan.Week{{now, []string{ana, ben}}}))
	})
}

func TestWeeksThatCannotBe(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		ana, ben, vera := c.account("Ana", auth.Manager), c.account("Ben", auth.Member), c.account("Vera", auth.Viewer)
		day := func(d int) time.Time { return time.Date(2027, 3, d, 0, 0, 0, 0, time.UTC) }
		for _, test := range []struct {
			about string
			weeks []plan.Week
			want  string
		}{
			{"a Tuesday", []plan.Week{{day(2), []string{ana, ben}}}, "[weeks[0].week: rota.no_monday]"},
			{"last week", []plan.Week{{day(-6), []string{ana, ben}}}, "[weeks[0].week: rota.over]"},
			{"in two years", []plan.Week{{day(1 + 7*104), []string{ana, ben}}}, "[weeks[0].week: rota.far]"},
			{"three", []plan.Week{{day(1), []string{ana, ben, vera}}}, "[weeks[0].accounts: error.max_items weeks[0].accounts[2]: seats.account_writes]"},
			{"the same twice", []plan.Week{{day(1), []string{ana, ana}}}, "[weeks[0].accounts[1]: rota.twice]"},
			{"a week twice, and nobody", []plan.Week{{day(8), []string{ana, ben}}, {day(8), []string{"nobody"}}}, "[weeks[1].accounts[0]: seats.account_writes weeks[1].week: error.unique]"},
		} {
			_, err := c.Plans.SaveWeeks(c.ctx, 0, test.weeks)
			expect.Equal(t, test.about, fmt.Sprint(expect.Fields(err)), test.want)
		}
		expect.Equal(t, "nothing was kept", must(c.Plans.Rota(c.ctx)).Version, int64(0))
	})
}
