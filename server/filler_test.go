package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/server/store"
	"soundings/server/store/bolt"
	"soundings/server/store/engine"
	"soundings/server/store/mongo"
)

// engines returns an empty database of each engine.
func engines(t *testing.T, run func(t *testing.T, db engine.Engine)) {
	t.Run("bolt", func(t *testing.T) {
		db, err := bolt.Open(t.Context(), bolt.Options{Path: filepath.Join(t.TempDir(), "db"), Collections: store.Collections()})
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close(context.Background())
		run(t, db)
	})
	t.Run("mongodb", func(t *testing.T) {
		db, err := mongo.Open(t.Context(), mongo.Options{URI: mongodbURI(t), Collections: store.Collections()})
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close(context.Background())
		run(t, db)
	})
}

// documents is a source of a mark and this many others, that ends with an error or not.
func documents(t *testing.T, n int, fault error) source {
	doc := func(id string) bson.Raw {
		raw, err := bson.Marshal(bson.D{{Key: "_id", Value: id}, {Key: "version", Value: int64(3)}, {Key: "pad", Value: strings.Repeat("x", 10_000)}})
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	return func(ctx context.Context, to taker) error {
		if err := to.begin(header{}); err != nil {
			return err
		}
		if err := to.take(ctx, markCollection, doc(markID)); err != nil {
			return err
		}
		for i := range n {
			if err := to.take(ctx, "participants", doc(fmt.Sprintf("p-%05d", i))); err != nil {
				return err
			}
		}
		return fault
	}
}

func TestFill(t *testing.T) {
	engines(t, func(t *testing.T, db engine.Engine) {
		watch := newMain().progress("Filling")
		if err := fill(t.Context(), db, documents(t, 2500, nil), watch); err != nil {
			t.Fatal(err)
		}
		n, err := db.Count(t.Context(), engine.Query{Collection: "participants"}, 10_000)
		if err != nil || n != 2500 || watch.done != 2501 {
			t.Errorf("there are %d, %v, and %d were told", n, err, watch.done)
		}
		marks, err := db.Get(t.Context(), markCollection, markID)
		if err != nil || isClaim(marks[0]) || marks[0].Lookup("version").Int64() != 3 {
			t.Errorf("the mark is %v, %v", marks[0], err)
		}
		if err := fill(t.Context(), db, documents(t, 1, nil), watch); !errors.Is(err, errNotEmpty) {
			t.Errorf("a second fill answered %v", err)
		}
	})
}

func TestFillThatFailsLeavesNothing(t *testing.T) {
	engines(t, func(t *testing.T, db engine.Engine) {
		fault := errors.New("cut off")
		if err := fill(t.Context(), db, documents(t, 2500, fault), newMain().progress("")); !errors.Is(err, fault) {
			t.Errorf("answered %v", err)
		}
		if err := checkEmpty(t.Context(), db); err != nil {
			t.Error(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancelled := func(ctx context.Context, to taker) error {
			defer cancel()
			return documents(t, 1500, nil)(ctx, to)
		}
		if err := fill(ctx, db, cancelled, newMain().progress("")); !errors.Is(err, context.Canceled) {
			t.Errorf("answered %v", err)
		}
		if err := checkEmpty(t.Context(), db); err != nil {
			t.Error(err)
		}
	})
}

// patientEngine notes how long its writer would wait.
type patientEngine struct {
	engine.Engine
	waits []time.Duration
}

func (p *patientEngine) Write(ctx context.Context, changes []engine.Change) error {
	if end, ok := ctx.Deadline(); ok && len(changes) > 1 {
		p.waits = append(p.waits, time.Until(end))
	}
	return p.Engine.Write(ctx, changes)
}

// MongoDB keeps for a minute what one that was killed had begun to write: who fills the database again waits for that.
func TestFillWaitsForOneThatWasKilled(t *testing.T) {
	engines(t, func(t *testing.T, db engine.Engine) {
		patient := &patientEngine{Engine: db}
		if err := fill(t.Context(), patient, documents(t, 1500, nil), newMain().progress("")); err != nil {
			t.Fatal(err)
		}
		if len(patient.waits) < 2 || slices.Min(patient.waits) < time.Minute {
			t.Errorf("it waits %v", patient.waits)
		}
	})
}

// Two that fill one database at once: one does, the other one touches nothing.
func TestFillTogether(t *testing.T) {
	engines(t, func(t *testing.T, db engine.Engine) {
		inside := func(ctx context.Context, to taker) error {
			if err := fill(ctx, db, documents(t, 1, nil), newMain().progress("")); !errors.Is(err, errNotEmpty) {
				t.Errorf("the second answered %v", err)
			}
			return documents(t, 10, nil)(ctx, to)
		}
		if err := fill(t.Context(), db, inside, newMain().progress("")); err != nil {
			t.Error(err)
		}
	})
}

func TestProgress(t *testing.T) {
	m := newMain()
	now := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	m.Now = func() time.Time { return now }
	p := m.progress("Copying")
	p.add(10)
	now = now.Add(3 * time.Second)
	p.add(10)
	p.add(10)
	if got := m.err.String(); got != "Copying: 20 documents so far\n" {
		t.Errorf("printed %q", got)
	}
}

// headless is a recorder that writes no header.
type headless struct{ *recorder }

func (headless) begin(header) error { return nil }

// recordedOf returns a stream of the documents of a source, with a header if there is one.
func recordedOf(t *testing.T, h *header, docs source, fault error) []byte {
	t.Helper()
	var b bytes.Buffer
	r := newRecorder(&b)
	if h != nil {
		if err := r.begin(*h); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(docs(t.Context(), headless{r}), r.finish(fault)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestRecords(t *testing.T) {
	right := &header{Soundings: recordFormat, Schema: store.Schema, Secret: aSecret}
	whole := recordedOf(t, right, documents(t, 3, nil), nil)
	unknown := func(ctx context.Context, to taker) error {
		return errors.Join(to.begin(header{}), to.take(ctx, "ghosts", bson.Raw{5, 0, 0, 0, 0}))
	}
	for _, test := range []struct {
		name, says string
		stream     []byte
	}{
		{"whole", "", whole},
		{"empty", "cut off", nil},
		{"of a newer format", "newer version", recordedOf(t, &header{Soundings: recordFormat + 1}, documents(t, 1, nil), nil)},
		{"of a newer layout", "newer version", recordedOf(t, &header{Soundings: 1, Schema: store.Schema + 1}, documents(t, 1, nil), nil)},
		{"without its end", "cut off", whole[:len(whole)-70]},
		{"with a fault", "the disk is on fire", recordedOf(t, right, documents(t, 1, nil), errors.New("the disk is on fire"))},
		{"with more after its end", "goes on after its end", append(bytes.Clone(whole), 1)},
		{"of an unknown collection", "does not know", recordedOf(t, right, unknown, nil)},
		{"without a header", "not a Soundings backup", recordedOf(t, nil, documents(t, 1, nil), nil)},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := recorded(bytes.NewReader(test.stream))(t.Context(), checked{})
			if test.says == "" && err != nil || test.says != "" && (err == nil || !strings.Contains(err.Error(), test.says)) {
				t.Errorf("answered %v, want %q", err, test.says)
			}
		})
	}
	for n := range len(whole) { // wherever it is cut
		if err := recorded(bytes.NewReader(whole[:n]))(t.Context(), checked{}); err == nil {
			t.Fatalf("cut after %d bytes it was accepted", n)
		}
		if n > 500 {
			break
		}
	}
}
