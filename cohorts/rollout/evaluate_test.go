package rollout_test

import (
	"fmt"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/rollout"
)

// sees returns the evaluation of labs for one person, as "on SPLIT".
func (c *clinic) sees(ref string) string {
	e := must(c.Rollouts.Evaluate(c.ctx, "labs", ref))
	return fmt.Sprint(e.Variant(), " ", e.Reason)
}

// Evaluations by the stage of the feature and the consent of the person.
func TestEvaluate(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		people := []string{"agreed", "invited", "declined", "withdrawn", "forced", "barred"}
		c.People(t, cohorts.Patient, people...)
		cohort, asked := c.Asked(t, "First wave", people...)
		p := c.server(t, nil)
		for _, ref := range []string{"agreed", "withdrawn", "forced", "barred"} {
			p.agree(asked[ref])
		}
		must(c.Contact.AnswerConsent(c.ctx, asked["declined"], false, "en"))
		p.withdraw(cohort, "withdrawn")
		p.feature("labs", rollout.Beta)
		must(p.Rollouts.SaveRollout(p.ctx, "labs", rollout.Settings{Cohort: cohort, Percent: percent(100)}))
		yes, no := true, false
		must(p.Rollouts.Override(p.ctx, "labs", cohort, "barred", &no))
		must(p.Rollouts.Override(p.ctx, "labs", cohort, "forced", &yes))
		must(p.Rollouts.Override(p.ctx, "labs", cohort, "withdrawn", &yes)) // counts only while they are agreed

		nobody := map[string]string{"invited": "off DEFAULT", "declined": "off DEFAULT", "withdrawn": "off DEFAULT", "unknown": "off DEFAULT", "": "off DEFAULT"}
		for _, c := range []struct {
			stage   rollout.Stage
			percent rollout.Percent
			want    map[string]string
		}{
			{rollout.Beta, 100, map[string]string{"agreed": "on TARGETING_MATCH", "forced": "on TARGETING_MATCH", "barred": "off DEFAULT"}},
			{rollout.Beta, 99.99, map[string]string{"agreed": "on SPLIT", "forced": "on TARGETING_MATCH", "barred": "off DEFAULT"}},
			{rollout.Beta, 0, map[string]string{"agreed": "off DEFAULT", "forced": "on TARGETING_MATCH", "barred": "off DEFAULT"}},
			{rollout.Idea, 100, map[string]string{"agreed": "off DISABLED", "forced": "off DISABLED", "unknown": "off DISABLED", "withdrawn": "off DISABLED"}},
			{rollout.Planned, 100, map[string]string{"agreed": "off DISABLED", "unknown": "off DISABLED"}},
			{rollout.Retired, 100, map[string]string{"agreed": "off DISABLED", "unknown": "off DISABLED"}},
			{rollout.Live, 0, map[string]string{"agreed": "on STATIC", "barred": "on STATIC", "declined": "on STATIC", "withdrawn": "on STATIC", "unknown": "on STATIC"}},
		} {
			p.feature("labs", c.stage)
			must(p.Rollouts.Jump(p.ctx, "labs", cohort, c.percent, ""))
			if c.stage == rollout.Beta {
				for ref, want := range nobody {
					expect.Equal(t, fmt.Sprint(c.stage, c.percent, ref), p.sees(ref), want)
				}
			}
			for ref, want := range c.want {
				expect.Equal(t, fmt.Sprint(c.stage, c.percent, ref), p.sees(ref), want)
			}
		}
		_, err := p.Rollouts.Evaluate(p.ctx, "telepathy", "agreed")
		expect.Refused(t, "no such feature", err, base.NotFound)
	})
}

func TestEvaluateAll(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(2)...)
		cohort := c.Agreed(t, "First wave", refs(2)...)
		p, q := c.server(t, nil), c.server(t, nil)
		expect.Equal(t, "nothing yet", len(must(p.Rollouts.EvaluateAll(p.ctx, "P-0001")).Items), 0)
		p.feature("labs", rollout.Beta)
		p.feature("letters", rollout.Idea)
		p.feature("mail", rollout.Live)
		must(p.Rollouts.SaveRollout(p.ctx, "labs", rollout.Settings{Cohort: cohort, Percent: percent(100)}))
		all := must(p.Rollouts.EvaluateAll(p.ctx, "P-0001"))
		expect.Equal(t, "all", all.Items, []rollout.Evaluation{
			{Key: "labs", Stage: rollout.Beta, On: true, Reason: rollout.ReasonTarget},
			{Key: "letters", Stage: rollout.Idea, Reason: rollout.ReasonDisabled},
			{Key: "mail", Stage: rollout.Live, On: true, Reason: rollout.ReasonStatic},
		})
		expect.Equal(t, "to look at", must(p.Rollouts.Sees(p.ctx, "P-0001")), all.Items)
		c.Clock.Advance(2 * time.Second)
		expect.Equal(t, "on another server", must(q.Rollouts.EvaluateAll(p.ctx, "P-0001")).ETag, all.ETag)
		p.withdraw(cohort, "P-0002")
		gone, unknown := must(p.Rollouts.EvaluateAll(p.ctx, "P-0002")), must(p.Rollouts.EvaluateAll(p.ctx, "unknown"))
		expect.Equal(t, "withdrawn and unknown", gone, unknown)
		if gone.ETag == all.ETag {
			t.Error("another answer has the same ETag")
		}
	})
}

// A server sees its own changes from the next call, and those of another within two seconds.
func TestChangesAreSeen(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(2)...)
		cohort, asked := c.Asked(t, "First wave", refs(2)...)
		here, there := c.server(t, nil), c.server(t, nil)
		here.feature("labs", rollout.Beta)
		must(here.Rollouts.SaveRollout(here.ctx, "labs", rollout.Settings{Cohort: cohort, Percent: percent(100)}))
		const on, off = "on TARGETING_MATCH", "off DEFAULT"
		c.Clock.Advance(2 * time.Second)
		for _, change := range []struct {
			about string
			do    func()
			want  string
		}{
			{"not agreed yet", func() {}, off},
			{"agreed", func() { here.agree(asked["P-0001"]) }, on},
			{"withdrawn", func() { here.withdraw(cohort, "P-0001") }, off},
			{"agreed again", func() { here.agree(here.again(asked["P-0001"])) }, on},
			{"share 0", func() { must(here.Rollouts.Jump(here.ctx, "labs", cohort, 0, "")) }, off},
			{"overridden", func() {
				yes := true
				must(here.Rollouts.Override(here.ctx, "labs", cohort, "P-0001", &yes))
			}, on},
			{"retired", func() { here.feature("labs", rollout.Retired) }, "off DISABLED"},
			{"back in beta", func() { here.feature("labs", rollout.Beta) }, on},
			{"graduated", func() { must(here.Cohorts.SetState(here.ctx, cohort, "P-0001", cohorts.Graduated, cohorts.Heard{})) }, off},
		} {
			change.do()
			expect.Equal(t, change.about+", here", here.sees("P-0001"), change.want)
			c.Clock.Advance(1900 * time.Millisecond)
			expect.Equal(t, change.about+", there", there.sees("P-0001"), change.want)
		}
	})
}
