package mongo

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"

	"soundings/server/store/engine"
	"soundings/server/store/mongo/mongotest"
)

// byDriver does with the driver alone what Write does: one insert, or several in a transaction.
func (db *DB) byDriver(ctx context.Context, changes []engine.Change) error {
	if len(changes) == 1 {
		_, err := db.collection("visits").InsertOne(ctx, changes[0].Doc)
		return err
	}
	session, err := db.client.StartSession()
	if err != nil {
		return err
	}
	defer session.EndSession(ctx)
	_, err = session.WithTransaction(ctx, func(ctx mongo.SessionContext) (any, error) {
		var docs []any
		for _, c := range changes[:2] {
			docs = append(docs, c.Doc)
		}
		if _, err := db.collection("visits").InsertMany(ctx, docs); err != nil {
			return nil, err
		}
		return db.collection("visits").ReplaceOne(ctx, kept(changes[2]), changes[2].Doc)
	})
	return err
}

// BenchmarkWrite compares the engine with the driver doing the same, by turns in one run: ratio is the engine's rate in
// parts of the driver's. A list is two inserts and a replacement.
func BenchmarkWrite(b *testing.B) {
	for _, size := range []int{1, 3} {
		for _, writers := range []int{1, 64} {
			b.Run(fmt.Sprintf("changes=%d/writers=%d", size, writers), func(b *testing.B) {
				db := open(b, mongotest.Database(b))
				var ours, theirs time.Duration
				b.ResetTimer()
				for left, round := b.N, 0; left > 0; left, round = left-10*writers, round+2 {
					lists := min(left, 10*writers)
					ours += timeLists(b, db.Write, writers, lists, size, round)
					theirs += timeLists(b, db.byDriver, writers, lists, size, round+1)
				}
				b.ReportMetric(float64(b.N)/ours.Seconds(), "lists/s")
				b.ReportMetric(theirs.Seconds()/ours.Seconds(), "ratio")
			})
		}
	}
}

// timeLists times how long the writers take for so many lists of that size.
func timeLists(b *testing.B, write func(context.Context, []engine.Change) error, writers, lists, size, round int) time.Duration {
	b.Helper()
	var left atomic.Int64
	left.Store(int64(lists))
	var wg sync.WaitGroup
	start := time.Now()
	for w := range writers {
		wg.Go(func() {
			counter := fmt.Sprintf("counter-%d-%d", round, w)
			for version := int64(0); left.Add(-1) >= 0; version++ {
				id := fmt.Sprintf("%d-%d-%d", round, w, version)
				changes := []engine.Change{plain(engine.Insert, id, 0), plain(engine.Insert, id+"x", 0), plain(engine.Replace, counter, version)}
				if version == 0 { // the counter is there from the second list on
					changes[2].Op = engine.Insert
					changes = changes[2:]
				}
				if err := write(context.Background(), changes[:min(size, len(changes))]); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	return time.Since(start)
}

func plain(op engine.Op, id string, version int64) engine.Change {
	return engine.Change{Op: op, Collection: "visits", ID: id, Version: version, Doc: document(bson.D{
		{Key: "_id", Value: id}, {Key: "version", Value: version + 1}, {Key: "ref", Value: id},
		{Key: "group", Value: "patient"}, {Key: "at", Value: time.Now()}, {Key: "text", Value: "a line of free text"},
	})}
}
