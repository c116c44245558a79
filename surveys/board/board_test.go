package board_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/plan"
	"soundings/cohorts/rollout"
	"soundings/server/services/servicestest"
	"soundings/surveys/board"
)

// A report makes a card, and the same form sent twice makes one.
func TestReporting(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		in := board.Reporting{Ref: "P-0001", Where: "secure-messaging", Text: " I cannot send a photo \x00", Language: "en", Call: true, Key: "form-1"}
		b, r, err := c.Board.Report(c.ctx, in)
		if err != nil {
			t.Fatal(err)
		}
		expect.Equal(t, "card", fmt.Sprint(b.ID, b.State, b.Where, b.People), "B-1newsecure-messagingmap[patient:1]")
		expect.Equal(t, "words", r.Text, "I cannot send a photo")
		again, same, err := c.Board.Report(c.ctx, in)
		expect.Equal(t, "sent twice", fmt.Sprint(again.ID, same.ID == r.ID, err), "B-1true <nil>")
		found, of, err := c.Board.ByReceipt(c.ctx, "https://x.example/b/"+c.Board.Receipt(r)+".")
		expect.Equal(t, "receipt", fmt.Sprint(found.ID == r.ID, of.ID, err), "trueB-1<nil>")
		next, _ := c.report("P-0002", board.SigningIn, "The code never comes")
		expect.Equal(t, "next", next.ID, "B-2")
	})
}

func TestWhatMayNotBeReported(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		long := make([]rune, board.MaxText+1)
		for i := range long {
			long[i] = 'é'
		}
		for about, row := range map[string]struct {
			in   board.Reporting
			want string
		}{
			"nothing":            {board.Reporting{}, "feature: error.required, text: error.required"},
			"blanks":             {board.Reporting{Where: board.SigningIn, Text: " \n "}, "text: error.required"},
			"too long":           {board.Reporting{Where: board.SigningIn, Text: string(long)}, "text: error.max_length"},
			"no such feature":    {board.Reporting{Where: "teleport", Text: "x"}, "feature: bump.feature_unknown"},
			"nobody":             {board.Reporting{Ref: "P-0099", Where: board.SigningIn, Text: "x"}, "ref: bump.ref_unknown"},
			"no such severity":   {board.Reporting{Where: board.SigningIn, Text: "x", Severity: "awful"}, "severity: error.oneof"},
			"a language we lack": {board.Reporting{Where: board.SigningIn, Text: "x", Language: "de"}, "language: error.oneof"},
		} {
			_, _, err := c.Board.Report(c.ctx, row.in)
			expect.Equal(t, about, refused(err), row.want)
		}
		expect.Equal(t, "kept", fmt.Sprint(must(c.Board.Counts(c.ctx))), "map[]")
	})
}

// Whoever joins is counted once, also when they reported it themselves, and at once.
func TestJoining(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		b, _ := c.report("P-0001", "booking", "No times are shown")
		for _, ref := range []string{"P-0001", "P-0002", "P-0002", "S-0001"} {
			if _, _, err := c.Board.Join(c.ctx, b.ID, board.Reporting{Ref: ref}); err != nil {
				t.Fatal(err)
			}
		}
		servicestest.Together(8, func(i int) error {
			_, _, err := c.Board.Join(c.ctx, b.ID, board.Reporting{Ref: fmt.Sprintf("P-%04d", 3+i%4)})
			return err
		})
		b = must(c.Board.Bump(c.ctx, b.ID))
		expect.Equal(t, "people", fmt.Sprint(b.People), "map[patient:6 staff:1]")
		expect.Equal(t, "reports", len(must(c.Board.Reports(c.ctx, b.ID, "", 100)).Items), 7)
	})
}

// A card goes its way; what it needs for a step is asked for, and its adaptation is a task of the plan.
func TestTheWayOfACard(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		b, r := c.report("P-0001", "secure-messaging", "I cannot send a photo")
		_, err := c.Board.Change(c.ctx, b.ID, board.Change{State: to(board.Adapting)})
		expect.Equal(t, "adapting without an adaptation", refused(err), "adaptation: bump.adaptation_wanted")
		_, err = c.Board.Change(c.ctx, b.ID, board.Change{State: to(board.Told)})
		expect.Equal(t, "told of nothing", refused(err), "bump.no_way")
		_, err = c.Board.Change(c.ctx, b.ID, board.Change{State: to(board.NotPlanned)})
		expect.Equal(t, "refused without a reason", refused(err), "reason: bump.reason_wanted")
		_, err = c.Board.Change(c.ctx, b.ID, board.Change{Adaptation: &board.Adaptation{Kind: board.Workflow}})
		expect.Equal(t, "half an adaptation", refused(err), "adaptation.title: error.required, adaptation.owner: error.required, adaptation.due: error.required")

		c.Clock.Advance(time.Hour)
		b = c.change(b.ID, board.Change{State: to(board.Assessing), Severity: to(board.Major), Owner: to("MANAGER"), Note: "Asked the vendor"})
		expect.Equal(t, "answered", b.Answered, c.Clock.Now())
		b = c.decided(b.ID)
		task := must(c.Plans.Entry(c.ctx, b.Adaptation.Task))
		expect.Equal(t, "task", fmt.Sprint(task.Kind, task.Title, task.Feature, task.Bump, task.Done.IsZero()), "taskSay which photosecure-messagingB-1true")
		b = c.change(b.ID, board.Change{State: to(board.Done)})
		task = must(c.Plans.Entry(c.ctx, b.Adaptation.Task))
		expect.Equal(t, "done", fmt.Sprint(task.Done.IsZero(), b.Changed.IsZero()), "false false")
		expect.Equal(t, "tasks", len(must(c.Plans.Entries(c.ctx, plan.Task))), 1)

		c.Clock.Advance(time.Hour)
		b, _, err = c.Board.SayFixed(c.ctx, r.ID, board.NotFixed)
		expect.Equal(t, "still broken", fmt.Sprint(b.State, b.Opened.Equal(c.Clock.Now()), b.Answered.IsZero(), b.Changed.IsZero(), b.Again, err), "assessingtrue true true 1 <nil>")
		expect.Equal(t, "history", c.history(b.ID),
			"reported judged(>major) owned(>MANAGER) moved(new>assessing) comment decided(>wording) moved(assessing>adapting) moved(adapting>done) broken")
		expect.Equal(t, "counts", fmt.Sprint(must(c.Board.Counts(c.ctx))[board.Count{Where: "secure-messaging", State: board.Assessing, Severity: board.Major}]), "1")
	})
}

// “Still broken” opens the card again, after each change anew; the same sent twice counts once.
func TestStillBroken(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		b, r := c.report("P-0001", "secure-messaging", "I cannot send a photo")
		for round := range 3 {
			c.decided(b.ID)
			b = c.change(b.ID, board.Change{State: to(board.Done)})
			c.Clock.Advance(time.Hour)
			for range 2 {
				again, _, err := c.Board.SayFixed(c.ctx, r.ID, board.NotFixed)
				expect.Equal(t, "said", fmt.Sprint(again.State, again.Again, again.Opened.Equal(c.Clock.Now()), err), fmt.Sprintf("assessing%d true <nil>", round+1))
			}
			c.Clock.Advance(time.Hour)
		}
		expect.Equal(t, "times in the history", strings.Count(c.history(b.ID), "broken"), 3)
	})
}

// What is carried out in the evening is ticked off on that day, by the clinic's calendar.
func TestTheDayOfATask(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		settings := must(c.Store.Clinic(c.ctx))
		settings.TimeZone = "America/Chicago"
		if err := c.Store.SaveClinic(c.ctx, settings, nil); err != nil {
			t.Fatal(err)
		}
		b, _ := c.report("P-0001", "booking", "No times are shown")
		c.decided(b.ID)
		c.Clock.Set(time.Date(2027, 3, 3, 3, 0, 0, 0, time.UTC)) // nine in the evening before
		b = c.change(b.ID, board.Change{State: to(board.Done)})
		expect.Equal(t, "done", must(c.Plans.Entry(c.ctx, b.Adaptation.Task)).Done.Format(time.DateOnly), "2027-03-02")
	})
}

// Of two who change one card at once the second is told, and nothing of either's history or comments is lost.
func TestTwoChangeOneCard(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		b, _ := c.report("P-0001", board.SigningIn, "The code never comes")
		var wait sync.WaitGroup
		errs := make([]error, 2)
		for i, state := range []board.State{board.Assessing, board.NotPlanned} {
			wait.Go(func() {
				_, errs[i] = c.Board.Change(c.ctx, b.ID, board.Change{State: &state, Reason: "It is the phone's", Version: b.Version})
			})
			wait.Go(func() {
				if err := c.Board.Comment(c.ctx, b.ID, fmt.Sprint("comment ", i)); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		first, second := errs[0], errs[1]
		if first != nil {
			first, second = second, first
		}
		expect.Equal(t, "outcomes", fmt.Sprint(first, base.IsCode(second, base.Conflict)), "<nil> true")
		expect.Equal(t, "notes", len(must(c.Board.Notes(c.ctx, b.ID, "", 100)).Items), 4)
	})
}

// Merged cards have the people of both once, and split ones each their own.
func TestMergingAndSplitting(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		a, _ := c.report("P-0001", "booking", "No times are shown")
		b, of := c.report("P-0002", "booking", "The calendar is empty")
		for _, ref := range []string{"P-0001", "P-0003"} {
			if _, _, err := c.Board.Join(c.ctx, b.ID, board.Reporting{Ref: ref}); err != nil {
				t.Fatal(err)
			}
		}
		c.change(b.ID, board.Change{Severity: to(board.Blocker)})
		a = must(c.Board.Merge(c.ctx, b.ID, a.ID))
		expect.Equal(t, "merged", fmt.Sprint(a.People, a.Severity), "map[patient:3]blocker")
		_, found, err := c.Board.ByReceipt(c.ctx, c.Board.Receipt(of))
		expect.Equal(t, "the receipt leads to", fmt.Sprint(found.ID, err), a.ID+"<nil>")
		joined, _, err := c.Board.Join(c.ctx, b.ID, board.Reporting{Ref: "P-0004"})
		expect.Equal(t, "who joins the merged one", fmt.Sprint(joined.ID, err), a.ID+"<nil>")
		_, err = c.Board.Merge(c.ctx, b.ID, a.ID)
		expect.Equal(t, "merged twice", refused(err), "bump.merged_already")
		expect.Equal(t, "counts", fmt.Sprint(must(c.Board.Counts(c.ctx))[a.Count()]), "1")

		fresh := must(c.Board.Split(c.ctx, a.ID, []string{of.ID}))
		a = must(c.Board.Bump(c.ctx, a.ID))
		expect.Equal(t, "split", fmt.Sprint(a.People, fresh.People, fresh.ID), "map[patient:3] map[patient:1]B-3")
		_, err = c.Board.Split(c.ctx, fresh.ID, []string{of.ID})
		expect.Equal(t, "split off everything", refused(err), "reports: bump.split_some")
	})
}

// An open blocker holds the ramp of its feature, and of no other; done it lets it go on.
func TestABlockerHoldsARamp(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.Feature(t, "secure-messaging", rollout.Beta)
		must(c.Rollouts.SaveRollout(c.ctx, "secure-messaging", rollout.Settings{Cohort: c.cohort, Ramp: []rollout.Step{{Percent: 25}, {Percent: 100}}, Gates: rollout.Gates{HoldHours: 1}}))
		b, _ := c.report("P-0001", "secure-messaging", "Messages are lost")
		c.change(b.ID, board.Change{Severity: to(board.Blocker)})
		c.Clock.Advance(2 * time.Hour)
		share := func() rollout.Percent {
			if err := c.Rollouts.Advance(c.ctx); err != nil {
				t.Fatal(err)
			}
			return must(c.Rollouts.Rollout(c.ctx, "secure-messaging", c.cohort)).Percent
		}
		expect.Equal(t, "held", share(), rollout.Percent(25))
		waits := must(c.Rollouts.Status(c.ctx, "secure-messaging", c.cohort)).WaitsFor
		expect.Equal(t, "why", fmt.Sprint(waits), "[{bump.holds map[Bump:B-1]}]")
		c.decided(b.ID)
		expect.Equal(t, "held while it is adapted", share(), rollout.Percent(25))
		c.change(b.ID, board.Change{State: to(board.Done)})
		expect.Equal(t, "let go", share(), rollout.Percent(100))
	})
}

// Alternatives are weighed side by side.
func TestWeighing(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		b, _ := c.report("P-0001", "booking", "No times are shown")
		_, err := c.Board.Weigh(c.ctx, b.ID, 0, []board.Alternative{{Kind: board.Wording, Title: "A", Chosen: true}, {Kind: "magic", Chosen: true}})
		expect.Equal(t, "wrong", refused(err), "alternatives[1].kind: error.oneof, alternatives[1].title: error.required, alternatives: bump.one_chosen")
		b = must(c.Board.Weigh(c.ctx, b.ID, b.Version, []board.Alternative{
			{Kind: board.Wording, Title: "Say it", Effort: "an hour", Reach: "all", Risk: "none", Decides: "the pair", Chosen: true}, {Kind: board.ByVendor, Title: "Have it mended"},
		}))
		expect.Equal(t, "kept", fmt.Sprint(len(b.Alternatives), b.Alternatives[0].Effort, b.Alternatives[0].Chosen, b.Alternatives[1].Title), "2an hourtrueHave it mended")
		_, err = c.Board.Weigh(c.ctx, b.ID, b.Version-1, nil)
		expect.Equal(t, "of another version", base.IsCode(err, base.Conflict), true)
	})
}

// The board has a concern that waits on top, then what is due first.
func TestTheOrderOfTheBoard(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.report("P-0001", "booking", "one")                                        // B-1
		c.change("B-1", board.Change{Severity: to(board.Minor)})                    //
		c.report("P-0002", "booking", "two")                                        // B-2
		c.change("B-2", board.Change{Severity: to(board.Blocker)})                  //
		c.report("P-0003", "booking", "three")                                      // B-3
		c.change("B-3", board.Change{Severity: to(board.Minor), Concern: to(true)}) //
		order := func() (all string) {
			for _, card := range must(c.Board.Board(c.ctx)) {
				all += card.ID + " "
			}
			return all
		}
		expect.Equal(t, "a concern on top", order(), "B-3 B-2 B-1 ")
		b := c.change("B-3", board.Change{Take: true})
		expect.Equal(t, "taken", fmt.Sprint(b.Concern.Waits(), b.Concern.By), "falseMANAGER")
		expect.Equal(t, "once it is taken", order(), "B-2 B-1 B-3 ")
	})
}

// Of somebody who is removed for good nothing is kept but that somebody of their group hit it.
func TestForgetting(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		b, _ := c.report("P-0001", "booking", "I am Ana and no times are shown")
		c.Clock.Advance(time.Second)
		if _, _, err := c.Board.Join(c.ctx, b.ID, board.Reporting{Ref: "P-0002"}); err != nil {
			t.Fatal(err)
		}
		c.Clock.Advance(time.Second)
		if err := c.Cohorts.RemoveParticipant(c.ctx, "P-0001"); err != nil {
			t.Fatal(err)
		}
		reports := must(c.Board.Reports(c.ctx, b.ID, "", 10)).Items
		expect.Equal(t, "reports", fmt.Sprint(len(reports), reports[0].Ref+reports[0].Text, reports[0].Group), "2patient")
		expect.Equal(t, "still counted", fmt.Sprint(must(c.Board.Bump(c.ctx, b.ID)).People[cohorts.Patient]), "2")
	})
}
