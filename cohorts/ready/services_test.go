package ready_test

import (
	"context"
	"os"
	"testing"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/cohorts/ready"
	"soundings/cohorts/rollout"
	"soundings/server/services/servicestest"
)

func TestMain(m *testing.M) { os.Exit(servicestest.Main(m)) }

// clinic is a clinic of a test with two features, "labs" and "visits", and the context in which its manager acts.
type clinic struct {
	*servicestest.Clinic
	ctx context.Context
}

// on runs a test over each engine.
func on(t *testing.T, test func(t *testing.T, c *clinic)) {
	t.Helper()
	servicestest.Each(t, func(t *testing.T, c *servicestest.Clinic) {
		c.SetUp(t)
		c.Features(t, "labs", "visits")
		test(t, &clinic{c, servicestest.ByManager(t)})
	})
}

// must returns v; an error in the middle of a test is a panic with its trace.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// stage puts a feature into a stage.
func (c *clinic) stage(key string, stage rollout.Stage) {
	f := must(c.Rollouts.Feature(c.ctx, key))
	f.Stage = stage
	must(c.Rollouts.SaveFeature(c.ctx, f))
}

// training adds a training for labs, so many days from now.
func (c *clinic) training(session string, days int) plan.Entry {
	on := c.Clock.Now().AddDate(0, 0, days).Truncate(24 * time.Hour)
	return must(c.Plans.SaveEntry(c.ctx, plan.Entry{Kind: plan.Training, Title: "At the desk", Feature: "labs", Session: session, Date: on}))
}

// both returns a text in both languages.
func both(text string) base.Words { return base.Words{"en": text, "es": text + " (es)"} }

// help returns a help with one question in these languages.
func help(feature string, languages ...string) ready.Help {
	q := ready.Question{Question: base.Words{}, Answer: base.Words{}}
	for _, l := range languages {
		q.Question[l], q.Answer[l] = "How?", "So."
	}
	return ready.Help{Feature: feature, Questions: []ready.Question{q}}
}

// workflow returns how two departments work with labs.
func workflow() ready.Workflow {
	return ready.Workflow{Feature: "labs", Title: both("A result comes"), Steps: []ready.Step{
		{Department: "Laboratory", Role: "Technician", Text: both("Release the result.")},
		{Department: "Nursing", Role: "Nurse", Text: both("Call if it is urgent.")},
		{Department: "laboratory", Role: "Lead", Text: both("Look at what was not opened.")},
	}}
}

// published returns a workflow that is published.
func (c *clinic) published() ready.Workflow {
	return must(c.Ready.PublishWorkflow(c.ctx, must(c.Ready.CreateWorkflow(c.ctx, workflow())).ID))
}

// texts returns the ids of the sentences of pieces.
func texts(pieces []ready.Piece) []string {
	var all []string
	for _, p := range pieces {
		all = append(all, p.Text.ID)
	}
	return all
}
