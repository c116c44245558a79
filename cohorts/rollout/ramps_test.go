package rollout_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/rollout"
	"soundings/server/services/servicestest"
)

func TestSaveRollout(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(40)...)
		cohort := c.Agreed(t, "First wave", refs(40)...)
		p := c.server(t, new(answered))
		p.feature("labs", rollout.Beta)
		score := rollout.Gates{Survey: "portal", Instrument: "sus", Answers: 11, Margin: 5}
		for _, r := range []struct {
			about string
			in    rollout.Settings
			want  string
		}{
			{"no share and no ramp", rollout.Settings{Cohort: cohort}, "percent: error.required"},
			{"more than everybody", rollout.Settings{Cohort: cohort, Percent: percent(100.01)}, "percent: rollout.percent"},
			{"three decimals", rollout.Settings{Cohort: cohort, Percent: percent(0.125)}, "percent: rollout.percent"},
			{"no such cohort", rollout.Settings{Cohort: "nowhere", Percent: percent(5)}, "cohort: cohort.unknown"},
			{"a ramp that goes down", rollout.Settings{Cohort: cohort, Ramp: steps(25, 10)}, "ramp[1]: rollout.rising"},
			{"no such survey", rollout.Settings{Cohort: cohort, Ramp: steps(100), Gates: rollout.Gates{Survey: "none", Answers: 1}}, "gates.survey: survey.unknown"},
			{"a minimum that a step cannot reach", rollout.Settings{Cohort: cohort, Ramp: steps(5, 100), Gates: score}, "gates.answers: rollout.unreachable"},
		} {
			_, err := p.Rollouts.SaveRollout(p.ctx, "labs", r.in)
			expect.Equal(t, r.about, strings.Join(expect.Fields(err), ", "), r.want)
		}
		_, err := p.Rollouts.SaveRollout(p.ctx, "telepathy", rollout.Settings{Cohort: cohort, Percent: percent(5)})
		expect.Refused(t, "no such feature", err, base.NotFound)
		expect.Equal(t, "nothing is kept", len(must(p.Rollouts.Rollouts(p.ctx, ""))), 0)

		r := must(p.Rollouts.SaveRollout(p.ctx, "labs", rollout.Settings{Cohort: cohort, Ramp: steps(50, 100), Gates: score}))
		expect.Equal(t, "it begins with the first step", []any{r.Percent, r.State, r.Version}, []any{rollout.Percent(50), rollout.Running, int64(1)})
		expect.Equal(t, "kept", p.rollout(cohort), r)
		expect.Equal(t, "the same again", must(p.Rollouts.SaveRollout(p.ctx, "labs", rollout.Settings{Cohort: cohort, Ramp: steps(50, 100), Gates: score})), r)
		c.Clock.Advance(time.Hour)
		must(p.Rollouts.SaveRollout(p.ctx, "labs", rollout.Settings{Cohort: cohort, Percent: percent(60)}))
		expect.Equal(t, "history", p.history(cohort), "set 0>50 by staff, set 50>60 by staff")
	})
}

func TestMovesByHand(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(3)...)
		cohort := c.Agreed(t, "First wave", refs(3)...)
		p := c.server(t, nil)
		p.feature("labs", rollout.Beta)
		s := p.Rollouts
		must(s.SaveRollout(p.ctx, "labs", rollout.Settings{Cohort: cohort, Ramp: steps(5, 25, 100), Gates: rollout.Gates{HoldHours: 24}}))
		must(s.Step(p.ctx, "labs", cohort, ""))
		must(s.Pause(p.ctx, "labs", cohort, " a holiday "))
		c.Clock.Advance(100 * time.Hour)
		expect.Equal(t, "paused", s.Advance(p.ctx), nil)
		_, err := s.Pause(p.ctx, "labs", cohort, "")
		expect.Refused(t, "paused already", err, base.Conflict)
		must(s.Resume(p.ctx, "labs", cohort, ""))
		_, err = s.Resume(p.ctx, "labs", cohort, "")
		expect.Refused(t, "running already", err, base.Conflict)
		expect.Equal(t, "the hold begins anew", s.Advance(p.ctx), nil)
		expect.Equal(t, "share", p.rollout(cohort).Percent, 25)
		must(s.Jump(p.ctx, "labs", cohort, 60.5, ""))
		must(s.RollBack(p.ctx, "labs", cohort, "a bad day"))
		expect.Equal(t, "rolled back", []any{p.rollout(cohort).State, p.rollout(cohort).Percent}, []any{rollout.RolledBack, rollout.Percent(25)})
		must(s.Jump(p.ctx, "labs", cohort, 0, ""))
		_, err = s.RollBack(p.ctx, "labs", cohort, "")
		expect.Refused(t, "nothing to roll back", err, base.Conflict)
		must(s.Jump(p.ctx, "labs", cohort, 100, ""))
		_, err = s.Step(p.ctx, "labs", cohort, "")
		expect.Refused(t, "no further step", err, base.Conflict)
		_, err = s.Jump(p.ctx, "labs", cohort, 100.01, "")
		expect.Equal(t, "too far", strings.Join(expect.Fields(err), ""), "percent: rollout.percent")
		_, err = s.Pause(p.ctx, "labs", "nowhere", "")
		expect.Refused(t, "no such rollout", err, base.NotFound)
		expect.Equal(t, "history", p.history(cohort), "set 0>5 by staff, jump 5>25 by staff, pause 25>25 by staff a holiday, resume 25>25 by staff, "+
			"jump 25>60.5 by staff, roll_back 60.5>25 by staff a bad day, jump 25>0 by staff, jump 0>100 by staff")
		if all := strings.Join(c.Documents(t), ""); strings.Contains(all, "holiday") {
			t.Error("a note lies open in the database")
		}
	})
}

// Each step is made once, however many servers check a ramp at once; after a stop one step is due, however many were missed.
func TestEachStepOnce(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(3)...)
		cohort := c.Agreed(t, "First wave", refs(3)...)
		servers := []*clinic{c.server(t, nil), c.server(t, nil), c.server(t, nil)}
		p := servers[0]
		p.feature("labs", rollout.Beta)
		must(p.Rollouts.SaveRollout(p.ctx, "labs", rollout.Settings{Cohort: cohort, Ramp: steps(1, 5, 25, 100), Gates: rollout.Gates{HoldHours: 24}}))
		for _, wait := range []time.Duration{23 * time.Hour, time.Hour, 23 * time.Hour, 720 * time.Hour, time.Hour, 24 * time.Hour, 48 * time.Hour} {
			c.Clock.Advance(wait)
			for _, err := range servicestest.Together(6, func(n int) error { return servers[n%3].Rollouts.Advance(t.Context()) }) {
				expect.Equal(t, "fault", err, nil)
			}
		}
		expect.Equal(t, "history", p.history(cohort), "set 0>1 by staff, advance 1>5 by system, advance 5>25 by system, advance 25>100 by system")
	})
}

// A ramp of two steps goes on by itself on enough good answers, holds on too few, and is rolled back on clearly worse ones.
func TestRampByItself(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		people := refs(120)
		c.People(t, cohorts.Patient, people...)
		cohort := c.Agreed(t, "First wave", people...)
		answers := new(answered)
		servers := []*clinic{c.server(t, answers), c.server(t, answers)}
		p := servers[0]
		advance := func() {
			c.Clock.Advance(time.Minute)
			for _, err := range servicestest.Together(4, func(n int) error { return servers[n%2].Rollouts.Advance(t.Context()) }) {
				expect.Equal(t, "fault", err, nil)
			}
		}
		p.feature("labs", rollout.Beta)
		answers.say(c.Clock.Now(), 70, func(string) bool { return true }, people[:40]...) // before anything: the baseline
		c.Clock.Advance(time.Minute)
		r := must(p.Rollouts.SaveRollout(p.ctx, "labs", rollout.Settings{
			Cohort: cohort, Ramp: steps(50, 100), Gates: rollout.Gates{Survey: "portal", Instrument: "sus", Answers: 20, Margin: 5},
		}))
		expect.Equal(t, "baseline", r.Gates.Baseline.N, 40)
		others := func(ref string) bool { return !r.Shows(ref) }
		answers.say(c.Clock.Now(), 70, others, people...)
		answers.say(c.Clock.Now(), 71, r.Shows, people[:20]...)
		advance()
		expect.Equal(t, "too few", p.rollout(cohort).Percent, 50)
		st := must(p.Rollouts.Status(p.ctx, "labs", cohort))
		expect.Equal(t, "waits for", []any{len(st.WaitsFor), st.WaitsFor[0].ID, st.Next.Percent}, []any{1, "rollout.wait.answers", rollout.Percent(100)})
		answers.say(c.Clock.Now(), 71, r.Shows, people[20:]...)
		advance()
		expect.Equal(t, "enough", p.rollout(cohort).Percent, 100)
		answers.say(c.Clock.Now(), 50, func(string) bool { return true }, people...) // all see it now
		advance()
		advance()
		expect.Equal(t, "history", p.history(cohort), "set 0>50 by staff, advance 50>100 by system, roll_back 100>50 by system")
		m := must(p.Rollouts.Moves(p.ctx, "labs", cohort, "", 2)).Items
		expect.Equal(t, "why back", []any{m[0].Reason().ID, m[0].Finding.Against, m[0].Finding.InterimLook}, []any{"rollout.reason.worse", rollout.Baseline, 4})
		expect.Equal(t, "why on", []any{m[1].Reason().ID, m[1].Finding.Against}, []any{"rollout.reason.good", rollout.Others})
	})
}

func TestPreview(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		people := refs(300)
		c.People(t, cohorts.Patient, people...)
		cohort, asked := c.Asked(t, "First wave", people...)
		servicestest.Together(200, func(n int) cohorts.State { return must(c.Contact.AnswerConsent(c.ctx, asked[people[n]], true, "en")) })
		p := c.server(t, new(answered))
		p.feature("labs", rollout.Beta)
		in := rollout.Settings{Cohort: cohort, Gates: rollout.Gates{Survey: "portal", Instrument: "sus", Answers: 20, Margin: 5, Looks: 2}}
		figures := must(p.Rollouts.Preview(p.ctx, "labs", in))
		expect.Equal(t, "the default ramp", len(figures), 6)
		for _, f := range figures {
			shown := 0
			for _, ref := range people[:200] {
				if (rollout.Rollout{Feature: "labs", Percent: f.Percent}).Shows(ref) {
					shown++
				}
			}
			expect.Equal(t, f.Percent.String()+" now", f.People, shown)
			expect.Equal(t, f.Percent.String()+" reachable", f.Reachable, f.Potential >= 20)
			if f.Potential < f.People+int(f.Percent) || f.Potential > f.People+int(f.Percent)+1 {
				t.Errorf("%v %%: %d may see it, of whom %d now", f.Percent, f.Potential, f.People)
			}
			compared := f.Potential >= rollout.MinimumBase && f.Percent < 100
			expect.Equal(t, f.Percent.String()+" smallest drop", f.Smallest != nil, compared)
		}
		expect.Equal(t, "looks", figures[0].LooksAt, []int{20, 40})
	})
}

// The overrides and exposures of one person are forgotten; those of others, and the counts, stay.
func TestForget(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(3)...)
		cohort := c.Agreed(t, "First wave", refs(3)...)
		p := c.server(t, nil)
		p.feature("labs", rollout.Beta)
		yes := true
		must(p.Rollouts.SaveRollout(p.ctx, "labs", rollout.Settings{Cohort: cohort, Percent: percent(0)}))
		for _, ref := range refs(2) {
			must(p.Rollouts.Override(p.ctx, "labs", cohort, ref, &yes))
			must(p.Rollouts.EvaluateAll(p.ctx, ref))
		}
		_, err := p.Rollouts.Override(p.ctx, "labs", cohort, "nobody", &yes)
		expect.Refused(t, "no member", err, base.NotFound)
		expect.Equal(t, "kept", p.Rollouts.Flush(p.ctx), nil)
		there := c.server(t, nil)
		expect.Equal(t, "there", there.sees("P-0001"), "on TARGETING_MATCH")
		c.removeMembership(cohort, "P-0001")
		expect.Equal(t, "forgotten", p.Rollouts.Forget(p.ctx, "P-0001"), nil)
		expect.Equal(t, "here", p.sees("P-0001"), "off DEFAULT")
		c.Clock.Advance(1900 * time.Millisecond)
		expect.Equal(t, "there", there.sees("P-0001"), "off DEFAULT")
		expect.Equal(t, "overrides", p.rollout(cohort).Overrides, map[string]bool{"P-0002": true})
		expect.Equal(t, "seen", len(c.Documents(t, "seen")), 1)
		expect.Equal(t, "counted", must(p.Rollouts.Counts(p.ctx))[0].Seen, 2)
		r := must(p.Rollouts.Override(p.ctx, "labs", cohort, "P-0002", nil))
		expect.Equal(t, "taken back", len(r.Overrides), 0)
	})
}

// blockers is a gate that a test opens and closes.
type blockers struct{ open bool }

func (b *blockers) Kind() rollout.GateKind { return rollout.GateBumps }

func (b *blockers) Holds(_ context.Context, r rollout.Rollout) ([]rollout.Hold, error) {
	if b.open {
		return nil, nil
	}
	return []rollout.Hold{{Text: base.T("a blocker"), About: rollout.Subject{Kind: "bump", ID: r.Feature}}}, nil
}

// A ramp stands still behind a further gate, and while its feature is not in beta; the hold begins with the beta.
func TestRampStandsStill(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(1)...)
		cohort := c.Agreed(t, "First wave", refs(1)...)
		p, gate := c.server(t, nil), new(blockers)
		p.Rollouts.Gates = []rollout.Gate{gate}
		p.feature("labs", rollout.Planned)
		must(p.Rollouts.SaveRollout(p.ctx, "labs", rollout.Settings{Cohort: cohort, Ramp: steps(5, 100), Gates: rollout.Gates{HoldHours: 24}}))
		for _, now := range []struct {
			about   string
			do      func()
			percent rollout.Percent
			waiting string
		}{
			{"planned", func() {}, 5, "a blocker"},
			{"in beta", func() { p.feature("labs", rollout.Beta) }, 5, "rollout.wait.hold, a blocker"},
			{"a day later", func() { c.Clock.Advance(24 * time.Hour) }, 5, "a blocker"},
			{"without a blocker", func() { gate.open = true }, 100, ""},
		} {
			if now.about == "planned" {
				c.Clock.Advance(48 * time.Hour)
			}
			now.do()
			expect.Equal(t, now.about, p.Rollouts.Advance(p.ctx), nil)
			expect.Equal(t, now.about, p.rollout(cohort).Percent, now.percent)
			var waiting []string
			st := must(p.Rollouts.Status(p.ctx, "labs", cohort))
			for _, text := range st.WaitsFor {
				waiting = append(waiting, text.ID)
			}
			for _, gate := range st.Gates {
				if gate.Text.ID == "a blocker" {
					expect.Equal(t, now.about, gate.About, rollout.Subject{Kind: "bump", ID: "labs"})
				}
			}
			expect.Equal(t, now.about, strings.Join(waiting, ", "), now.waiting)
		}
		expect.Equal(t, "look", p.Rollouts.Refresh(p.ctx), nil)
	})
}
