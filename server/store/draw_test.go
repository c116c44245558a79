package store_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"soundings/cohorts"
)

// village is a population of patients with an age band and a site, of unlike sizes, and a few of the staff.
func (c *clinic) village(n int) {
	var file strings.Builder
	file.WriteString("ref,group,language,age,site\n")
	for i := range n {
		age := []string{"18-34", "35-49", "50-64", "65-79", "80+"}[i*i%11%5]
		fmt.Fprintf(&file, "V-%05d,patient,%s,%s,%s\n", i, []string{"en", "en", "es"}[i%3], age, []string{"north", "south", "south", ""}[i%7%4])
	}
	for i := range 20 {
		fmt.Fprintf(&file, "S-%05d,staff,en,35-49,north\n", i)
	}
	must(c.people.Import(c.ctx, strings.NewReader(file.String()), false))
}

func (c *clinic) wave(name string, capacity int) string {
	return must(c.people.CreateCohort(c.ctx, cohorts.Cohort{Name: name, Capacity: capacity})).ID
}

func (c *clinic) membersOf(id string) []string {
	var all []string
	q := cohorts.MembershipQuery{Cohort: id, Limit: 1000}
	for {
		page := must(c.people.Members(c.ctx, q))
		for _, m := range page.Items {
			all = append(all, m.Ref)
		}
		if q.After = page.Next; q.After == "" {
			return all
		}
	}
}

// A stratified draw looks like the population: no stratum is off by more than one person. The same seed draws the same
// people, another seed others.
func TestStratifiedDraw(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.village(1200)
		rule := cohorts.DrawRule{Size: 200, Where: map[string]string{"group": "patient"}, Stratify: []string{"age", "site", "language"}, Seed: "2027"}
		a, b, other := c.wave("A", 0), c.wave("B", 0), c.wave("C", 0)
		drawn := must(c.people.Draw(c.ctx, a, rule))
		equal(t, "selected", drawn.Selected, 200)
		population, sum := 0, 0
		for _, in := range drawn.Strata {
			population += in.Population
		}
		equal(t, "population", population, 1200)
		for _, in := range drawn.Strata {
			sum += in.Selected
			if off := math.Abs(float64(in.Selected) - 200*float64(in.Population)/1200); off >= 1 {
				t.Errorf("%s has %d of %d: off by %v", in.Name, in.Selected, in.Population, off)
			}
		}
		equal(t, "in all strata", sum, 200)
		first := c.membersOf(a)
		equal(t, "members", len(first), 200)

		must(c.people.Draw(c.ctx, b, rule))
		for _, ref := range c.membersOf(b) {
			if slices.Contains(first, ref) {
				t.Fatalf("%s is in two betas", ref)
			}
		}
		for _, id := range []string{a, b} {
			for _, ref := range c.membersOf(id) {
				must(c.people.SetState(c.ctx, id, ref, cohorts.Declined, cohorts.Heard{}))
			}
		}
		must(c.people.Draw(c.ctx, other, rule))
		equal(t, "the same seed", c.membersOf(other), first)
		shared := must(c.people.CreateCohort(c.ctx, cohorts.Cohort{Name: "D", Shared: true})).ID
		rule.Seed = ""
		again := must(c.people.Draw(c.ctx, shared, rule))
		equal(t, "another seed", again.Seed != "" && !slices.Equal(c.membersOf(shared), first), true)
		kept := must(c.people.Draws(c.ctx, shared))[0]
		equal(t, "kept with its seed", kept.Rule.Seed, again.Seed)
		equal(t, "kept", fmt.Sprint(kept.Strata), fmt.Sprint(again.Strata))
	})
}

// Who says no is replaced from the waiting list, within their stratum and in the order of the lot, and never beyond the
// cohort's capacity.
func TestReplacement(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.village(600)
		id := c.wave("Wave", 60)
		rule := cohorts.DrawRule{Size: 60, Where: map[string]string{"group": "patient"}, Stratify: []string{"age"}, Refusals: 25}
		drawn := must(c.people.Draw(c.ctx, id, rule))
		equal(t, "waiting", drawn.Waiting >= 20 && drawn.Waiting <= 25, true)
		equal(t, "nobody is free", must(c.people.Fill(c.ctx, id)).Selected, 0)
		must(c.contact.AskConsent(c.ctx, id))
		before := must(c.people.StrataCounts(c.ctx, id))
		for _, ref := range c.membersOf(id)[:7] {
			must(c.people.SetState(c.ctx, id, ref, cohorts.Declined, cohorts.Heard{}))
		}
		cohort := must(c.people.Cohort(c.ctx, id))
		vacant := 0
		for _, n := range must(c.people.Vacancies(c.ctx, cohort)) {
			vacant += n
		}
		equal(t, "places", vacant, 7)
		equal(t, "replaced", must(c.people.Fill(c.ctx, id)).Selected, 7)
		equal(t, "and no more", must(c.people.Fill(c.ctx, id)).Selected, 0)
		after := must(c.people.StrataCounts(c.ctx, id))
		for stratum := range before {
			equal(t, stratum, after.Active(stratum), before.Active(stratum))
		}
		waiting := must(c.people.WaitingList(c.ctx, id, "", 100)).Items
		equal(t, "still waiting", len(waiting), drawn.Waiting-7)
		equal(t, "removed", c.people.RemoveParticipant(c.ctx, waiting[0].Ref), nil)
		equal(t, "off the list", len(must(c.people.WaitingList(c.ctx, id, "", 100)).Items), drawn.Waiting-8)
	})
}

// A rule selects all who fit; a list may put on the waiting list those for whom there is no room.
func TestSelectByRuleAndList(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.village(100)
		id := c.wave("By rule", 0)
		selection := must(c.people.Draw(c.ctx, id, cohorts.DrawRule{Where: map[string]string{"group": "staff", "site": "north"}}))
		equal(t, "all who fit", selection.Selected, 20)
		equal(t, "again", must(c.people.Draw(c.ctx, id, cohorts.DrawRule{Where: map[string]string{"group": "staff"}})).Selected, 0)

		small := c.wave("Small", 3)
		list := []string{"V-00001", "V-00002", "V-00003", "V-00004", "V-00005"}
		_, err := c.people.Select(c.ctx, small, list, cohorts.RefuseOverflow)
		equal(t, "no room", bad(err), []string{"refs: cohort.full"})
		selection = must(c.people.Select(c.ctx, small, list, cohorts.QueueOverflow))
		equal(t, "selected and waiting", []int{selection.Selected, selection.Waiting}, []int{3, 2})
		must(c.people.SetState(c.ctx, small, "V-00002", cohorts.Declined, cohorts.Heard{}))
		equal(t, "filled", must(c.people.Fill(c.ctx, small)).Selected, 1)
		equal(t, "members", c.membersOf(small), []string{"V-00001", "V-00002", "V-00003", "V-00004"})
		_, err = c.people.Select(c.ctx, small, []string{"S-00001"}, cohorts.RefuseOverflow)
		equal(t, "in two betas", bad(err), []string{"refs: participant.elsewhere"})
	})
}

// What cannot be drawn is refused by field, and nothing is changed.
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
			_, err := c.people.Draw(c.ctx, id, d.rule)
			equal(t, about, bad(err), d.want)
		}
		equal(t, "members", len(c.membersOf(id)), 0)
		equal(t, "draws", len(must(c.people.Draws(c.ctx, id))), 0)
	})
}
