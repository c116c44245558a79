package rollout_test

import (
	"fmt"
	"strings"
	"testing"

	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/rollout"
	"soundings/server/services/servicestest"
)

func TestFeatures(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		p := c.server(t, nil)
		p.feature("labs", rollout.Planned)
		f := p.feature("letters", "", "labs")
		expect.Equal(t, "kept", must(p.Rollouts.Feature(p.ctx, "letters")), f)
		expect.Equal(t, "kept", []any{f.Stage, f.Needs, f.Owner, f.Version}, []any{rollout.Idea, []string{"labs"}, "Maria Nobody", int64(1)})
		f.Needs, f.Stage, f.Effort = nil, rollout.Beta, 2.5
		f = must(p.Rollouts.SaveFeature(p.ctx, f))
		expect.Equal(t, "replaced", []any{f.Stage, f.Needs, f.Effort, f.Version}, []any{rollout.Beta, []string{}, 2.5, int64(2)})
		expect.Equal(t, "all", len(must(p.Rollouts.Features(p.ctx))), 2)
		_, err := p.Rollouts.Feature(p.ctx, "telepathy")
		expect.Refused(t, "unknown", err, base.NotFound)
		if all := strings.Join(c.Documents(t), ""); strings.Contains(all, "Nobody") {
			t.Error("the owner's name lies open in the database")
		}
	})
}

// When two features are made to need each other at the same time, one of the two changes is refused for the circle.
func TestCycleMadeTogether(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		servers := []*clinic{c.server(t, nil), c.server(t, nil)}
		for n := range 5 {
			a, b := fmt.Sprint("a", n), fmt.Sprint("b", n)
			servers[0].feature(a, "")
			servers[0].feature(b, "")
			errs := servicestest.Together(2, func(n int) error {
				f := rollout.Feature{Key: []string{a, b}[n], Name: base.Words{"en": "x"}, Needs: []string{[]string{b, a}[n]}}
				_, err := servers[n].Rollouts.SaveFeature(c.ctx, f)
				return err
			})
			if len(expect.Fields(errs[0]))+len(expect.Fields(errs[1])) != 1 {
				t.Fatalf("not exactly one was refused: %v", errs)
			}
		}
	})
}
