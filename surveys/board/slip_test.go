package board_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/plan"
	"soundings/cohorts/rollout"
	"soundings/surveys/board"
)

// slipping is a plan that has a feature in its second quarter, which was adopted with it in the first.
func (w *telling) slipping(t *testing.T) (plan.Plan, func(quarter int)) {
	t.Helper()
	p := must(w.Plans.Create(w.ctx, plan.Draft{Title: "Year", Priorities: map[string]float64{"secure-messaging": 1, "booking": 0.5}, Start: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC), Capacity: []float64{8, 8, 8, 8}}))
	p = must(w.Plans.Adopt(w.ctx, p.ID))
	move := func(quarter int) {
		if _, _, err := w.Plans.Change(w.ctx, p.ID, plan.Edit{Changes: []plan.Change{{Feature: "secure-messaging", Quarter: &quarter}}}); err != nil {
			t.Fatal(err)
		}
	}
	return p, move
}

// Whom a slip concerns is told of it as of a bump: each once, by mail, text or letter; what they were told stands beside the slip.
func TestASlipIsTold(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		w := c.telling(t)
		p, move := w.slipping(t)
		of := board.OfSlip(p.ID, "secure-messaging")
		_, _, err := w.Announce.Tell(w.ctx, of, board.Telling{Groups: words(board.Patients)})
		expect.Equal(t, "what is in time", refused(err), "plan.no_slip")
		move(2)
		slip := func() plan.Progress {
			return must(w.Plans.Slip(w.ctx, must(w.Plans.Plan(w.ctx, p.ID)), "secure-messaging"))
		}
		expect.Equal(t, "before", slip().Told(), false)
		_, _, err = w.Announce.Tell(w.ctx, of, board.Telling{Groups: words(board.Reporters)})
		expect.Equal(t, "nobody reported it", refused(err), "groups: announcement.no_audience")
		draft := must(w.Announce.Draft(w.ctx, of, []string{"en", "es"}, func(language string, text base.Text) string { return language + " " + text.ID }))
		expect.Equal(t, "drafts", fmt.Sprintln(len(draft.Groups), draft.Groups["staff"]["es"], draft.Heard["en"]), "6 es announcement.slip.staff en announcement.slip.headline\n")

		in := board.Telling{Groups: words(board.Patients, "staff"), Heard: base.Words{"en": "Messages come later", "es": "Los mensajes vienen después"}}
		would := reached(must(w.Announce.Look(w.ctx, of, in)))
		expect.Equal(t, "all of the cohort, who will see it", would, "patient 12: 9 mail, 1 text, 1 letter; staff 3: 3 mail, 0 text, 0 letter")
		expect.Equal(t, "a look tells nobody", slip().Told(), false)
		a, _, err := w.Announce.Tell(w.ctx, of, in)
		expect.Equal(t, "told", fmt.Sprint(a.ID, a.Expected.Format(time.DateOnly), err), "year.secure-messaging.2027-07-012027-07-01<nil>")
		expect.Equal(t, "mails", len(strings.Split(w.sends(0), ", ")), 12)
		expect.Equal(t, "no reminder", w.sends(40*24*time.Hour), "")
		notices := slip().Notices
		expect.Equal(t, "in the charter", fmt.Sprintln(slip().Told(), len(notices), notices[0].Title, notices[0].Audience, notices[0].Announcement, slip().Untold([]cohorts.Group{"patient", "staff", "hit"})), "true 1 Messages come later [patient staff] year.secure-messaging.2027-07-01 [hit]\n")
		expect.Equal(t, "in the news", must(w.Announce.News(w.ctx, "", 10)).Items[0].Heard["es"], "Los mensajes vienen después")

		w.People(t, cohorts.HIT, "H-0001")
		must2(w.Announce.Tell(w.ctx, of, board.Telling{Groups: words(board.Patients, "staff", "hit")}))
		expect.Equal(t, "more, and nobody twice", fmt.Sprint(w.sends(time.Hour), len(slip().Notices), slip().Notices[1].Audience), "2 [hit]")
		expect.Equal(t, "what was told of the plan", len(must(w.Announce.Announcements(w.ctx, of))), 1)
		expect.Equal(t, "what came of it", must(w.Announce.Receipts(w.ctx, a)).Told, 16)
	})
}

// What is expected on another day now is not told any more as it was, and told anew.
func TestASlipThatIsNoLongerSo(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		w := c.telling(t)
		w.Clock.Set(time.Date(2027, 3, 8, 23, 0, 0, 0, time.UTC))
		clinic := must(w.Cohorts.Clinic(w.ctx))
		clinic.Quiet = cohorts.Quiet{From: "20:00", To: "08:00"}
		if err := w.Cohorts.SaveClinic(w.ctx, clinic, nil); err != nil {
			t.Fatal(err)
		}
		p, move := w.slipping(t)
		move(2)
		of := board.OfSlip(p.ID, "secure-messaging")
		first, _, err := w.Announce.Tell(w.ctx, of, board.Telling{Groups: words(board.Patients)})
		expect.Equal(t, "stands", fmt.Sprint(must(w.Announce.Stands(w.ctx, first)), err), "true <nil>")
		move(3)
		expect.Equal(t, "stands no more", must(w.Announce.Stands(w.ctx, first)), false)
		expect.Equal(t, "in the morning", w.sends(12*time.Hour), "")
		again, reaches, err := w.Announce.Tell(w.ctx, of, board.Telling{Groups: words(board.Patients)})
		expect.Equal(t, "told anew", fmt.Sprintln(again.ID, reaches[board.Patients].People, err), "year.secure-messaging.2027-10-01 12 <nil>\n")
		expect.Equal(t, "mails", len(strings.Split(w.sends(0), ", ")), 9)
		f := must(w.Rollouts.Feature(w.ctx, "secure-messaging"))
		f.Stage = rollout.Live
		must(w.Rollouts.SaveFeature(w.ctx, f))
		expect.Equal(t, "once it is there", must(w.Announce.Stands(w.ctx, again)), false)
	})
}
