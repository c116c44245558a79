package store_test

import (
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/cohorts/contact"
	"soundings/metrics"
	"soundings/server/store/engine"
	"soundings/surveys"
)

// Members of whom there is no event count wherever a share is of all who agreed; those who agreed before consents were
// counted do so once a recount has found them.
func TestMembersWithoutEventsCount(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		people := refs(20)
		c.patients(people...)
		cohort, asked := c.cohort("First wave", people...)
		k := c.takers(t)
		agree := func(refs ...string) {
			for _, ref := range refs {
				k.agree(asked[ref])
			}
		}
		agree(people[:6]...)
		k.withdraw(cohort, people[5])
		k.forgetMarks(t) // as it was before consents were counted
		agree(people[6:10]...)
		c.wait(time.Minute)
		k.take(event("e1", people[0], metrics.Login, "", c.now()), event("e2", people[6], metrics.Login, "", c.now()))
		c.wait(30 * 24 * time.Hour)

		report := func() metrics.Report { return must(k.Metrics.Adoption(k.ctx, metrics.Period{Cohort: cohort})) }
		equal(t, "enrolled of those counted", report().Share, 2.0/5)

		found := must(k.Metrics.Recount(k.ctx))
		equal(t, "counted in", found.Added, 5)
		equal(t, "different", found.Different, nil)
		r := report()
		equal(t, "agreed now", r.Agreed, 9)
		equal(t, "enrolled of all who agreed", r.Share, 2.0/10)
		equal(t, "percent within 28 days", int(100**r.FirstUse.Within28+0.5), 20) // who left on the day counted on it
		equal(t, "retention", r.Retention[0].Size, 10)
		equal(t, "funnel", r.Funnel[2], metrics.FunnelStep{Step: "agreed", N: 10})
		equal(t, "again", must(k.Metrics.Recount(k.ctx)).Added, 0)
		k.recounts(t)
	})
}

// An event that counts for a cohort to which its person had not agreed, or for none although they had, is found.
func TestMisplacedEvents(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.patients(refs(3)...)
		cohort, asked := c.cohort("First wave", refs(3)...)
		k := c.takers(t)
		before := c.now()
		c.wait(time.Hour)
		k.agree(asked["P-0001"])
		k.agree(asked["P-0002"])
		c.wait(time.Hour)
		k.withdraw(cohort, "P-0002")
		c.wait(time.Hour)
		add := func(id, ref string, at time.Time, cohorts ...string) {
			e := event(id, ref, metrics.Login, "", at)
			e.Day, e.Cohorts = metrics.DayOf(at, time.UTC), cohorts
			must(k.store.AddEvents(k.ctx, []metrics.Event{e}, false))
		}
		add("fine", "P-0001", c.now(), cohort)
		add("nearly", "P-0002", before.Add(2*time.Hour+14*time.Minute), cohort)
		k.recounts(t)
		add("after", "P-0002", c.now(), cohort)
		add("before", "P-0001", before, cohort)
		add("never", "P-0003", c.now(), cohort)
		add("for none", "P-0001", c.now())
		k.foldEvents()
		found := must(k.Metrics.Recount(k.ctx))
		equal(t, "misplaced", found.Misplaced, 4)
		equal(t, "equal", found.Equal(), false)
		equal(t, "says it, and of nobody who", found.Said(), []string{"4 events count for cohorts that their people had not agreed to, or not for those they had"})
	})
}

// Figures that are not what their events add up to are named by cohort, and nobody in it.
func TestWhatIsNotEqual(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.patients(refs(3)...)
		c.agreed("First wave", refs(3)...)
		k := c.takers(t)
		c.wait(time.Minute)
		k.take(event("e1", "P-0001", metrics.Login, "", c.now()), event("e2", "P-0002", metrics.Login, "", c.now()))
		k.foldEvents()
		var gone []engine.Change
		must(0, k.engine.Snapshot(k.ctx, func(collection string, doc raw) error {
			if collection == "events" {
				gone = append(gone, engine.Change{
					Op: engine.Delete, Collection: collection, ID: doc.Lookup("_id").StringValue(), Version: doc.Lookup("version").Int64(),
				})
			}
			return nil
		}))
		must(0, k.engine.Write(k.ctx, gone))
		equal(t, "said", must(k.Metrics.Recount(k.ctx)).Said(), []string{"cohort first-wave (the days of 2 members)"})
	})
}

// forgetMarks deletes what has still to be counted.
func (k *taker) forgetMarks(t *testing.T) {
	t.Helper()
	var gone []engine.Change
	if err := k.engine.Snapshot(k.ctx, func(collection string, doc raw) error {
		if collection == "event_marks" {
			gone = append(gone, engine.Change{
				Op: engine.Delete, Collection: collection, ID: doc.Lookup("_id").StringValue(), Version: doc.Lookup("version").Int64(),
			})
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if len(gone) == 0 {
		t.Fatal("nothing was to be counted")
	}
	must(0, k.engine.Write(k.ctx, gone))
}

// Figures of a survey and of invitations that are not what their facts add up to are named; somebody who was removed
// leaves theirs behind.
func TestDoctoredFiguresAreFound(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v := c.portal()
		asked := c.invited(v, refs(4)...)
		for _, ref := range refs(3) {
			c.send(asked[ref], -1, surveys.Submit, "helped=no")
		}
		right := func(about string, responses, invitations int) {
			t.Helper()
			equal(t, about, must(c.surveys.Recount(c.ctx)), surveys.Recount{Responses: responses, Surveys: 1})
			equal(t, about, must(c.contact.Recount(c.ctx)), contact.Recount{Invitations: invitations, Subjects: 2})
		}
		right("still pending", 3, 8)
		c.foldAll()
		right("folded", 3, 8)

		c.doctor(t, "responses/"+v.ID)
		equal(t, "responses", must(c.surveys.Recount(c.ctx)).Different, []string{v.ID})
		c.doctor(t, "invitations/survey/"+v.ID)
		equal(t, "invitations", must(c.contact.Recount(c.ctx)).Different, []string{"survey " + v.ID})
	})
	on(t, func(t *testing.T, c *clinic) {
		v := c.portal()
		asked := c.invited(v, refs(4)...)
		c.send(asked["P-0001"], -1, surveys.Submit, "helped=no")
		must(0, c.people.RemoveParticipant(c.ctx, "P-0001"))
		equal(t, "with somebody removed", must(c.contact.Recount(c.ctx)).Different, nil)
		equal(t, "their response counts", must(c.surveys.Recount(c.ctx)), surveys.Recount{Responses: 1, Surveys: 1})
	})
}

// doctor takes one from the first figure of a rollup.
func (c *clinic) doctor(t *testing.T, id string) {
	t.Helper()
	var doc bson.M
	kept := must(c.engine.Get(c.ctx, "rollups", id))
	if err := bson.Unmarshal(kept[0], &doc); err != nil {
		t.Fatal(err)
	}
	first := doc["counts"].(bson.A)[0].(bson.M)
	first["n"] = first["n"].(int32) - 1
	version := doc["version"].(int64)
	doc["version"] = version + 1
	must(0, c.engine.Write(c.ctx, []engine.Change{{Op: engine.Replace, Collection: "rollups", ID: id, Version: version, Doc: must(bson.Marshal(doc))}}))
}
