package board_test

import (
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/plan"
	"soundings/surveys/board"
	"soundings/web/auth"
)

// A clinical concern is told at once to who is named for it, in the night as well, once each time that it is raised; who is on duty is
// told where nobody is named, and nobody any more once somebody has taken it.
func TestAConcernIsToldAtOnce(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		w := &telling{clinic: c, post: &postbox{}}
		c.Outbox.Post = w.post
		clinic := must(c.Cohorts.Clinic(c.ctx))
		clinic.Quiet = cohorts.Quiet{From: "00:00", To: "23:59"}
		if err := c.Cohorts.SaveClinic(c.ctx, clinic, nil); err != nil {
			t.Fatal(err)
		}
		first, _, err := c.Accounts.FirstSetupLink(c.ctx)
		if err != nil {
			t.Fatal(err)
		}
		must(c.Accounts.SetUp(c.ctx, first, "Jordan", "jordan@clinic.example", "four words in a row"))
		sam, _, err := c.Accounts.AddStaff(c.ctx, "Sam", "sam@clinic.example", auth.Member)
		if err != nil {
			t.Fatal(err)
		}
		raise := func(text string) board.Bump {
			c.Clock.Advance(time.Minute)
			b, _, err := c.Board.Report(c.ctx, board.Reporting{Ref: "P-0001", Where: board.SigningIn, Text: text, Language: "en", Concern: true})
			if err != nil {
				t.Fatal(err)
			}
			return b
		}
		raise("Nobody is named, and nobody on duty")
		expect.Equal(t, "to nobody", w.sends(0), "")
		monday := time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)
		must(c.Plans.SaveWeeks(c.ctx, 0, []plan.Week{{Monday: monday, Accounts: []string{sam.ID}}}))
		raise("Somebody is on duty")
		expect.Equal(t, "to who is on duty", w.sends(0), "sam  concern")
		jordan := must(c.Accounts.AllStaff(c.ctx))[0]
		if jordan.ID == sam.ID {
			jordan = must(c.Accounts.AllStaff(c.ctx))[1]
		}
		must(c.Plans.SaveConcerns(c.ctx, plan.Concerns{Account: jordan.ID}))
		b := raise("My doctor did not get my message")
		expect.Equal(t, "to who is named", w.sends(0), "jordan  concern")
		expect.Equal(t, "once", w.sends(time.Hour), "")
		c.change(b.ID, board.Change{Concern: to(false)})
		c.change(b.ID, board.Change{Concern: to(true)})
		c.change(b.ID, board.Change{Take: true})
		expect.Equal(t, "not of one that somebody has taken", w.sends(0), "")
	})
}
