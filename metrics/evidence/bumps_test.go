package evidence_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/plan"
	"soundings/cohorts/rollout"
	"soundings/server/services/servicestest"
	"soundings/surveys/board"
	"soundings/web/texts"
)

func TestMain(m *testing.M) { os.Exit(servicestest.Main(m)) }

// A decision keeps how many bumps there were when it was taken; what is reported and mended later changes nothing.
func TestADecisionKeepsTheBumpsOfThatMoment(t *testing.T) {
	said, err := texts.Load()
	if err != nil {
		t.Fatal(err)
	}
	servicestest.Each(t, func(t *testing.T, c *servicestest.Clinic) {
		c.SetUp(t)
		ctx := servicestest.ByManager(t)
		c.People(t, cohorts.Patient, servicestest.Refs(6)...)
		c.Feature(t, "labs", rollout.Beta)
		offers := func() string {
			grounds, err := c.Plans.Grounds(ctx)
			if err != nil {
				t.Fatal(err)
			}
			var all []string
			for _, g := range grounds {
				all = append(all, strings.TrimSpace(g.Source+" "+g.Of+" "+g.Title.In("en")))
			}
			return strings.Join(all, ", ")
		}
		evidence := func(e plan.Entry) string {
			var all []string
			for _, one := range e.Taken.Evidence {
				for _, line := range one.Lines {
					all = append(all, said.In("en").Say(line))
				}
			}
			return strings.Join(all, "\n")
		}
		report := func(where string, severity board.Severity, refs ...string) {
			b, _, err := c.Board.Report(ctx, board.Reporting{Ref: refs[0], Where: where, Text: "It does not work", Severity: severity})
			for _, ref := range refs[1:] {
				if err == nil {
					_, _, err = c.Board.Join(ctx, b.ID, board.Reporting{Ref: ref})
				}
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		refuse := func(id string) {
			state := board.NotPlanned
			if _, err := c.Board.Change(ctx, id, board.Change{State: &state, Reason: "It is as it should be"}); err != nil {
				t.Fatal(err)
			}
		}
		decide := func(of ...string) plan.Entry {
			e := plan.Entry{Kind: plan.Decision, Title: "Go on", Date: time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC), Seats: []plan.Seat{plan.Manager}}
			for _, one := range of {
				e.Grounds = append(e.Grounds, plan.Ground{Source: "bumps", Of: one})
			}
			e, err := c.Plans.SaveEntry(ctx, e)
			if err != nil {
				t.Fatal(err)
			}
			return e
		}
		refs := servicestest.Refs(6)
		expect.Equal(t, "without a bump", offers(), "")
		report("labs", board.Blocker, refs[0])
		refuse("B-1")
		c.Clock.Advance(40 * 24 * time.Hour)
		report("labs", board.Blocker, refs[:2]...)
		report(board.SigningIn, board.Unjudged, refs[2:5]...)
		report(board.SigningIn, board.Minor, refs[5])
		report("labs", board.Minor, refs[3])
		refuse("B-5")
		expect.Equal(t, "what there is", offers(), "bumps whole-board, bumps signing-in, bumps labs labs")
		want := `Open: 3 (blockers 1, major 0, minor 1, not judged yet 1).
In the 28 days before: 4 reported or opened again, 1 done or refused.
Most people hit: Signing in (4).
Open: 1 (blockers 1, major 0, minor 0, not judged yet 0).
People who hit them: 2.`
		taken := decide("whole-board", "labs")
		expect.Equal(t, "then", evidence(taken), want)

		c.Clock.Advance(time.Hour)
		report("labs", board.Blocker, refs[3:]...)
		refuse("B-2")
		kept, err := c.Plans.Entry(ctx, taken.ID)
		expect.Equal(t, "kept", evidence(kept), want)
		expect.Equal(t, "without a fault", err, nil)
		expect.Equal(t, "a decision of now", evidence(decide("labs")), "Open: 1 (blockers 1, major 0, minor 0, not judged yet 0).\nPeople who hit them: 3.")
		_, err = c.Plans.SaveEntry(ctx, plan.Entry{Kind: plan.Decision, Title: "Go on", Date: taken.Date, Seats: taken.Seats, Grounds: []plan.Ground{{Source: "bumps", Of: "teleport"}}})
		expect.Equal(t, "about what there is not", len(expect.Fields(err)), 1)
	})
}
