package store_test

import (
	"fmt"
	"maps"
	"testing"

	"pgregory.net/rapid"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
	"soundings/server/services/servicestest"
)

// Folding changes no figure, whoever folds and however many at once.
func TestFold(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(100)...)
		id, asked := c.Asked(t, "First wave", refs(100)...)
		for n, ref := range refs(30) {
			must(c.Contact.AnswerConsent(c.ctx, asked[ref], n%3 > 0, "en"))
		}
		want := map[cohorts.State]int{cohorts.Invited: 70, cohorts.Agreed: 20, cohorts.Declined: 10}
		expect.Equal(t, "before", c.members(id), want)
		if c.pending(t) < 60 {
			t.Errorf("only %d are pending", c.pending(t))
		}
		for c.pending(t) > 0 {
			folders := servicestest.Together(3, func(n int) error {
				if n == 2 {
					expect.Equal(t, "meanwhile", c.members(id), want)
					return nil
				}
				_, err := c.Another(t).Store.Fold(c.ctx)
				return err
			})
			expect.Equal(t, "faults", servicestest.Count(folders), map[error]int{nil: 3})
		}
		expect.Equal(t, "after", c.members(id), want)
		expect.Equal(t, "recounted", c.recounted(id), want)
		counts := must(c.Contact.Counts(c.ctx, contact.ForConsent, id))
		expect.Equal(t, "invitations", []int{counts.Invited(), counts.States[contact.Completed], counts.Started}, []int{100, 30, 30})
		expect.Equal(t, "nothing left", must(c.Store.Fold(c.ctx)), 0)
	})
}

// Facts that come while others fold are counted, each once.
func TestFoldBesideWriters(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(40)...)
		id, asked := c.Asked(t, "First wave", refs(40)...)
		servicestest.Together(6, func(n int) error {
			for k, ref := range refs(40) {
				switch {
				case n >= 4:
					must(c.Store.Fold(c.ctx))
				case k%4 == n:
					must(c.Contact.AnswerConsent(c.ctx, asked[ref], true, "en"))
				}
			}
			return nil
		})
		c.Fold(t)
		expect.Equal(t, "agreed", c.members(id), map[cohorts.State]int{cohorts.Agreed: 40})
	})
}

// Whatever happens in whatever order, with folds in between: the counts are those of the memberships.
func TestCountsAreExact(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		people := refs(6)
		c.SetUp(t)
		c.People(t, cohorts.Patient, people...)
		runs := 0
		rapid.Check(t, func(r *rapid.T) {
			runs++
			id := must(c.Cohorts.CreateCohort(c.ctx, cohorts.Cohort{Name: base.Words{"en": fmt.Sprint("Wave ", runs), "es": fmt.Sprint("Wave ", runs)}, Shared: true})).ID
			actors := map[string]*clinic{
				"team": c, "key": c.by(base.Actor{Kind: base.ActorKey, ID: "KEY"}), "own": c.by(base.Actor{Kind: base.ActorParticipant, ID: "P"}),
			}
			r.Repeat(map[string]func(*rapid.T){
				"select": func(r *rapid.T) {
					must(c.Cohorts.Select(c.ctx, id, rapid.SliceOfN(rapid.SampledFrom(people), 1, 3).Draw(r, "refs"), cohorts.RefuseOverflow))
				},
				"step": func(r *rapid.T) {
					by := actors[rapid.SampledFrom([]string{"team", "key", "own"}).Draw(r, "by")]
					ref, to := rapid.SampledFrom(people).Draw(r, "ref"), rapid.SampledFrom(cohorts.States()).Draw(r, "to")
					_, err := by.Cohorts.SetState(by.ctx, id, ref, to, cohorts.Heard{})
					if err != nil && !base.IsCode(err, base.Conflict) && !base.IsCode(err, base.NotFound) {
						r.Fatal(err)
					}
				},
				"ask":  func(*rapid.T) { must(c.Contact.AskConsent(c.ctx, id)) },
				"fold": func(*rapid.T) { must(c.Store.Fold(c.ctx)) },
				"": func(r *rapid.T) {
					if got, want := fmt.Sprint(c.members(id)), fmt.Sprint(c.recounted(id)); got != want {
						r.Fatalf("counted %s, there are %s", got, want)
					}
				},
			})
		})
	})
}

// members is how many members a cohort has in each state, those it has none in left out.
func (c *clinic) members(cohort string) map[cohorts.State]int {
	counts := must(c.Cohorts.MemberCounts(c.ctx, cohort))
	maps.DeleteFunc(counts, func(_ cohorts.State, n int) bool { return n == 0 })
	return counts
}

// recounted is the same, counted from the memberships themselves.
func (c *clinic) recounted(cohort string) map[cohorts.State]int {
	counts := map[cohorts.State]int{}
	for m, err := range c.Cohorts.EveryMember(c.ctx, cohort, "") {
		must(m, err)
		counts[m.State]++
	}
	return counts
}
