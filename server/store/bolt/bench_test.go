package bolt

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.etcd.io/bbolt"
	"go.mongodb.org/mongo-driver/bson"

	"soundings/server/store/engine"
)

// What the benchmarks write: something like a response with the invitation that it came back for.
var benchCollections = []engine.Collection{
	{Name: "responses", Indexes: []engine.Index{
		{Name: "survey", Fields: []string{"survey", "at"}},
		{Name: "invitation", Fields: []string{"invitation"}, Unique: true},
		{Name: "group", Fields: []string{"group", "survey", "at"}},
	}},
	{Name: "pending", Indexes: []engine.Index{
		{Name: "at", Fields: []string{"at"}},
		{Name: "kind", Fields: []string{"kind", "at"}},
	}},
	{Name: "invitations", Indexes: []engine.Index{
		{Name: "state", Fields: []string{"survey", "state"}},
		{Name: "token", Fields: []string{"token"}, Unique: true},
	}},
}

func openBench(b *testing.B) *DB {
	b.Helper()
	db, err := Open(context.Background(), Options{Path: filepath.Join(b.TempDir(), "db"), Collections: benchCollections})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close(context.Background()) })
	return db
}

func marshal(b *testing.B, d bson.D) bson.Raw {
	b.Helper()
	raw, err := bson.Marshal(d)
	if err != nil {
		b.Fatal(err)
	}
	return raw
}

func newID() string { return fmt.Sprintf("%016x%08x", time.Now().UnixNano(), rand.Uint32()) }

func response(b *testing.B) engine.Change {
	id := newID()
	return engine.Change{Op: engine.Insert, Collection: "responses", ID: id, Doc: marshal(b, bson.D{
		{Key: "_id", Value: id}, {Key: "version", Value: int64(1)}, {Key: "schema", Value: 1},
		{Key: "survey", Value: "is-the-portal-working"}, {Key: "invitation", Value: id}, {Key: "group", Value: "patient"},
		{Key: "at", Value: time.Now()}, {Key: "answers", Value: bson.A{"yes", 4, 5, 2, 4, "a line of free text, sealed"}},
	})}
}

func pending(b *testing.B) engine.Change {
	id := newID()
	return engine.Change{Op: engine.Insert, Collection: "pending", ID: id, Doc: marshal(b, bson.D{
		{Key: "_id", Value: id}, {Key: "version", Value: int64(1)}, {Key: "schema", Value: 1},
		{Key: "kind", Value: "response"}, {Key: "at", Value: time.Now()},
	})}
}

func invitation(b *testing.B, op engine.Op, id string, version int64, state string) engine.Change {
	return engine.Change{Op: op, Collection: "invitations", ID: id, Version: version, Doc: marshal(b, bson.D{
		{Key: "_id", Value: id}, {Key: "version", Value: version + 1}, {Key: "schema", Value: 1},
		{Key: "survey", Value: "is-the-portal-working"}, {Key: "state", Value: state}, {Key: "token", Value: id},
	})}
}

// BenchmarkAlone is one writer of lists with one change, and in the same run bbolt alone putting one key a commit.
// ratio is the first's rate in parts of the second's.
func BenchmarkAlone(b *testing.B) {
	db := openBench(b)
	raw, err := bbolt.Open(filepath.Join(b.TempDir(), "raw"), 0o600, nil)
	if err != nil {
		b.Fatal(err)
	}
	defer raw.Close()
	var ours, theirs time.Duration
	for b.Loop() { // by turns, so that a busy disk slows both
		start := time.Now()
		if err := db.Write(context.Background(), []engine.Change{response(b)}); err != nil {
			b.Fatal(err)
		}
		middle := time.Now()
		err := raw.Update(func(tx *bbolt.Tx) error {
			bucket, err := tx.CreateBucketIfNotExists([]byte("docs"))
			if err != nil {
				return err
			}
			c := response(b)
			return bucket.Put([]byte(c.ID), c.Doc)
		})
		if err != nil {
			b.Fatal(err)
		}
		ours, theirs = ours+middle.Sub(start), theirs+time.Since(middle)
	}
	b.ReportMetric(float64(b.N)/ours.Seconds(), "lists/s")
	b.ReportMetric(float64(b.N)/theirs.Seconds(), "raw/s")
	b.ReportMetric(theirs.Seconds()/ours.Seconds(), "ratio")
}

// BenchmarkTogether is 64 writers, each again and again inserting a response and its pending note, and replacing the
// invitation: three changes with seven index keys.
func BenchmarkTogether(b *testing.B) {
	const writers = 64
	db := openBench(b)
	var left atomic.Int64
	var wg sync.WaitGroup
	ids := make([]string, writers)
	for w := range ids {
		ids[w] = newID()
		if err := db.Write(context.Background(), []engine.Change{invitation(b, engine.Insert, ids[w], 0, "sent")}); err != nil {
			b.Fatal(err)
		}
	}
	left.Store(int64(b.N))
	b.ResetTimer()
	for _, id := range ids {
		wg.Go(func() {
			for version := int64(1); left.Add(-1) >= 0; version++ {
				state := []string{"opened", "completed"}[version%2]
				err := db.Write(context.Background(), []engine.Change{
					response(b), pending(b), invitation(b, engine.Replace, id, version, state),
				})
				if err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "lists/s")
}
