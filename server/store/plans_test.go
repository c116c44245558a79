package store_test

import (
	"fmt"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
	"soundings/server/store/engine"
)

// An entry of before there were several groups still has its one.
func TestAnOlderEntryOfTheCharter(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		raw, err := bson.Marshal(bson.M{"_id": "old", "version": int64(1), "schema": 1, "kind": "event", "title": "Soon", "date": time.Date(2027, 2, 3, 0, 0, 0, 0, time.UTC), "audience": "staff"})
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Engine.Write(c.ctx, []engine.Change{{Op: engine.Insert, Collection: "charter", ID: "old", Doc: raw}}); err != nil {
			t.Fatal(err)
		}
		service := c.Plans
		old := must(service.Entry(c.ctx, "old"))
		expect.Equal(t, "its group", fmt.Sprint(old.Audience), "[staff]")
		old.Audience = append(old.Audience, cohorts.Patient)
		must(service.SaveEntry(c.ctx, old))
		expect.Equal(t, "its groups", fmt.Sprint(must(service.Entry(c.ctx, "old")).Audience), "[staff patient]")
	})
}
