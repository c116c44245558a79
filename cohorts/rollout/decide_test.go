package rollout

import (
	"fmt"
	"testing"
	"time"

	"soundings/cohorts/base"
)

// scores returns a sample with a standard deviation of 10 points.
func scores(n int, mean float64) Sample { return Sample{n, mean, 10} }

// The decisions of the gates at 25 % of a ramp of 5, 25 and 100, by the number and the mean of the scores on each side.
func TestGates(t *testing.T) {
	score := Gates{Survey: "portal", Instrument: "sus", Answers: 20, Margin: 5, Looks: 3}
	held := Gates{HoldHours: 24}
	both := score
	both.HoldHours = 24
	based := score
	based.Baseline = &Sample{N: 200, Mean: 75, SD: 10}
	count := Gates{Survey: "portal", Answers: 20}
	blocked := []Hold{{Text: base.T("a blocker")}}
	for _, c := range []struct {
		about   string
		gates   Gates
		stood   time.Duration
		look    int // taken before
		o       observed
		kind    MoveKind // empty: no move
		percent Percent
		looked  int // in all
		waiting string
	}{
		{"no gates", Gates{}, 1000 * time.Hour, 0, observed{}, "", 25, 0, "rollout.wait.hand"},
		{"hold to come", held, 23 * time.Hour, 0, observed{}, "", 25, 0, "rollout.wait.hold"},
		{"hold over", held, 24 * time.Hour, 0, observed{}, Advance, 100, 0, ""},
		{"a month overdue is one step", held, 720 * time.Hour, 0, observed{}, Advance, 100, 0, ""},
		{"in beta only since then", held, 240 * time.Hour, 0, observed{beta: noon.Add(-time.Hour)}, "", 25, 0, "rollout.wait.hold"},
		{"another gate", held, 24 * time.Hour, 0, observed{holds: blocked}, "", 25, 0, "a blocker"},
		{"too few answers", count, time.Hour, 0, observed{answers: 19}, "", 25, 0, "rollout.wait.answers"},
		{"enough answers", count, time.Hour, 0, observed{answers: 20}, Advance, 100, 0, ""},
		{"too few scores", score, time.Hour, 0, observed{exposed: scores(19, 80), others: scores(90, 75)}, "", 25, 0, "rollout.wait.answers"},
		{"good", score, time.Hour, 0, observed{exposed: scores(60, 80), others: scores(90, 75)}, Advance, 100, 0, ""},
		{"worse within the margin", score, time.Hour, 0, observed{exposed: scores(400, 74), others: scores(400, 75)}, Advance, 100, 0, ""},
		{"unclear", score, time.Hour, 0, observed{exposed: scores(20, 75), others: scores(20, 75)}, InterimLook, 25, 1, "rollout.wait.score"},
		{"unclear, no new look", score, time.Hour, 1, observed{exposed: scores(39, 75), others: scores(20, 75)}, "", 25, 1, "rollout.wait.score"},
		{"no new look, bad as it is", score, time.Hour, 1, observed{exposed: scores(39, 10), others: scores(20, 75)}, "", 25, 1, "rollout.wait.score"},
		{"overdue looks are one", score, time.Hour, 0, observed{exposed: scores(45, 75), others: scores(20, 75)}, InterimLook, 25, 2, "rollout.wait.score"},
		{"the last look", score, time.Hour, 2, observed{exposed: scores(900, 70), others: scores(90, 75)}, InterimLook, 25, 3, "rollout.wait.looks"},
		{"no look is left", score, time.Hour, 3, observed{exposed: scores(900, 10), others: scores(900, 75)}, "", 25, 3, "rollout.wait.looks"},
		{"clearly worse", score, time.Hour, 0, observed{exposed: scores(20, 50), others: scores(20, 75)}, RollBack, 5, 0, "rollout.wait.answers"},
		{"clearly worse, before the hold is over", both, time.Hour, 0, observed{exposed: scores(20, 50), others: scores(20, 75)}, RollBack, 5, 0, ""},
		{"good, before the hold is over", both, time.Hour, 0, observed{exposed: scores(60, 90), others: scores(60, 75)}, InterimLook, 25, 3, "rollout.wait.hold"},
		{"nobody to compare with", score, time.Hour, 0, observed{exposed: scores(60, 80), others: scores(10, 75)}, "", 25, 0, "rollout.wait.compare"},
		{"the baseline", based, time.Hour, 0, observed{exposed: scores(60, 80), others: scores(10, 20)}, Advance, 100, 0, ""},
		{"others before the baseline", based, time.Hour, 0, observed{exposed: scores(60, 80), others: scores(60, 99)}, RollBack, 5, 0, ""},
		{"no spread at all", score, time.Hour, 0, observed{exposed: Sample{N: 20, Mean: 75}, others: Sample{N: 20, Mean: 75}}, Advance, 100, 0, ""},
	} {
		r := Rollout{Percent: 25, Ramp: at(5, 25, 100), Gates: c.gates, State: Running, Since: noon.Add(-c.stood), InterimLooks: c.look}
		if c.o.answers == 0 {
			c.o.answers = c.o.exposed.N
		}
		after, m := r.decide(c.o, noon)
		var kind MoveKind
		if m != nil {
			kind = m.Kind
		}
		equal(t, c.about, []any{kind, after.Percent, after.InterimLooks}, []any{c.kind, c.percent, c.looked})
		if kind == "" || kind == InterimLook {
			equal(t, c.about+", waiting", ids(after.closedGates(c.o, noon)), c.waiting)
			continue
		}
		equal(t, c.about+", anew", []any{after.Since, after.InterimLooks, after.Finding == nil}, []any{noon, 0, true})
		equal(t, c.about+", state", after.State == RolledBack, kind == RollBack)
		equal(t, c.about+", move", []any{m.From, m.To, m.At}, []any{Percent(25), c.percent, noon})
	}
}

// Every kind of move has a reason of its own.
func TestReasons(t *testing.T) {
	good := &Finding{Low: -1, High: 3, Margin: 5, Against: Others, Compared: Sample{N: 12}}
	unclear := &Finding{Low: -9, High: 3, Margin: 5, Against: Baseline}
	worse := &Finding{Low: -19, High: -13, Margin: 5}
	for want, m := range map[string]Move{
		"rollout.reason.held":         {Kind: Advance},
		"rollout.reason.good":         {Kind: Advance, Finding: good},
		"rollout.reason.worse":        {Kind: RollBack, Finding: worse},
		"rollout.reason.look_good":    {Kind: InterimLook, Finding: good},
		"rollout.reason.look_unclear": {Kind: InterimLook, Finding: unclear},
		"rollout.reason.set":          {Kind: Set},
		"rollout.reason.pause":        {Kind: Pause},
		"rollout.reason.resume":       {Kind: Resume},
		"rollout.reason.hand":         {Kind: Jump},
	} {
		equal(t, want, m.Reason().ID, want)
	}
	equal(t, "by hand", Move{Kind: RollBack}.Reason().ID, "rollout.reason.hand")
	equal(t, "others", Move{Kind: InterimLook, Finding: good}.Reason().Args["Against"].(base.Text).ID, "rollout.against.others")
	equal(t, "baseline", Move{Kind: InterimLook, Finding: unclear}.Reason().Args["Against"].(base.Text).ID, "rollout.against.baseline")
}

// A ramp is held when it would go on by itself and stands longer than its hold.
func TestHeld(t *testing.T) {
	beta := Feature{Stage: Beta}
	gates := Gates{HoldHours: 24, Survey: "portal", Answers: 20}
	for _, c := range []struct {
		about string
		f     Feature
		r     Rollout
		stood time.Duration
		want  bool
	}{
		{"before the hold is over", beta, Rollout{Percent: 5, Gates: gates, State: Running}, 23 * time.Hour, false},
		{"just over", beta, Rollout{Percent: 5, Gates: gates, State: Running}, 24*time.Hour + time.Minute, false},
		{"for a while", beta, Rollout{Percent: 5, Gates: gates, State: Running}, 25 * time.Hour, true},
		{"paused", beta, Rollout{Percent: 5, Gates: gates, State: Paused}, 25 * time.Hour, false},
		{"by hand", beta, Rollout{Percent: 5, State: Running}, 25 * time.Hour, false},
		{"arrived", beta, Rollout{Percent: 100, Gates: gates, State: Running}, 25 * time.Hour, false},
		{"planned", Feature{Stage: Planned}, Rollout{Percent: 5, Gates: gates, State: Running}, 25 * time.Hour, false},
		{"resumed since", beta, Rollout{Percent: 5, Gates: gates, State: Running, Resumed: noon.Add(-time.Hour)}, 25 * time.Hour, false},
	} {
		c.r.Ramp, c.r.Since = at(5, 100), noon.Add(-c.stood)
		equal(t, c.about, c.r.Held(c.f, noon), c.want)
	}
}

// Every gate has a status, open or closed.
func TestPassages(t *testing.T) {
	r := Rollout{Percent: 25, Ramp: at(5, 25, 100), State: Running, Since: noon.Add(-48 * time.Hour), Gates: Gates{
		HoldHours: 24, Survey: "portal", Instrument: "sus", Answers: 20, Margin: 5,
	}}
	say := func(o observed) (all []string) {
		for _, p := range r.gateStatuses(o, noon) {
			all = append(all, fmt.Sprint(p.Open, " ", p.Text.ID))
		}
		return all
	}
	equal(t, "too few", say(observed{answers: 19}), []string{"true rollout.open.hold", "false rollout.wait.answers"})
	equal(t, "enough", say(observed{answers: 20}), []string{"true rollout.open.hold", "true rollout.wait.answers", "false rollout.wait.compare"})
	r.Finding = &Finding{Low: -1, High: 3, Margin: 5}
	equal(t, "good", say(observed{answers: 20, holds: []Hold{{Text: base.T("a blocker")}}}),
		[]string{"true rollout.open.hold", "true rollout.wait.answers", "true rollout.open.score", "false a blocker"})
}
