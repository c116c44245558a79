package cohorts_test

import (
	"crypto/sha256"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/server/services/servicestest"
)

// A stratified draw is like the population: no stratum is off by a whole person. Who is in a beta is not drawn for another.
func TestStratifiedDraw(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.village(1200)
		rule := cohorts.DrawRule{Size: 200, Where: map[string]string{"group": "patient"}, Stratify: []string{"age", "site", "language"}}
		a, b := c.wave("A", 0), c.wave("B", 0)
		drawn := must(c.Cohorts.Draw(c.ctx, a, rule, ""))
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
		must(c.Cohorts.Draw(c.ctx, b, rule, ""))
		for _, ref := range c.membersOf(b) {
			if slices.Contains(first, ref) {
				t.Fatalf("%s is in two betas", ref)
			}
		}
	})
}

// A draw can be done anew from its record, by whoever has the list of people: who could be drawn is that of which the sum
// was kept before there was a seed, and the lots of the seed draw the same people. Draws of earlier versions, which let a
// seed be typed, are kept as they were.
func TestDrawsAreProven(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.village(300)
		rule := cohorts.DrawRule{Size: 30, Where: map[string]string{"group": "patient"}, Stratify: []string{"site"}, Refusals: 25}
		seeds := map[string]bool{}
		for _, name := range []string{"A", "B"} {
			id := must(c.Cohorts.CreateCohort(c.ctx, cohorts.Cohort{Name: base.Words{"en": name, "es": name}, Shared: true})).ID
			drawn := must(c.Cohorts.Draw(c.ctx, id, rule, ""))
			kept := must(c.Cohorts.Draws(c.ctx, id))[0]
			sum, again := c.drawAnew(t, kept)
			expect.Equal(t, "who could be drawn", kept.Candidates, sum)
			expect.Equal(t, "who is drawn", c.membersOf(id), again)
			expect.Equal(t, "kept", fmt.Sprint(kept.Seed, kept.Rule, kept.Strata), fmt.Sprint(drawn.Seed, rule, drawn.Strata))
			seeds[kept.Seed] = true
		}
		expect.Equal(t, "seeds", len(seeds), 2)

		old := c.wave("Old", 0)
		typed := cohorts.Draw{ID: "01OLD", Cohort: old, Rule: rule, Seed: "larkmoor", At: c.Clock.Now()}
		if err := c.Store.SelectMembers(c.ctx, must(c.Cohorts.Cohort(c.ctx, old)), nil, nil, &typed); err != nil {
			t.Fatal(err)
		}
		kept := must(c.Cohorts.Draws(c.ctx, old))[0]
		expect.Equal(t, "seed and sum", []string{kept.Seed, kept.Candidates}, []string{"larkmoor", ""})
	})
}

// drawAnew does a draw of patients by site once more, from its record and the list of people alone. It returns the sum of
// who could be drawn, and who is.
func (c *clinic) drawAnew(t *testing.T, d cohorts.Draw) (sum string, drawn []string) {
	t.Helper()
	var list strings.Builder
	sites := map[string][]string{}
	for p, err := range c.Cohorts.EveryParticipant(c.ctx, cohorts.ParticipantQuery{Group: cohorts.Patient}) {
		stratum := "site=" + must(p, err).Attributes["site"]
		fmt.Fprintf(&list, "%s\x00%s\n", p.Ref, stratum)
		sites[stratum] = append(sites[stratum], p.Ref)
	}
	lot := func(ref string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(d.Seed+"\x00"+ref)))[:24] }
	places := map[string]int{}
	for _, in := range d.Strata {
		places[in.Name] = in.Wanted
	}
	for stratum, refs := range sites {
		slices.SortFunc(refs, func(a, b string) int { return strings.Compare(lot(a), lot(b)) })
		drawn = append(drawn, refs[:places[stratum]]...)
	}
	slices.Sort(drawn)
	return fmt.Sprintf("%x", sha256.Sum256([]byte(list.String()))), drawn
}

// Nobody can draw until the lots please them: members are drawn once more only with a reason, which is kept and on the
// record, and the people drawn before stay.
func TestDrawingAgainNeedsAReason(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.village(100)
		id, rule := c.wave("Wave", 0), cohorts.DrawRule{Size: 5, Where: map[string]string{"group": "patient"}}
		must(c.Cohorts.Draw(c.ctx, id, rule, ""))
		first := c.membersOf(id)
		for about, d := range map[string]struct{ reason, want string }{
			"no reason":    {"", "reason: select.reason"},
			"only a blank": {" \n ", "reason: select.reason"},
			"a long one":   {strings.Repeat("ñ", 501), "reason: error.max_length"},
		} {
			_, err := c.Cohorts.Draw(c.ctx, id, rule, d.reason)
			expect.Equal(t, about, expect.Fields(err), []string{d.want})
		}
		expect.Equal(t, "members", c.membersOf(id), first)
		c.Clock.Advance(time.Minute)
		must(c.Cohorts.Draw(c.ctx, id, rule, " Five more places. "))
		expect.Equal(t, "selected by two draws", len(c.membersOf(id)), 10)
		for _, ref := range first {
			expect.Equal(t, ref+" stays", slices.Contains(c.membersOf(id), ref), true)
		}
		draws := must(c.Cohorts.Draws(c.ctx, id))
		expect.Equal(t, "reasons", []string{draws[0].Reason, draws[1].Reason}, []string{"Five more places.", ""})
		expect.Equal(t, "seeds", draws[0].Seed != draws[1].Seed, true)
		expect.Equal(t, "sealed", strings.Contains(strings.Join(c.Documents(t), "\n"), "Five more"), false)
	})
}

// Members who say no are replaced from the waiting list, within their stratum and in the order of the lot, and never beyond
// the cohort's capacity.
func TestReplacement(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.village(600)
		c.SetUp(t)
		id := c.wave("Wave", 60)
		rule := cohorts.DrawRule{Size: 60, Where: map[string]string{"group": "patient"}, Stratify: []string{"age"}, Refusals: 25}
		drawn := must(c.Cohorts.Draw(c.ctx, id, rule, ""))
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
				drawn := must(c.Cohorts.Draw(c.ctx, id, cohorts.DrawRule{Size: 20, Where: map[string]string{"group": "patient"}, Stratify: stratify, Refusals: 50}, ""))
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
		selection := must(c.Cohorts.Draw(c.ctx, id, cohorts.DrawRule{Where: map[string]string{"group": "staff", "site": "north"}}, ""))
		expect.Equal(t, "all who fit", selection.Selected, 20)
		expect.Equal(t, "again", must(c.Cohorts.Draw(c.ctx, id, cohorts.DrawRule{Where: map[string]string{"group": "staff"}}, "Somebody new?")).Selected, 0)

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
			_, err := c.Cohorts.Draw(c.ctx, id, d.rule, "")
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
			_, err := c.Cohorts.Draw(c.ctx, drawn, cohorts.DrawRule{Size: 15, Where: map[string]string{"group": "staff"}}, "")
			return err
		})
		expect.Equal(t, "members of 20 places, drawn by fifteens", len(c.membersOf(drawn)), 15)
		expect.Equal(t, "draws on record", len(must(c.Cohorts.Draws(c.ctx, drawn))), 1)
	})
}
