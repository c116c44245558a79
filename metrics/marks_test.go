package metrics_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/rollout"
	"soundings/metrics"
	"soundings/surveys/board"
)

// Bumps mark the days on which use may have changed because of them: blockers that turned up, and what was changed.
func TestMarksOfBumps(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(2)...)
		cohort := c.Agreed(t, "First wave", refs(2)...)
		c.Feature(t, "labs", rollout.Beta)
		change := func(id string, change board.Change) { must(c.Board.Change(c.ctx, id, change)) }
		first := metrics.DayOf(c.Clock.Now(), time.UTC)
		for _, where := range []string{"labs", board.SigningIn, "labs"} {
			if _, _, err := c.Board.Report(c.ctx, board.Reporting{Where: where, Text: "It does not work"}); err != nil {
				t.Fatal(err)
			}
			c.Clock.Advance(24 * time.Hour)
		}
		blocker, major, adapting, done, refused := board.Blocker, board.Major, board.Adapting, board.Done, board.NotPlanned
		due := c.Clock.Now().AddDate(0, 0, 3)
		change("B-1", board.Change{Severity: &blocker, State: &adapting, Adaptation: &board.Adaptation{Kind: board.Setting, Title: "Switch it on", Owner: "Maria", Due: due}})
		change("B-1", board.Change{State: &done})
		change("B-2", board.Change{Severity: &blocker, State: &adapting, Adaptation: &board.Adaptation{Kind: board.NoChange, Title: "Explain it"}})
		change("B-2", board.Change{State: &done})
		change("B-3", board.Change{Severity: &major, State: &refused, Reason: "It is as it should be"})
		c.Clock.Advance(48 * time.Hour)

		marks := func(from, to metrics.Day) string {
			var all []string
			for _, m := range must(c.Metrics.Adoption(c.ctx, metrics.Period{Cohort: cohort, From: &from, To: &to})).Marks {
				all = append(all, fmt.Sprint(int(m.Day-first), " ", m.Kind, " ", m.Bump, " ", m.Where, " ", m.Name.In("en")))
			}
			return strings.Join(all, ", ")
		}
		expect.Equal(t, "all", marks(first, first+5), "0 blocker B-1 labs labs, 1 blocker B-2 signing-in , 3 adapted B-1 labs labs")
		expect.Equal(t, "the later days", marks(first+1, first+2), "1 blocker B-2 signing-in ")
		expect.Equal(t, "before there were any", marks(first-5, first-1), "")
		assessing := board.Assessing
		change("B-1", board.Change{State: &assessing})
		expect.Equal(t, "opened again", marks(first, first+5), "1 blocker B-2 signing-in , 5 blocker B-1 labs labs")

		turned := func(days int) string {
			return fmt.Sprintf("%+v", must(c.Board.Turnover(c.ctx, board.Span{From: c.Clock.Now().AddDate(0, 0, -days), To: c.Clock.Now().Add(time.Second)})))
		}
		expect.Equal(t, "a week", turned(7), "{Opened:3 Ended:2}")
		expect.Equal(t, "a day", turned(1), "{Opened:1 Ended:0}")
	})
}
