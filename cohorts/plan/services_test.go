package plan_test

import (
	"context"
	"encoding/json"
	"os"
	"slices"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/cohorts/rollout"
	"soundings/server/services/servicestest"
	"soundings/surveys/polls"
)

func TestMain(m *testing.M) { os.Exit(servicestest.Main(m)) }

// clinic is a clinic of a test, with the context in which its manager acts.
type clinic struct {
	*servicestest.Clinic
	ctx context.Context
}

// on runs a test over each engine.
func on(t *testing.T, test func(t *testing.T, c *clinic)) {
	t.Helper()
	servicestest.Each(t, func(t *testing.T, c *servicestest.Clinic) {
		c.SetUp(t)
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

// planning adds a few features to the catalogue and returns the service of plans.
func (c *clinic) planning() *plan.Service {
	there := must(c.Rollouts.Features(c.ctx))
	for _, f := range []rollout.Feature{
		{Key: "base", Effort: 2}, {Key: "mail", Effort: 5, Needs: []string{"base"}}, {Key: "labs", Effort: 8}, {Key: "visits", Effort: 12},
		{Key: "bills", Effort: 3},
	} {
		if !slices.ContainsFunc(there, func(known rollout.Feature) bool { return known.Key == f.Key && known.Effort == f.Effort }) {
			f.Name, f.Stage = base.Words{"en": f.Key, "es": f.Key}, rollout.Idea
			must(c.Rollouts.SaveFeature(c.ctx, f))
		}
	}
	return c.Plans
}

// poll opens a poll of staff and other practices about four features.
func (c *clinic) poll(t *testing.T, change func(*polls.Poll)) polls.Poll {
	t.Helper()
	p := polls.Poll{
		Title: base.Words{"en": "What first?", "es": "¿Qué primero?"}, Method: polls.Rank, Features: []string{"mail", "labs", "visits", "bills"},
		Groups: map[cohorts.Group]polls.Share{cohorts.Staff: {Weight: 2}, cohorts.Practice: {Weight: 0.5}},
	}
	if change != nil {
		change(&p)
	}
	c.Features(t, p.Features...)
	return must(c.Polls.Publish(c.ctx, must(c.Polls.Create(c.ctx, p)).ID))
}

// vote casts a ballot that puts mail first, then bills, visits and labs, for each ref.
func (c *clinic) vote(p polls.Poll, refs ...string) {
	ballot := polls.Values{"rank.mail": {"1"}, "rank.bills": {"2"}, "rank.visits": {"3"}, "rank.labs": {"4"}}
	for _, i := range must(c.Polls.Invite(c.ctx, p.ID, polls.Audience{Refs: refs})) {
		must(c.Polls.Cast(c.ctx, polls.Voter{Invitation: i}, ballot))
	}
}

// written returns v in a form that can be compared.
func written(v any) string { return string(must(json.Marshal(v))) }
