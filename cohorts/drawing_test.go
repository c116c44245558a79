package cohorts_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
	"soundings/server/services/servicestest"
)

// A stratified draw is like the population: no stratum is off by a whole person. The same seed draws the same people,
// another seed draws others.
func TestStratifiedDraw(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.village(1200)
		rule := cohorts.DrawRule{Size: 200, Where: map[string]string{"group": "patient"}, Stratify: []string{"age", "site", "language"}, Seed: "2027"}
		a, b, other := c.wave("A", 0), c.wave("B", 0), c.wave("C", 0)
		drawn := must(c.Cohorts.Draw(c.ctx, a, rule))
		expect.Equal(t, "selected", drawn.Selected, 200)
		population, sum := 0, 0
		for _, in := range drawn.Strata {
			population += in.Population
		}
		expect.Equal(t, "population", []int{population, must(c.Cohorts.Draws(c.ctx, a))[0].Population()}, []int{1200, 1200})
		for _, in := range drawn.Strata {
			sum += in.Selected
			if off := math.Abs(float64(in.Selected) - 200*float64(in.Population)/1200); off >= 1 {
				t.Errorf("%s has %d of %d: off by %v", in.Name, in.Selected, in.Population, off)
			}
		}
		expect.Equal(t, "in all strata", sum, 200)
		first := c.membersOf(a)
		expect.Equal(t, "members", len(first), 200)

		must(c.Cohorts.Draw(c.ctx, b, rule))
		for _, ref := range c.membersOf(b) {
			if slices.Contains(first, ref) {
				t.Fatalf("%s is in two betas", ref)
			}
		}
		for _, id := range []string{a, b} {
			for _, ref := range c.membersOf(id) {
				must(c.Cohorts.SetState(c.ctx, id, ref, cohorts.Declined, cohorts.Heard{}))
			}
		}
		must(c.Cohorts.Draw(c.ctx, other, rule))
		expect.Equal(t, "the same seed", c.membersOf(other), first)
		shared := must(c.Cohorts.CreateCohort(c.ctx, cohorts.Cohort{Name: "D", Shared: true})).ID
		rule.Seed = ""
		again := must(c.Cohorts.Draw(c.ctx, shared, rule))
		expect.Equal(t, "another seed", again.Seed != "" && !slices.Equal(c.membersOf(shared), first), true)
		kept := must(c.Cohorts.Draws(c.ctx, shared))[0]
		expect.Equal(t, "kept with its seed", kept.Rule.Seed, again.Seed)
		expect.Equal(t, "kept", fmt.Sprint(kept.Strata), fmt.Sprint(again.Strata))
	})
}

// Members who say no are replaced from the waiting list, within their stratum and in the order of the lot, and never beyond
// the cohort's capacity.
func TestReplacement(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.village(600)
		id := c.wave("Wave", 60)
		rule := cohorts.DrawRule{Size: 60, Where: map[string]string{"group": "patient"}, Stratify: []string{"age"}, Refusals: 25}
		drawn := must(c.Cohorts.Draw(c.ctx, id, rule))
		expect.Equal(t, "waiting", drawn.Waiting >= 20 && drawn.Waiting <= 25, true)
		expect.Equal(t, "nobody is free", must(c.Cohorts.Fill(c.ctx, id)).Selected, 0)
		must(c.Contact.AskConsent(c.ctx, id))
		before := must(c.Cohorts.StrataCounts(c.ctx, id))
		for _, ref := range c.membersOf(id)[:7] {
			must(c.Cohorts.SetState(c.ctx, id, ref, cohorts.Declined, cohorts.Heard{}))
		}
		cohort := must(c.Cohorts.Cohort(c.ctx, id))
		vacant := 0
		for _, n := range must(c.Cohorts.Vacancies(c.ctx, cohort)) {
			vacant += n
		}
		expect.Equal(t, "places", vacant, 7)
		expect.Equal(t, "replaced", must(c.Cohorts.Fill(c.ctx, id)).Selected, 7)
		expect.Equal(t, "and no more", must(c.Cohorts.Fill(c.ctx, id)).Selected, 0)
		after := must(c.Cohorts.StrataCounts(c.ctx, id))
		for stratum := range before {
			expect.Equal(t, stratum, after.Active(stratum), before.Active(stratum))
		}
		waiting := must(c.Cohorts.WaitingList(c.ctx, id, "", 100)).Items
		expect.Equal(t, "still waiting", len(waiting), drawn.Waiting-7)
		expect.Equal(t, "removed", c.Cohorts.RemoveParticipant(c.ctx, waiting[0].Ref), nil)
		expect.Equal(t, "off the list", len(must(c.Cohorts.WaitingList(c.ctx, id, "", 100)).Items), drawn.Waiting-8)
	})
}

// A draw is replaced to its own size, however much room the cohort has: a free place is one that a drawn member gave back.
func TestReplacementIsOfWhatWasDrawn(t *testing.T) {
	for name, stratify := range map[string][]string{"without strata": nil, "with strata": {"age"}} {
		t.Run(name, func(t *testing.T) {
			on(t, func(t *testing.T, c *clinic) {
				c.village(200)
				id := c.wave("Wave", 80)
				drawn := must(c.Cohorts.Draw(c.ctx, id, cohorts.DrawRule{Size: 20, Where: map[string]string{"group": "patient"}, Stratify: stratify, Refusals: 50}))
				expect.Equal(t, "drawn", drawn.Selected, 20)
				expect.Equal(t, "nobody has said no", must(c.Cohorts.Fill(c.ctx, id)).Selected, 0)
				must(c.Cohorts.SetState(c.ctx, id, c.membersOf(id)[0], cohorts.Declined, cohorts.Heard{}))
				expect.Equal(t, "one has said no", must(c.Cohorts.Fill(c.ctx, id)).Selected, 1)
				expect.Equal(t, "and is replaced", must(c.Cohorts.Fill(c.ctx, id)).Selected, 0)
			})
		})
	}
}

// A rule selects everybody who matches; people on a list for whom there is no room may go on the waiting list.
func TestSelectByRuleAndList(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.village(100)
		id := c.wave("By rule", 0)
		selection := must(c.Cohorts.Draw(c.ctx, id, cohorts.DrawRule{Where: map[string]string{"group": "staff", "site": "north"}}))
		expect.Equal(t, "all who fit", selection.Selected, 20)
		expect.Equal(t, "again", must(c.Cohorts.Draw(c.ctx, id, cohorts.DrawRule{Where: map[string]string{"group": "staff"}})).Selected, 0)

		small := c.wave("Small", 3)
		list := []string{"V-00001", "V-00002", "V-00003", "V-00004", "V-00005"}
		_, err := c.Cohorts.Select(c.ctx, small, list, cohorts.RefuseOverflow)
		expect.Equal(t, "no room", expect.Fields(err), []string{"refs: cohort.full"})
		selection = must(c.Cohorts.Select(c.ctx, small, list, cohorts.QueueOverflow))
		expect.Equal(t, "selected and waiting", []int{selection.Selected, selection.Waiting}, []int{3, 2})
		must(c.Cohorts.SetState(c.ctx, small, "V-00002", cohorts.Declined, cohorts.Heard{}))
		expect.Equal(t, "filled", must(c.Cohorts.Fill(c.ctx, small)).Selected, 1)
		expect.Equal(t, "members", c.membersOf(small), []string{"V-00001", "V-00002", "V-00003", "V-00004"})
		_, err = c.Cohorts.Select(c.ctx, small, []string{"S-00001"}, cohorts.RefuseOverflow)
		expect.Equal(t, "in two betas", expect.Fields(err), []string{"refs: participant.elsewhere"})
	})
}

// A draw that is impossible is refused by field, and changes nothing.
func TestDrawsThatCannotBe(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.village(50)
		id := c.wave("Wave", 40)
		for about, d := range map[string]struct {
			rule cohorts.DrawRule
			want []string
		}{
			"an unknown attribute":     {cohorts.DrawRule{Size: 5, Where: map[string]string{"colour": "red"}}, []string{"where.colour: select.unknown"}},
			"to stratify by":           {cohorts.DrawRule{Size: 5, Stratify: []string{"age", "colour"}}, []string{"stratify: select.unknown"}},
			"an unknown group":         {cohorts.DrawRule{Size: 5, Where: map[string]string{"group": "friends"}}, []string{"where.group: error.oneof"}},
			"nothing at all":           {cohorts.DrawRule{}, []string{"size: error.required"}},
			"less than nobody":         {cohorts.DrawRule{Size: -1, Where: map[string]string{"age": "80+"}}, []string{"size: error.min"}},
			"more than there is room":  {cohorts.DrawRule{Size: 41}, []string{"size: cohort.full"}},
			"more than there are":      {cohorts.DrawRule{Size: 21, Where: map[string]string{"group": "staff"}}, []string{"size: select.too_few"}},
			"everybody says no":        {cohorts.DrawRule{Size: 5, Refusals: 100}, []string{"refusals: error.max"}},
			"twice the same attribute": {cohorts.DrawRule{Size: 5, Stratify: []string{"age", "age"}}, []string{"stratify: error.unique"}},
		} {
			_, err := c.Cohorts.Draw(c.ctx, id, d.rule)
			expect.Equal(t, about, expect.Fields(err), d.want)
		}
		expect.Equal(t, "members", len(c.membersOf(id)), 0)
		expect.Equal(t, "draws", len(must(c.Cohorts.Draws(c.ctx, id))), 0)
	})
}

// Places and betas are given by one write each: of selections at once none goes beyond the capacity, and nobody lands in two
// betas.
func TestSelectionsAtOnce(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.village(100)
		full, either := c.wave("Full", 50), []string{c.wave("One", 0), c.wave("Two", 0)}
		list := func(from, n int) []string {
			refs := make([]string, n)
			for i := range refs {
				refs[i] = fmt.Sprintf("V-%05d", from+i)
			}
			return refs
		}
		servicestest.Together(4, func(i int) error {
			_, err := c.Cohorts.Select(c.ctx, full, list(1+10*i, 50), cohorts.QueueOverflow)
			return err
		})
		expect.Equal(t, "members of 50 places", len(c.membersOf(full)), 50)

		shared := list(85, 10)
		servicestest.Together(2, func(i int) error {
			_, err := c.Cohorts.Select(c.ctx, either[i], shared, cohorts.RefuseOverflow)
			return err
		})
		for _, ref := range shared {
			expect.Equal(t, ref+" is in so many betas", len(must(c.Cohorts.MembershipsOf(c.ctx, ref))), 1)
		}

		drawn := c.wave("Drawn", 20)
		servicestest.Together(3, func(int) error {
			_, err := c.Cohorts.Draw(c.ctx, drawn, cohorts.DrawRule{Size: 15, Where: map[string]string{"group": "staff"}})
			return err
		})
		expect.Equal(t, "members of 20 places, drawn by fifteens", len(c.membersOf(drawn)), 15)
		expect.Equal(t, "draws on record", len(must(c.Cohorts.Draws(c.ctx, drawn))), 1)
	})
}
