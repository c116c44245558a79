package board_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"soundings/cohorts/base/expect"
	"soundings/cohorts/plan"
	"soundings/surveys/board"
)

// release keeps a release of the vendor's so many days from now, with what it is to mend.
func (c *clinic) release(title string, fromNow int, mends ...string) plan.Entry {
	year, month, today := c.Clock.Now().Date()
	return must(c.Plans.SaveEntry(c.ctx, plan.Entry{
		Kind: plan.Release, Title: title, Date: time.Date(year, month, today+fromNow, 0, 0, 0, 0, time.UTC), Touches: []string{"booking"}, Mends: mends,
	}))
}

// A release names bumps that there are, however they are typed, and features; both are its own.
func TestReleasesNameWhatThereIs(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.report("P-0001", "booking", "No times")
		kept := c.release("Autumn", 10, " b-1 ")
		expect.Equal(t, "kept", fmt.Sprint(must(c.Plans.Entry(c.ctx, kept.ID)).Mends, kept.Touches), "[B-1] [booking]")
		wrong := kept
		wrong.Mends, wrong.Touches = []string{"B-1", "B-7", "17"}, []string{"booking", "none"}
		_, err := c.Plans.SaveEntry(c.ctx, wrong)
		expect.Equal(t, "all that is wrong", refused(err), "touches[1]: plan.feature_unknown, mends[1]: plan.bump_unknown, mends[2]: plan.bump_unknown")
		wrong.Mends, wrong.Touches = []string{"B-1", "b-1"}, []string{"booking", "booking"}
		_, err = c.Plans.SaveEntry(c.ctx, wrong)
		expect.Equal(t, "twice", refused(err), "touches: error.unique, mends: error.unique")
		task := plan.Entry{Kind: plan.Task, Title: "Try it", Work: "testing", Feature: "booking", Date: kept.Date, Mends: []string{"B-1"}}
		_, err = c.Plans.SaveEntry(c.ctx, task)
		expect.Equal(t, "a task", refused(err), "kind: plan.no_release")
		expect.Equal(t, "nothing has changed", must(c.Plans.Entry(c.ctx, kept.ID)).Version, kept.Version)
	})
}

// A promise follows its bump to the card that has its reports now, and is kept once that is done.
func TestPromises(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		for _, text := range []string{"No times", "Wrong times", "No doctors"} {
			c.report("P-0001", "booking", text)
		}
		promises := board.Promises{Service: c.Board}
		autumn, winter := c.release("Autumn", 1, "B-3", "B-1"), c.release("Winter", 40, "B-2")
		said := func() string {
			var all []string
			promised := must(promises.Of(c.ctx, autumn, winter))
			for _, e := range []plan.Entry{autumn, winter} {
				for _, p := range promised[e.ID] {
					all = append(all, fmt.Sprintf("%s %s=%s open %v mended %v", e.Title, p.Named, p.Bump.ID, p.Open(), p.Mended()))
				}
			}
			return strings.Join(all, ", ")
		}
		with := func(bump string) string {
			var all []string
			for _, e := range must(promises.With(c.ctx, bump)) {
				all = append(all, e.Title)
			}
			return strings.Join(all, ", ")
		}
		unkept := func() string {
			var all []string
			for _, u := range must(promises.Unkept(c.ctx)) {
				all = append(all, u.Release.Title)
				for _, p := range u.Open {
					all = append(all, p.Named)
				}
			}
			return strings.Join(all, " ")
		}
		expect.Equal(t, "in the order of the release", said(), "Autumn B-3=B-3 open true mended false, Autumn B-1=B-1 open true mended false, Winter B-2=B-2 open true mended false")
		expect.Equal(t, "a card's", with("B-1")+"|"+with("B-2"), "Autumn|Winter")
		expect.Equal(t, "before its day", unkept(), "")
		c.Clock.Advance(24 * time.Hour)
		expect.Equal(t, "on its day", unkept(), "")
		c.Clock.Advance(24 * time.Hour)
		expect.Equal(t, "after its day", unkept(), "Autumn B-3 B-1")

		must(c.Board.Merge(c.ctx, "B-3", "B-2"))
		must(c.Board.Merge(c.ctx, "B-2", "B-1"))
		expect.Equal(t, "merged twice", said(), "Autumn B-3=B-1 open true mended false, Autumn B-1=B-1 open true mended false, Winter B-2=B-1 open true mended false")
		expect.Equal(t, "a card's with those that it has", with("B-1")+"|"+with("B-2"), "Autumn, Winter|")
		c.decided("B-1")
		c.change("B-1", board.Change{State: to(board.Done)})
		expect.Equal(t, "done", said(), "Autumn B-3=B-1 open false mended true, Autumn B-1=B-1 open false mended true, Winter B-2=B-1 open false mended true")
		expect.Equal(t, "nothing is open", unkept(), "")

		c.report("P-0002", "booking", "Slow")
		c.release("Spring", -3, "B-4")
		c.change("B-4", board.Change{State: to(board.NotPlanned), Reason: "Too rare"})
		expect.Equal(t, "what the clinic wants no more", unkept(), "")
	})
}

// The history says what was written down of a card: what it is called, and the vendor's ticket.
func TestTicketInTheHistory(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.report("P-0001", "booking", "No times")
		b := c.change("B-1", board.Change{Title: to("No  times"), Vendor: to(" PW-17 ")})
		expect.Equal(t, "kept", b.Title+"|"+b.Vendor, "No times|PW-17")
		var said []string
		for _, n := range must(c.Board.Notes(c.ctx, "B-1", "", 100)).Items {
			said = append(said, string(n.Kind)+" "+n.Text)
		}
		expect.Equal(t, "its history", strings.Join(said, ", "), "reported , described No times, ticketed PW-17")
	})
}
