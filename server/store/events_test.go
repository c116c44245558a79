package store_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/cohorts/rollout"
	"soundings/metrics"
	"soundings/metrics/intake"
)

// taker is a server that takes events in.
type taker struct {
	*portal
	events *intake.Service
}

func (c *clinic) takers(t *testing.T) *taker {
	p := c.rollouts(t)
	return &taker{p, p.Intake}
}

// take takes events in and returns what came of them: accepted, duplicates and, of each that was rejected, why.
func (k *taker) take(events ...metrics.Event) string {
	taken := must(k.events.Take(k.ctx, events))
	said := fmt.Sprintf("%d %d", taken.Accepted, taken.Duplicates)
	for _, r := range taken.Rejected {
		said += fmt.Sprintf(" %d:%s", r.Index, r.Text.ID)
	}
	return said
}

// active returns how many of a cohort were active in the 1, 7 and 28 days that end now.
func (k *taker) active(cohort, feature string) []int {
	k.foldEvents()
	tally, today := must(k.store.Adoption(k.ctx, cohort)), metrics.DayOf(k.now(), time.UTC)
	return []int{tally.On(feature, metrics.Active1, today), tally.On(feature, metrics.Active7, today), tally.On(feature, metrics.Active28, today)}
}

func (k *taker) foldEvents() {
	for must(k.Metrics.Fold(k.ctx)) > 0 {
	}
}

// recounts checks that counting every event again comes to the same.
func (k *taker) recounts(t *testing.T) {
	t.Helper()
	found := must(k.Metrics.Recount(k.ctx))
	equal(t, "recounted", found.Different, nil)
	equal(t, "misplaced", found.Misplaced, 0)
	equal(t, "counted in", found.Added, 0)
}

func event(id, ref string, kind metrics.Kind, feature string, at time.Time) metrics.Event {
	return metrics.Event{ID: id, Ref: ref, Kind: kind, Feature: feature, At: at}
}

// What becomes of each event, by whose it is and when it was.
func TestEventsAreTakenIn(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		people := []string{"agreed", "invited", "declined", "withdrawn", "graduated", "back", "outside"}
		c.patients(people...)
		cohort, asked := c.cohort("First wave", people[:6]...)
		c.wait(700 * time.Millisecond)
		k := c.takers(t)
		k.feature("labs", rollout.Beta)
		k.agree(asked["agreed"])
		k.agree(asked["withdrawn"])
		k.agree(asked["graduated"])
		k.agree(asked["back"])
		toTheSecond := c.now().Truncate(time.Second) // as the portal tells when somebody agreed and went on at once
		must(c.contact.AnswerConsent(c.ctx, asked["declined"], false, "en"))
		c.wait(time.Hour)
		during := c.now()
		c.wait(time.Hour)
		k.withdraw(cohort, "withdrawn")
		k.withdraw(cohort, "back")
		must(k.people.SetState(k.ctx, cohort, "graduated", cohorts.Graduated, cohorts.Heard{}))
		c.wait(time.Hour)
		away := c.now()
		c.wait(time.Hour)
		k.agree(k.again(asked["back"]))
		c.wait(time.Hour)
		now := c.now()

		equal(t, "each", k.take(
			event("e1", "agreed", metrics.Used, "labs", now),
			event("e1", "agreed", metrics.Used, "labs", now),
			event("e2", "invited", metrics.Login, "", now),
			event("e3", "declined", metrics.Login, "", now),
			event("e4", "withdrawn", metrics.Login, "", now),
			event("e5", "withdrawn", metrics.Login, "", during),
			event("e6", "outside", metrics.Login, "", now),
			event("e7", "agreed", metrics.Login, "", now.AddDate(0, -1, 0)),
			event("e8", "stranger", metrics.Login, "", now),
			event("e9", "agreed", metrics.Used, "telepathy", now),
			event("", "agreed", metrics.Login, "", now),
			event("e10", "agreed", "slept", "", now),
			event("e11", "agreed", metrics.Used, "", now),
			event("e12", "agreed", metrics.Login, "", now.Add(16*time.Minute)),
			event("e13", "", metrics.Login, "", now),
			event("e14", "agreed", metrics.Login, "", time.Time{}),
			event("e15", "graduated", metrics.Login, "", now),
			event("e16", "graduated", metrics.Login, "", now.AddDate(0, -1, 0)),
			event("e17", "back", metrics.Login, "", away),
			event("e18", "back", metrics.Login, "", toTheSecond),
			event("e19", "agreed", metrics.Login, "", now.Add(15*time.Minute)),
		), "6 1 2:event.not_agreed 3:event.not_agreed 4:event.not_agreed 7:event.not_agreed 8:event.unknown_ref 9:event.unknown_feature"+
			" 10:event.id 11:event.kind 12:event.feature 13:event.ahead 14:event.ref 15:event.at 17:event.not_agreed 18:event.not_agreed")
		equal(t, "again", k.take(event("e1", "agreed", metrics.Used, "labs", now)), "0 1")
		equal(t, "the portal", k.active(cohort, metrics.Portal), []int{2, 2, 2}) // who left today is none any more
		equal(t, "labs", k.active(cohort, "labs"), []int{1, 1, 1})
		k.recounts(t)

		_, err := k.events.Take(k.ctx, make([]metrics.Event, intake.MaxEvents+1))
		refused(t, "too many", err, base.TooLarge)
	})
}

// Events sent twice, shuffled and late, to two servers, with people who leave and come back and folds in between, come to
// the same figures as once and in order; and counting again comes to the same at any time.
func TestEventsInAnyOrder(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		runs := 0
		k, other := c.takers(t), c.takers(t)
		k.feature("labs", rollout.Beta)
		k.feature("mail", rollout.Beta)
		rapid.Check(t, func(r *rapid.T) {
			runs++
			cohorts, people := twoWaves(c, k, runs)
			start := c.now()
			c.wait(time.Hour)
			first := someEvents(r, c, people[0], start)
			second := make([]metrics.Event, len(first))
			for i, e := range first {
				second[i] = e
				second[i].ID, second[i].Ref = "second-"+e.ID, people[1][e.Ref]
			}
			must(k.events.Take(k.ctx, first))
			for some := rapid.Permutation(append(second, second...)).Draw(r, "shuffled"); len(some) > 0; {
				n := min(len(some), rapid.IntRange(1, 20).Draw(r, "batch"))
				must(rapid.SampledFrom([]*taker{k, other}).Draw(r, "server").events.Take(k.ctx, some[:n]))
				some = some[n:]
				if rapid.Bool().Draw(r, "fold") {
					must(k.Metrics.Fold(k.ctx))
				}
			}
			k.recounts(t)
			k.foldEvents()
			k.recounts(t)
			if a, b := must(k.store.Adoption(k.ctx, cohorts[0])), must(k.store.Adoption(k.ctx, cohorts[1])); fmt.Sprint(a) != fmt.Sprint(b) {
				r.Fatalf("in order %v\nshuffled %v", a, b)
			}
		})
	})
}

// twoWaves makes two cohorts of three who agreed at the same times; people are the refs of the first by themselves and those
// of the second by them. The third of each has left again.
func twoWaves(c *clinic, k *taker, run int) (ids [2]string, people [2]map[string]string) {
	var asked [2]map[string]contact.Invitation
	var names [2][]string
	for w := range 2 {
		people[w] = map[string]string{}
		for i := range 3 {
			names[w] = append(names[w], fmt.Sprintf("R%d-%d-%d", run, w, i))
			people[w][names[0][i]] = names[w][i]
		}
		c.patients(names[w]...)
		ids[w], asked[w] = c.cohort(fmt.Sprintf("Wave %d %d", run, w), names[w]...)
	}
	for i := range 3 {
		for w := range 2 {
			k.agree(asked[w][names[w][i]])
		}
	}
	c.wait(30 * 24 * time.Hour)
	for w := range 2 {
		k.withdraw(ids[w], names[w][2])
	}
	return ids, people
}

// someEvents draws events of the forty days before now, in order, some of them from before anybody agreed.
func someEvents(r *rapid.T, c *clinic, people map[string]string, end time.Time) []metrics.Event {
	var all []metrics.Event
	at := end.Add(-40 * 24 * time.Hour)
	for n := range rapid.IntRange(0, 30).Draw(r, "events") {
		at = at.Add(time.Duration(rapid.IntRange(0, 48).Draw(r, "hours")) * time.Hour)
		if at.After(c.now()) {
			break
		}
		kind, feature := rapid.SampledFrom(metrics.Kinds()).Draw(r, "kind"), ""
		if kind == metrics.Used {
			feature = rapid.SampledFrom([]string{"labs", "mail"}).Draw(r, "feature")
		}
		ref := rapid.SampledFrom(slices.Sorted(maps.Keys(people))).Draw(r, "ref")
		all = append(all, event(fmt.Sprintf("%s-%d", ref, n), ref, kind, feature, at))
	}
	return all
}
