package intake_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
	"soundings/cohorts/rollout"
	"soundings/metrics"
	"soundings/metrics/intake"
	"soundings/server/services/servicestest"
)

// What becomes of each event, by whose it is and when it was.
func TestEventsAreTakenIn(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		people := []string{"agreed", "invited", "declined", "withdrawn", "graduated", "back", "outside"}
		c.People(t, cohorts.Patient, people...)
		cohort, asked := c.Asked(t, "First wave", people[:6]...)
		c.Clock.Advance(700 * time.Millisecond)
		c.Feature(t, "labs", rollout.Beta)
		c.Agree(t, asked["agreed"])
		c.Agree(t, asked["withdrawn"])
		c.Agree(t, asked["graduated"])
		c.Agree(t, asked["back"])
		toTheSecond := c.Clock.Now().Truncate(time.Second) // as the portal tells when somebody agreed and went on at once
		must(c.Contact.AnswerConsent(c.ctx, asked["declined"], false, "en"))
		c.Clock.Advance(time.Hour)
		during := c.Clock.Now()
		c.Clock.Advance(time.Hour)
		c.Withdraw(t, cohort, "withdrawn")
		c.Withdraw(t, cohort, "back")
		must(c.Cohorts.SetState(c.ctx, cohort, "graduated", cohorts.Graduated, cohorts.Heard{}))
		c.Clock.Advance(time.Hour)
		away := c.Clock.Now()
		c.Clock.Advance(time.Hour)
		c.Agree(t, c.Again(t, asked["back"]))
		c.Clock.Advance(time.Hour)
		now := c.Clock.Now()

		expect.Equal(t, "each", c.Take(t,
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
		expect.Equal(t, "again", c.Take(t, event("e1", "agreed", metrics.Used, "labs", now)), "0 1")
		expect.Equal(t, "the portal", c.active(t, cohort, metrics.Portal), []int{2, 2, 2}) // who left today is none any more
		expect.Equal(t, "labs", c.active(t, cohort, "labs"), []int{1, 1, 1})
		c.EventsRecount(t)

		_, err := c.Intake.Take(c.ctx, make([]metrics.Event, intake.MaxEvents+1))
		expect.Refused(t, "too many", err, base.TooLarge)
	})
}

// Events sent twice, shuffled and late, to two servers, with people who leave and come back and folds in between, come to
// the same figures as once and in order; and counting again comes to the same at any time.
func TestEventsInAnyOrder(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		runs := 0
		other := c.Another(t)
		c.Feature(t, "labs", rollout.Beta)
		c.Feature(t, "mail", rollout.Beta)
		rapid.Check(t, func(r *rapid.T) {
			runs++
			cohorts, people := twoWaves(t, c, runs)
			start := c.Clock.Now()
			c.Clock.Advance(time.Hour)
			first := someEvents(r, c, people[0], start)
			second := make([]metrics.Event, len(first))
			for i, e := range first {
				second[i] = e
				second[i].ID, second[i].Ref = "second-"+e.ID, people[1][e.Ref]
			}
			must(c.Intake.Take(c.ctx, first))
			for some := rapid.Permutation(append(second, second...)).Draw(r, "shuffled"); len(some) > 0; {
				n := min(len(some), rapid.IntRange(1, 20).Draw(r, "batch"))
				must(rapid.SampledFrom([]*servicestest.Clinic{c.Clinic, other}).Draw(r, "server").Intake.Take(c.ctx, some[:n]))
				some = some[n:]
				if rapid.Bool().Draw(r, "fold") {
					must(c.Metrics.Fold(c.ctx))
				}
			}
			c.EventsRecount(t)
			c.Fold(t)
			c.EventsRecount(t)
			if a, b := must(c.Store.Adoption(c.ctx, cohorts[0])), must(c.Store.Adoption(c.ctx, cohorts[1])); fmt.Sprint(a) != fmt.Sprint(b) {
				r.Fatalf("in order %v\nshuffled %v", a, b)
			}
		})
	})
}

// twoWaves makes two cohorts of three who agreed at the same times; people are the refs of the first by themselves and those
// of the second by them. The third of each has left again.
func twoWaves(t *testing.T, c *clinic, run int) (ids [2]string, people [2]map[string]string) {
	var asked [2]map[string]contact.Invitation
	var names [2][]string
	for w := range 2 {
		people[w] = map[string]string{}
		for i := range 3 {
			names[w] = append(names[w], fmt.Sprintf("R%d-%d-%d", run, w, i))
			people[w][names[0][i]] = names[w][i]
		}
		c.People(t, cohorts.Patient, names[w]...)
		ids[w], asked[w] = c.Asked(t, fmt.Sprintf("Wave %d %d", run, w), names[w]...)
	}
	for i := range 3 {
		for w := range 2 {
			c.Agree(t, asked[w][names[w][i]])
		}
	}
	c.Clock.Advance(30 * 24 * time.Hour)
	for w := range 2 {
		c.Withdraw(t, ids[w], names[w][2])
	}
	return ids, people
}

// someEvents draws events of the forty days before now, in order, some of them from before anybody agreed.
func someEvents(r *rapid.T, c *clinic, people map[string]string, end time.Time) []metrics.Event {
	var all []metrics.Event
	at := end.Add(-40 * 24 * time.Hour)
	for n := range rapid.IntRange(0, 30).Draw(r, "events") {
		at = at.Add(time.Duration(rapid.IntRange(0, 48).Draw(r, "hours")) * time.Hour)
		if at.After(c.Clock.Now()) {
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
