package rollout_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/rollout"
	"soundings/server/store/engine"
)

// faulty is an engine whose reads can be made to fail.
type faulty struct {
	engine.Engine
	broken bool
	reads  int
}

func (f *faulty) Get(ctx context.Context, collection string, ids ...string) ([]bson.Raw, error) {
	f.reads++
	if f.broken {
		return nil, errors.New("no primary")
	}
	return f.Engine.Get(ctx, collection, ids...)
}

// While the database fails, evaluations are answered from the last snapshot for ten seconds, and fail after that.
func TestEvaluatingWithoutADatabase(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(1)...)
		cohort := c.Agreed(t, "First wave", refs(1)...)
		f := &faulty{Engine: c.Engine}
		p := &clinic{c.Through(t, f), c.ctx}
		p.feature("labs", rollout.Beta)
		must(p.Rollouts.SaveRollout(p.ctx, "labs", rollout.Settings{Cohort: cohort, Percent: percent(100)}))
		p.sees("P-0001")
		before := f.reads
		for range 100 {
			p.sees("P-0001")
		}
		expect.Equal(t, "reads of the same again", f.reads, before)
		f.broken = true
		c.Clock.Advance(9 * time.Second)
		expect.Equal(t, "after nine seconds", p.sees("P-0001"), "on TARGETING_MATCH")
		c.Clock.Advance(2 * time.Second)
		if _, err := p.Rollouts.Evaluate(p.ctx, "labs", "P-0001"); err == nil {
			t.Error("an answer is given after eleven seconds")
		}
		f.broken = false
		expect.Equal(t, "there again", p.sees("P-0001"), "on TARGETING_MATCH")
	})
}
