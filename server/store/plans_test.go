package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/plan"
	"soundings/server/store/engine"
)

// keepOldEntry keeps an entry as an older program wrote it, its words in the open.
func (c *clinic) keepOldEntry(t *testing.T) {
	t.Helper()
	raw, err := bson.Marshal(bson.M{
		"_id": "old", "version": int64(1), "schema": 1, "kind": "event", "title": "Quint is told", "text": "Zebulon calls", "owner": "Maria Lopez",
		"date": time.Date(2027, 2, 3, 0, 0, 0, 0, time.UTC), "audience": "staff",
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Engine.Write(c.ctx, []engine.Change{{Op: engine.Insert, Collection: "charter", ID: "old", Doc: raw}}); err != nil {
		t.Fatal(err)
	}
}

// An entry of before there were several groups still has its one.
func TestAnOlderEntryOfTheCharter(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.keepOldEntry(t)
		service := c.Plans
		old := must(service.Entry(c.ctx, "old"))
		expect.Equal(t, "its group", fmt.Sprint(old.Audience), "[staff]")
		old.Audience = append(old.Audience, cohorts.Patient)
		must(service.SaveEntry(c.ctx, old))
		expect.Equal(t, "its groups", fmt.Sprint(must(service.Entry(c.ctx, "old")).Audience), "[staff patient]")
	})
}

// A decision of before decisions could wait was taken on its date, and nobody noted by which seats.
func TestAnOlderDecision(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		date := time.Date(2027, 2, 3, 0, 0, 0, 0, time.UTC)
		raw := must(bson.Marshal(bson.M{"_id": "old", "version": int64(1), "schema": 2, "kind": "decision", "date": date}))
		if err := c.Engine.Write(c.ctx, []engine.Change{{Op: engine.Insert, Collection: "charter", ID: "old", Doc: raw}}); err != nil {
			t.Fatal(err)
		}
		old := must(c.Plans.Entry(c.ctx, "old"))
		expect.Equal(t, "it does not wait", fmt.Sprint(old.Waits(), old.Done.Equal(date), old.Taken == nil), "false true true")
		old.Title = "Answered within two days"
		must(c.Plans.SaveEntry(c.ctx, old))
		expect.Equal(t, "nor once it is changed", must(c.Plans.Entry(c.ctx, "old")).Waits(), false)
	})
}

// No document says what the charter does, nor whom it names; what an older program wrote is sealed by the upgrade.
func TestTheCharterIsSealed(t *testing.T) {
	words := func(e plan.Entry) string { return e.Title + ". " + e.Text + ": " + e.Owner }
	secrets := []string{"Quint", "Zebulon", "Maria", "Lopez", "decides"}
	on(t, func(t *testing.T, c *clinic) {
		c.keepOldEntry(t)
		made := must(c.Plans.SaveEntry(c.ctx, plan.Entry{Kind: plan.Decision, Title: "Maria decides", Text: "As Zebulon asked", Owner: "Lopez", Date: time.Date(2027, 2, 4, 0, 0, 0, 0, time.UTC)}))
		expect.Equal(t, "old, before", words(must(c.Plans.Entry(c.ctx, "old"))), "Quint is told. Zebulon calls: Maria Lopez")
		for range 2 {
			if err := c.Store.Upgrade(c.ctx); err != nil {
				t.Fatal(err)
			}
		}
		documents := strings.Join(c.Documents(t), "\n")
		for _, secret := range secrets {
			if strings.Contains(documents, secret) {
				t.Errorf("%q lies in the open", secret)
			}
		}
		old := must(c.Plans.Entry(c.ctx, "old"))
		expect.Equal(t, "old, after", words(old), "Quint is told. Zebulon calls: Maria Lopez")
		expect.Equal(t, "as it was for who has read it", old.Version, int64(1))
		expect.Equal(t, "new", words(must(c.Plans.Entry(c.ctx, made.ID))), "Maria decides. As Zebulon asked: Lopez")
		all := must(c.Plans.Entries(c.ctx, plan.Decision))
		expect.Equal(t, "listed", words(all[0]), "Maria decides. As Zebulon asked: Lopez")
	})
}
