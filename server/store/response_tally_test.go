package store_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
	"soundings/server/services/servicestest"
	"soundings/surveys"
)

// agree holds what is kept of a survey's responses against the responses themselves.
func (c *clinic) agree(t interface{ Fatalf(string, ...any) }, v surveys.Survey) {
	kept, counted := must(c.Store.Tally(c.ctx, v)), must(c.Store.Recount(c.ctx, v))
	if counted.Groups == nil {
		counted.Groups = map[cohorts.Group]*surveys.Counts{}
	}
	if got, want := written(kept), written(counted); got != want {
		t.Fatalf("kept is %s, counted %s", got, want)
	}
}

// What is kept of the responses is what they add up to, before, between and after folds.
func TestTallyIsRecount(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Staff, "S-1", "S-2")
		people := refs(20)
		v := c.Portal(t)
		asked := c.Invited(t, v, people...)
		for _, i := range must(c.Surveys.Invite(c.ctx, v.ID, surveys.Audience{Refs: []string{"S-1", "S-2"}})) {
			asked[i.Ref] = i
		}
		c.agree(t, v)
		for n, i := range must(readAll(asked)) {
			pairs := []string{fmt.Sprint("sus.1=", 1+n%5), "why=text", []string{"used=mail", "used=labs", "used="}[n%3]}
			for item := 2; item <= 10 && n%2 == 0; item++ {
				pairs = append(pairs, fmt.Sprintf("sus.%d=%d", item, 1+(n+item)%5))
			}
			if n%4 > 0 {
				pairs = append(pairs, "helped=yes", fmt.Sprint("hours=", float64(n)/2))
			} else {
				pairs = append(pairs, "helped=no", "used=mail")
			}
			expect.Equal(t, i.Ref, c.Send(t, i, -1, surveys.Submit, pairs...).Status, surveys.Done)
			if n%5 == 0 {
				c.agree(t, v)
				must(c.Store.Fold(c.ctx))
				c.agree(t, v)
			}
		}
		c.Fold(t)
		c.agree(t, v)
		expect.Equal(t, "of whom", []int{must(c.Store.Tally(c.ctx, v)).Groups[cohorts.Patient].Completed, must(c.Store.Tally(c.ctx, v)).Groups[cohorts.Staff].Completed}, []int{20, 2})
	})
}

// The same with answers and folds in any order, from several servers.
func TestTallyInAnyOrder(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		people := refs(12)
		c.People(t, cohorts.Staff, people...)
		servers := []*clinic{c, c.another(t)}
		rapid.Check(t, func(r *rapid.T) {
			v := c.Portal(t)
			asked := servicestest.ByRef(must(c.Surveys.Invite(c.ctx, v.ID, surveys.Audience{Refs: people})))
			for range rapid.IntRange(1, 15).Draw(r, "acts") {
				at := rapid.SampledFrom(servers).Draw(r, "server")
				if rapid.IntRange(0, 3).Draw(r, "act") == 0 {
					must(at.Store.Fold(c.ctx))
					continue
				}
				helped := rapid.SampledFrom([]string{"yes", "no"}).Draw(r, "helped")
				hours := rapid.SampledFrom([]string{"0", "0.5", "24"}).Draw(r, "hours")
				at.Send(t, asked[rapid.SampledFrom(people).Draw(r, "who")], -1, surveys.Submit, "helped="+helped, "hours="+hours, "used=mail", "used=labs")
				at.agree(r, v)
			}
			c.agree(r, v)
		})
	})
}

// readAll returns invitations in the order of their refs.
func readAll[I any](byRef map[string]I) ([]I, error) {
	var all []I
	for _, ref := range append(refs(20), "S-1", "S-2") {
		i, ok := byRef[ref]
		if !ok {
			return nil, fmt.Errorf("%s is not invited", ref)
		}
		all = append(all, i)
	}
	return all, nil
}
