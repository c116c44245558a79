package ready_test

import (
	"strings"
	"testing"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/ready"
	"soundings/cohorts/rollout"
	"soundings/server/services/servicestest"
)

// Each missing piece is a sentence, until it is there.
func TestWhatIsMissing(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		missing := func() string { return strings.Join(texts(must(c.Ready.Missing(c.ctx, "labs"))), ", ") }
		expect.Equal(t, "nothing is required", missing(), "")
		must(c.Ready.Require(c.ctx, "labs", []ready.Requirement{ready.Followed, ready.Helped, ready.Trained}))
		expect.Equal(t, "in their order", must(c.Ready.Requirements(c.ctx, "labs")).Must, ready.All())
		var w ready.Workflow
		for _, now := range []struct {
			about string
			do    func()
			want  string
		}{
			{"nothing is there", func() {}, "ready.training_none, ready.help_none, ready.workflow_none"},
			{"a refresher", func() { c.training("refresher", -9) }, "ready.training_none, ready.help_none, ready.workflow_none"},
			{"planned", func() { c.training("first", 1) }, "ready.training_due, ready.help_none, ready.workflow_none"},
			{"on its day", func() { c.Clock.Advance(24 * time.Hour) }, "ready.training_due, ready.help_none, ready.workflow_none"},
			{"held", func() { c.Clock.Advance(24 * time.Hour) }, "ready.help_none, ready.workflow_none"},
			{"help in one language", func() { must(c.Ready.SaveHelp(c.ctx, help("labs", "en"))) }, "ready.help_lacks, ready.workflow_none"},
			{"in both", func() { must(c.Ready.SaveHelp(c.ctx, help("labs", "en", "es"))) }, "ready.workflow_none"},
			{"with limits in one", func() {
				h := help("labs", "en", "es")
				h.Limits = base.Words{"es": "Va lento."}
				must(c.Ready.SaveHelp(c.ctx, h))
			}, "ready.help_lacks, ready.workflow_none"},
			{"limits alone", func() { must(c.Ready.SaveHelp(c.ctx, ready.Help{Feature: "labs", Limits: both("Slow.")})) }, "ready.help_lacks, ready.help_lacks, ready.workflow_none"},
			{"help again", func() { must(c.Ready.SaveHelp(c.ctx, help("labs", "en", "es"))) }, "ready.workflow_none"},
			{"a draft", func() { w = must(c.Ready.CreateWorkflow(c.ctx, workflow())) }, "ready.workflow_none"},
			{"published", func() { w = must(c.Ready.PublishWorkflow(c.ctx, w.ID)) }, "ready.unread, ready.unread"},
			{"read by one", func() { must(c.Ready.HaveRead(t.Context(), c.Ready.Token(w, "Nursing"), "Ana")) }, "ready.unread"},
			{"read by both", func() { must(c.Ready.HaveRead(t.Context(), c.Ready.Token(w, "Laboratory"), "Mei")) }, ""},
			{"written anew", func() { must(c.Ready.SaveWorkflow(c.ctx, workflowWith(w))) }, ""},
			{"and published", func() { must(c.Ready.PublishWorkflow(c.ctx, w.ID)) }, "ready.unread, ready.unread"},
			{"required no more", func() { must(c.Ready.Require(c.ctx, "labs", nil)) }, ""},
		} {
			now.do()
			expect.Equal(t, now.about, missing(), now.want)
		}
		_, err := c.Ready.Require(c.ctx, "labs", []ready.Requirement{"luck"})
		expect.Equal(t, "no such requirement", expect.Fields(err), []string{"must: error.oneof"})
		_, err = c.Ready.Require(c.ctx, "none", nil)
		expect.Refused(t, "of no feature", err, base.NotFound)
	})
}

// workflowWith returns a workflow to be written over w.
func workflowWith(w ready.Workflow) ready.Workflow {
	w.Version = 0
	return w
}

// A rollout whose feature lacks what is required of it stands still, with a sentence for each piece; then it moves.
func TestARolloutWaitsUntilItsFeatureIsReady(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, "patient", "P-0001")
		cohort := c.Agreed(t, "First wave", "P-0001")
		c.stage("labs", rollout.Beta)
		must(c.Rollouts.SaveRollout(c.ctx, "labs", rollout.Settings{
			Cohort: cohort, Ramp: []rollout.Step{{Percent: 25}, {Percent: 100}}, Gates: rollout.Gates{HoldHours: 24},
		}))
		must(c.Ready.Require(c.ctx, "labs", []ready.Requirement{ready.Trained, ready.Followed}))
		w := c.published()
		must(c.Ready.HaveRead(t.Context(), c.Ready.Token(w, "Nursing"), "Ana"))
		c.Clock.Advance(48 * time.Hour)
		expect.Equal(t, "advance", c.Rollouts.Advance(c.ctx), nil)
		st := must(c.Rollouts.Status(c.ctx, "labs", cohort))
		expect.Equal(t, "it stands still", st.Rollout.Percent, 25)
		var waits []string
		for _, text := range st.WaitsFor {
			waits = append(waits, text.ID)
		}
		expect.Equal(t, "it says why", waits, []string{"ready.training_none", "ready.unread"})
		last := st.Gates[len(st.Gates)-1]
		expect.Equal(t, "and what about", last.About, rollout.Subject{Kind: "workflow", ID: w.ID})
		expect.Equal(t, "by whom", last.Text.Args["Department"], any("Laboratory"))

		c.training("first", -1)
		must(c.Ready.HaveRead(t.Context(), c.Ready.Token(w, "Laboratory"), "Mei"))
		expect.Equal(t, "advance", c.Rollouts.Advance(c.ctx), nil)
		expect.Equal(t, "it has moved", must(c.Rollouts.Rollout(c.ctx, "labs", cohort)).Percent, 100)
	})
}

// By hand a rollout moves all the same.
func TestByHandARolloutMovesUnready(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, "patient", servicestest.Refs(1)...)
		cohort := c.Agreed(t, "First wave", servicestest.Refs(1)...)
		c.stage("labs", rollout.Beta)
		must(c.Rollouts.SaveRollout(c.ctx, "labs", rollout.Settings{Cohort: cohort, Ramp: []rollout.Step{{Percent: 25}, {Percent: 100}}}))
		must(c.Ready.Require(c.ctx, "labs", ready.All()))
		expect.Equal(t, "moved", must(c.Rollouts.Step(c.ctx, "labs", cohort, "We know")).Percent, 100)
	})
}
