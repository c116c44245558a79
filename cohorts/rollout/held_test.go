package rollout_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/rollout"
)

// A rollout that stands longer than its hold is held by the gates that its status has closed, and by no others.
func TestHeldByWhichGates(t *testing.T) {
	everybody := func(string) bool { return true }
	for _, test := range []struct {
		about   string
		gates   rollout.Gates
		answers int     // of those who see the feature, since the step
		score   float64 // theirs; that of the others is 70
		blocker bool
		early   bool // the hold is not over
		want    string
	}{
		{about: "by time alone", gates: rollout.Gates{HoldHours: 24}, blocker: true, want: "bumps"},
		{about: "before the hold is over", gates: rollout.Gates{HoldHours: 24}, blocker: true, early: true},
		{about: "by too few answers", gates: rollout.Gates{Survey: "portal", Answers: 20}, answers: 19, want: "answers"},
		{about: "by a blocker, with enough answers", gates: rollout.Gates{Survey: "portal", Answers: 20}, answers: 20, blocker: true, want: "bumps"},
		{about: "by a blocker and too few answers", gates: rollout.Gates{Survey: "portal", Answers: 20}, answers: 19, blocker: true, want: "answers bumps"},
		{about: "by too few for a look", gates: rollout.Gates{Survey: "portal", Instrument: "sus", Margin: 5, Answers: 20}, answers: 19, score: 70, want: "answers"},
		{about: "by a score that is not clear", gates: rollout.Gates{Survey: "portal", Instrument: "sus", Margin: 1, Answers: 20}, answers: 20, score: 69.5, want: "score"},
		{about: "by a blocker, with a good score", gates: rollout.Gates{Survey: "portal", Instrument: "sus", Margin: 9, Answers: 20}, answers: 20, score: 75, blocker: true, want: "bumps"},
	} {
		t.Run(test.about, func(t *testing.T) {
			on(t, func(t *testing.T, c *clinic) {
				people := refs(80)
				c.People(t, cohorts.Patient, people...)
				cohort := c.Agreed(t, "First wave", people...)
				answers, gate := new(answered), &blockers{open: !test.blocker}
				p := c.server(t, answers)
				p.Rollouts.Gates = []rollout.Gate{gate}
				f := p.feature("labs", rollout.Beta)
				r := must(p.Rollouts.SaveRollout(p.ctx, "labs", rollout.Settings{Cohort: cohort, Ramp: steps(50, 100), Gates: test.gates}))
				answers.say(c.Clock.Now(), 70, func(ref string) bool { return !r.Shows(ref) }, people...)
				shown := slices.DeleteFunc(slices.Clone(people), func(ref string) bool { return !r.Shows(ref) })
				answers.say(c.Clock.Now(), test.score, everybody, shown[:test.answers]...)
				if !test.early {
					c.Clock.Advance(25 * time.Hour)
				}
				expect.Equal(t, "advancing", p.Rollouts.Advance(p.ctx), nil)
				r = p.rollout(cohort)
				held := must(p.Rollouts.HeldBy(p.ctx, f, r))
				var by []string
				for _, kind := range []rollout.GateKind{rollout.GateAnswers, rollout.GateScore, rollout.GateBumps} {
					holds, known := held[kind]
					if !known {
						t.Errorf("of %s nothing is said", kind)
					}
					if holds {
						by = append(by, string(kind))
					}
				}
				expect.Equal(t, "held by", fmt.Sprint(by), "["+test.want+"]")
				if test.blocker && test.gates.Answers > 0 && test.gates.Instrument == "" {
					r.Gates.Survey = "gone"
					expect.Equal(t, "by a survey that there is not any more", must(p.Rollouts.HeldBy(p.ctx, f, r))[rollout.GateAnswers], true)
				}
				if closed := must(p.Rollouts.Status(p.ctx, "labs", cohort)).WaitsFor; !test.early && len(closed) != len(by) {
					t.Errorf("its status waits for %v", closed)
				}
			})
		})
	}
}
