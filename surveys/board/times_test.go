package board_test

import (
	"fmt"
	"testing"
	"time"

	"soundings/cohorts/base/expect"
	"soundings/surveys/board"
)

// How long a card took counts each time that it is done or refused, by the severity that it has then; and it stays counted.
func TestHowLongBumpsTake(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		times := func() string { return fmt.Sprint(must(c.Board.Times(c.ctx))) }
		expect.Equal(t, "at first", times(), "map[]")
		b, r := c.report("P-0001", "booking", "No times are shown")
		c.change(b.ID, board.Change{Severity: to(board.Major)})
		c.decided(b.ID)
		expect.Equal(t, "while it is open", times(), "map[]")
		c.Clock.Set(b.Opened.Add(30 * time.Hour))
		b = must(c.Board.Change(c.ctx, b.ID, board.Change{State: to(board.Done)}))
		once := "map[major:{map[48h0m0s:1] 30h0m0s}]"
		expect.Equal(t, "done", times(), once)
		c.change(b.ID, board.Change{State: to(board.Told)})
		c.change(b.ID, board.Change{Note: "All is well"})
		expect.Equal(t, "told and commented", times(), once)

		c.Clock.Advance(time.Hour)
		b, _, err := c.Board.SayFixed(c.ctx, r.ID, board.NotFixed)
		expect.Equal(t, "still broken", fmt.Sprint(err, times()), "<nil>"+once)
		c.Clock.Set(b.Opened.Add(200 * 24 * time.Hour))
		must(c.Board.Change(c.ctx, b.ID, board.Change{State: to(board.NotPlanned), Severity: to(board.Minor), Reason: "It is the phone's"}))
		expect.Equal(t, "refused in the end", times(), "map[major:{map[48h0m0s:1] 30h0m0s} minor:{map[0s:1] 4800h0m0s}]")
		c.Fold(t)
		expect.Equal(t, "folded", times(), "map[major:{map[48h0m0s:1] 30h0m0s} minor:{map[0s:1] 4800h0m0s}]")
	})
}

// A time is within the first bound that it does not go beyond.
func TestBoundsOfTimes(t *testing.T) {
	for took, want := range map[time.Duration]time.Duration{
		0: time.Hour, time.Hour: time.Hour, time.Hour + 1: 4 * time.Hour, 112 * 24 * time.Hour: 112 * 24 * time.Hour, 113 * 24 * time.Hour: 0,
	} {
		expect.Equal(t, took.String(), board.Within(took), want)
	}
}

// Of each severity the oldest open card is known, however many came after it.
func TestOldestOfEachSeverity(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		began := c.Clock.Now()
		ages := func() string {
			var all string
			oldest := must(c.Board.Oldest(c.ctx))
			for _, severity := range board.Judgements() {
				if since, any := oldest[severity]; any {
					all += fmt.Sprintf("%s:%s ", severity, since.Sub(began).Round(time.Hour))
				}
			}
			return all
		}
		expect.Equal(t, "at first", ages(), "")
		for n, severity := range []board.Severity{board.Blocker, board.Blocker, board.Minor, board.Unjudged, board.Unjudged} {
			c.Clock.Set(began.Add(time.Duration(n) * time.Hour))
			b, _ := c.report("P-0001", "booking", "No times are shown")
			if severity != board.Unjudged {
				c.change(b.ID, board.Change{Severity: to(severity)})
			}
		}
		expect.Equal(t, "all open", ages(), "blocker:0s minor:2h0m0s :3h0m0s ")
		c.change("B-1", board.Change{State: to(board.NotPlanned), Reason: "No"})
		c.change("B-3", board.Change{State: to(board.NotPlanned), Reason: "No"})
		c.change("B-4", board.Change{State: to(board.Assessing)})
		expect.Equal(t, "some closed", ages(), "blocker:1h0m0s :3h0m0s ")
		must(c.Board.Merge(c.ctx, "B-4", "B-5"))
		expect.Equal(t, "merged", ages(), "blocker:1h0m0s :4h0m0s ")
	})
}
