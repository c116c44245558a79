package store_test

import (
	"fmt"
	"strings"
	"testing"

	"soundings/cohorts/base"
	"soundings/cohorts/rollout"
)

func TestFeatures(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		p := c.rollouts(t, nil)
		p.feature("labs", rollout.Planned)
		f := p.feature("letters", "", "labs")
		equal(t, "kept", must(p.rollouts.Feature(p.ctx, "letters")), f)
		equal(t, "kept", []any{f.Stage, f.Needs, f.Owner, f.Version}, []any{rollout.Idea, []string{"labs"}, "Maria Nobody", int64(1)})
		f.Needs, f.Stage, f.Effort = nil, rollout.Beta, 2.5
		f = must(p.rollouts.SaveFeature(p.ctx, f))
		equal(t, "replaced", []any{f.Stage, f.Needs, f.Effort, f.Version}, []any{rollout.Beta, []string{}, 2.5, int64(2)})
		equal(t, "all", len(must(p.rollouts.Features(p.ctx))), 2)
		_, err := p.rollouts.Feature(p.ctx, "telepathy")
		refused(t, "unknown", err, base.NotFound)
		if all := strings.Join(c.documents("*"), ""); strings.Contains(all, "Nobody") {
			t.Error("the owner's name lies open in the database")
		}
	})
}

// Two who make one feature need the other at the same time: one of them is told of the circle.
func TestCycleMadeTogether(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		servers := []*portal{c.rollouts(t, nil), c.rollouts(t, nil)}
		for n := range 5 {
			a, b := fmt.Sprint("a", n), fmt.Sprint("b", n)
			servers[0].feature(a, "")
			servers[0].feature(b, "")
			errs := together(2, func(n int) error {
				f := rollout.Feature{Key: []string{a, b}[n], Name: base.Words{"en": "x"}, Needs: []string{[]string{b, a}[n]}}
				_, err := servers[n].rollouts.SaveFeature(c.ctx, f)
				return err
			})
			if len(bad(errs[0]))+len(bad(errs[1])) != 1 {
				t.Fatalf("not exactly one was refused: %v", errs)
			}
		}
	})
}
