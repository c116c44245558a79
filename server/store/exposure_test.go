package store_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/rollout"
	"soundings/server/store/engine"
)

// sees is what the portal is told of labs for one person.
func (p *portal) sees(ref string) string {
	e := must(p.rollouts.Evaluate(p.ctx, "labs", ref))
	return fmt.Sprint(e.Variant(), " ", e.Reason)
}

// Who is told what, by stage and by where they stand.
func TestEvaluate(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		people := []string{"agreed", "invited", "declined", "withdrawn", "forced", "barred"}
		c.patients(people...)
		cohort, asked := c.cohort("First wave", people...)
		p := c.rollouts(t, nil)
		for _, ref := range []string{"agreed", "withdrawn", "forced", "barred"} {
			p.agree(asked[ref])
		}
		must(c.contact.AnswerConsent(c.ctx, asked["declined"], false, "en"))
		p.withdraw(cohort, "withdrawn")
		p.feature("labs", rollout.Beta)
		must(p.rollouts.SaveRollout(p.ctx, "labs", rollout.Settings{Cohort: cohort, Percent: percent(100)}))
		yes, no := true, false
		must(p.rollouts.Override(p.ctx, "labs", cohort, "barred", &no))
		must(p.rollouts.Override(p.ctx, "labs", cohort, "forced", &yes))
		must(p.rollouts.Override(p.ctx, "labs", cohort, "withdrawn", &yes)) // counts only while they are agreed

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
			must(p.rollouts.Jump(p.ctx, "labs", cohort, c.percent, ""))
			if c.stage == rollout.Beta {
				for ref, want := range nobody {
					equal(t, fmt.Sprint(c.stage, c.percent, ref), p.sees(ref), want)
				}
			}
			for ref, want := range c.want {
				equal(t, fmt.Sprint(c.stage, c.percent, ref), p.sees(ref), want)
			}
		}
		_, err := p.rollouts.Evaluate(p.ctx, "telepathy", "agreed")
		refused(t, "no such feature", err, base.NotFound)
	})
}

func TestEvaluateAll(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.patients(refs(2)...)
		cohort := c.agreed("First wave", refs(2)...)
		p, q := c.rollouts(t, nil), c.rollouts(t, nil)
		equal(t, "nothing yet", len(must(p.rollouts.EvaluateAll(p.ctx, "P-0001")).Items), 0)
		p.feature("labs", rollout.Beta)
		p.feature("letters", rollout.Idea)
		p.feature("mail", rollout.Live)
		must(p.rollouts.SaveRollout(p.ctx, "labs", rollout.Settings{Cohort: cohort, Percent: percent(100)}))
		all := must(p.rollouts.EvaluateAll(p.ctx, "P-0001"))
		equal(t, "all", all.Items, []rollout.Evaluation{
			{Key: "labs", Stage: rollout.Beta, On: true, Reason: rollout.ReasonTarget},
			{Key: "letters", Stage: rollout.Idea, Reason: rollout.ReasonDisabled},
			{Key: "mail", Stage: rollout.Live, On: true, Reason: rollout.ReasonStatic},
		})
		equal(t, "to look at", must(p.rollouts.Sees(p.ctx, "P-0001")), all.Items)
		c.wait(2 * time.Second)
		equal(t, "on another server", must(q.rollouts.EvaluateAll(p.ctx, "P-0001")).ETag, all.ETag)
		p.withdraw(cohort, "P-0002")
		gone, unknown := must(p.rollouts.EvaluateAll(p.ctx, "P-0002")), must(p.rollouts.EvaluateAll(p.ctx, "unknown"))
		equal(t, "withdrawn and unknown", gone, unknown)
		if gone.ETag == all.ETag {
			t.Error("another answer has the same ETag")
		}
	})
}

// A server sees its own changes from the next call, and those of another within two seconds.
func TestChangesAreSeen(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.patients(refs(2)...)
		cohort, asked := c.cohort("First wave", refs(2)...)
		here, there := c.rollouts(t, nil), c.rollouts(t, nil)
		here.feature("labs", rollout.Beta)
		must(here.rollouts.SaveRollout(here.ctx, "labs", rollout.Settings{Cohort: cohort, Percent: percent(100)}))
		const on, off = "on TARGETING_MATCH", "off DEFAULT"
		c.wait(2 * time.Second)
		for _, change := range []struct {
			about string
			do    func()
			want  string
		}{
			{"not agreed yet", func() {}, off},
			{"agreed", func() { here.agree(asked["P-0001"]) }, on},
			{"withdrawn", func() { here.withdraw(cohort, "P-0001") }, off},
			{"agreed again", func() { here.agree(here.again(asked["P-0001"])) }, on},
			{"share 0", func() { must(here.rollouts.Jump(here.ctx, "labs", cohort, 0, "")) }, off},
			{"overridden", func() {
				yes := true
				must(here.rollouts.Override(here.ctx, "labs", cohort, "P-0001", &yes))
			}, on},
			{"retired", func() { here.feature("labs", rollout.Retired) }, "off DISABLED"},
			{"back in beta", func() { here.feature("labs", rollout.Beta) }, on},
			{"graduated", func() { must(here.people.SetState(here.ctx, cohort, "P-0001", cohorts.Graduated, cohorts.Heard{})) }, off},
		} {
			change.do()
			equal(t, change.about+", here", here.sees("P-0001"), change.want)
			c.wait(1900 * time.Millisecond)
			equal(t, change.about+", there", there.sees("P-0001"), change.want)
		}
	})
}

// faulty is an engine that may fail to read.
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

// While the database cannot be asked, the last answers stand for ten seconds, and none after that.
func TestExposureWithoutADatabase(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.patients(refs(1)...)
		cohort := c.agreed("First wave", refs(1)...)
		f := &faulty{Engine: c.engine}
		p := server(t, c.Through(t, f)).rollouts(t, nil)
		p.feature("labs", rollout.Beta)
		must(p.rollouts.SaveRollout(p.ctx, "labs", rollout.Settings{Cohort: cohort, Percent: percent(100)}))
		p.sees("P-0001")
		before := f.reads
		for range 100 {
			p.sees("P-0001")
		}
		equal(t, "reads of the same again", f.reads, before)
		f.broken = true
		c.wait(9 * time.Second)
		equal(t, "after nine seconds", p.sees("P-0001"), "on TARGETING_MATCH")
		c.wait(2 * time.Second)
		if _, err := p.rollouts.Evaluate(p.ctx, "labs", "P-0001"); err == nil {
			t.Error("an answer is given after eleven seconds")
		}
		f.broken = false
		equal(t, "there again", p.sees("P-0001"), "on TARGETING_MATCH")
	})
}

// What was shown is counted once for each member, on whatever server and however often.
func TestSeenAndEntitled(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		people := refs(60)
		c.patients(people...)
		cohort, asked := c.cohort("First wave", people...)
		servers := []*portal{c.rollouts(t, nil), c.rollouts(t, nil)}
		p := servers[0]
		p.feature("labs", rollout.Beta)
		p.feature("letters", rollout.Beta)
		must(p.rollouts.SaveRollout(p.ctx, "labs", rollout.Settings{Cohort: cohort, Percent: percent(50)}))
		must(p.rollouts.SaveRollout(p.ctx, "letters", rollout.Settings{Cohort: cohort, Percent: percent(0)}))
		entitled := func(n int) int {
			k := 0
			for _, ref := range people[:n] {
				if p.rollout(cohort).Shows(ref) {
					k++
				}
			}
			return k
		}
		check := func(about string, exposed, seen int, ratio float64) {
			t.Helper()
			for _, s := range servers {
				counts := must(s.rollouts.Counts(s.ctx))
				equal(t, about, counts[0], rollout.Counts{Feature: "labs", Cohort: cohort, Ratio: ratio, Exposed: exposed, Seen: seen})
				equal(t, about, counts[1], rollout.Counts{Feature: "letters", Cohort: cohort})
			}
		}
		c.wait(2 * time.Second)
		check("nobody agreed", 0, 0, 0.5)
		together(40, func(n int) error { servers[n%2].agree(asked[people[n]]); return nil })
		c.wait(2 * time.Second)
		check("forty agreed", entitled(40), 0, 0.5)
		together(4, func(n int) error {
			for _, ref := range people[:20] {
				must(servers[n%2].rollouts.Evaluate(c.ctx, "labs", ref))
				must(servers[n%2].rollouts.EvaluateAll(c.ctx, ref))
			}
			return servers[n%2].rollouts.Flush(c.ctx)
		})
		check("twenty evaluated", entitled(40), entitled(20), 0.5)
		equal(t, "facts", len(c.documents("seen")), entitled(20))
		c.foldAll()
		check("folded", entitled(40), entitled(20), 0.5)
		for _, ref := range people[:10] {
			p.withdraw(cohort, ref)
		}
		c.wait(2 * time.Second)
		check("ten withdrew", entitled(40)-entitled(10), entitled(20), 0.5)
		p.feature("labs", rollout.Live)
		c.wait(2 * time.Second)
		check("live", 30, entitled(20), 1)
		p.feature("labs", rollout.Retired)
		c.wait(2 * time.Second)
		check("retired", 0, entitled(20), 0)
	})
}
