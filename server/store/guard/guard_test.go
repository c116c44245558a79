package guard_test

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/cohorts/base"
	"soundings/server/store/bolt"
	"soundings/server/store/engine"
	"soundings/server/store/guard"
)

// faulty is a real engine of which some operations fail, or are not answered while it is silent.
type faulty struct {
	engine.Engine
	fault    error // of writes
	silent   chan struct{}
	electing atomic.Bool
}

func (f *faulty) Electing() bool { return f.electing.Load() }

func (f *faulty) Get(ctx context.Context, collection string, ids ...string) ([]bson.Raw, error) {
	if f.silent != nil {
		select {
		case <-f.silent:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return f.Engine.Get(ctx, collection, ids...)
}

func (f *faulty) Write(ctx context.Context, changes []engine.Change) error {
	if f.fault != nil {
		return f.fault
	}
	return f.Engine.Write(ctx, changes)
}

func open(t *testing.T, c guard.Config) (*faulty, *guard.Engine) {
	t.Helper()
	db, err := bolt.Open(t.Context(), bolt.Options{Path: filepath.Join(t.TempDir(), "db"), Collections: []engine.Collection{{Name: "visits"}}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close(context.Background()) })
	f := &faulty{Engine: db}
	c.Spare = "visits"
	return f, guard.New(f, c)
}

func visit(t *testing.T, id string) []engine.Change {
	t.Helper()
	doc, err := bson.Marshal(bson.D{{Key: "_id", Value: id}, {Key: "version", Value: int64(1)}})
	if err != nil {
		t.Fatal(err)
	}
	return []engine.Change{{Op: engine.Insert, Collection: "visits", ID: id, Doc: doc}}
}

// What could not be written is told until something can be, and nothing is left of trying.
func TestPingTellsThatNothingCanBeWritten(t *testing.T) {
	f, g := open(t, guard.Config{})
	ctx, full := t.Context(), errors.New("no space left on device")
	f.fault = full
	if err := g.Ping(ctx); err != nil {
		t.Errorf("before anything was written: %v", err)
	}
	if err := g.Write(ctx, visit(t, "a")); !base.IsCode(err, base.Unavailable) || !errors.Is(err, full) {
		t.Errorf("the write answered %v", err)
	}
	for range 2 {
		if err := g.Ping(ctx); !errors.Is(err, full) {
			t.Errorf("while nothing can be written: %v", err)
		}
	}
	if _, err := g.Get(ctx, "visits", "a"); err != nil {
		t.Errorf("reading: %v", err)
	}
	f.fault = nil
	if err := g.Ping(ctx); err != nil {
		t.Errorf("when it can be written again: %v", err)
	}
	if n, err := g.Count(ctx, engine.Query{Collection: "visits"}, 9); n != 0 || err != nil {
		t.Errorf("trying left %d documents, %v", n, err)
	}
}

// A refusal is an answer: it is told as it is, and nothing is wrong with writing.
func TestRefusalsAreAnswers(t *testing.T) {
	_, g := open(t, guard.Config{})
	if err := g.Write(t.Context(), visit(t, "a")); err != nil {
		t.Fatal(err)
	}
	if err := g.Write(t.Context(), visit(t, "a")); !errors.Is(err, engine.ErrExists) || base.IsCode(err, base.Unavailable) {
		t.Errorf("twice: %v", err)
	}
	if err := g.Ping(t.Context()); err != nil {
		t.Error(err)
	}
}

// An operation has its time: longer during an election, and longest where nobody waits for it.
func TestDeadlines(t *testing.T) {
	f, g := open(t, guard.Config{Patience: 20 * time.Millisecond, Election: 200 * time.Millisecond})
	f.silent = make(chan struct{})
	if _, err := g.Get(t.Context(), "visits", "a"); !base.IsCode(err, base.Unavailable) || errors.Is(err, context.Canceled) {
		t.Errorf("a silent database: %v", err)
	}
	for _, test := range []struct {
		name     string
		electing bool
		ctx      context.Context
	}{{"an election", true, t.Context()}, {"background work", false, base.Slowly(t.Context())}} {
		f.electing.Store(test.electing)
		f.silent = make(chan struct{})
		time.AfterFunc(60*time.Millisecond, func() { close(f.silent) })
		if _, err := g.Get(test.ctx, "visits", "a"); err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := g.Get(gone, "visits", "a"); !errors.Is(err, context.Canceled) || base.IsCode(err, base.Unavailable) {
		t.Errorf("a caller who is gone: %v", err)
	}
}

// While a database is silent only so many wait for it; when it answers, everybody is served again.
func TestWaiting(t *testing.T) {
	f, g := open(t, guard.Config{Patience: 3 * time.Second, Waiting: 3})
	f.silent = make(chan struct{})
	if _, err := g.Get(t.Context(), "visits", "a"); !base.IsCode(err, base.Unavailable) {
		t.Fatal(err)
	}
	var waiting sync.WaitGroup
	refused := make(chan error, 10)
	for range 10 {
		waiting.Go(func() {
			if _, err := g.Get(t.Context(), "visits", "a"); err != nil {
				refused <- err
			}
		})
	}
	for range 7 {
		if err := <-refused; !base.IsCode(err, base.Unavailable) {
			t.Errorf("refused with %v", err)
		}
	}
	close(f.silent)
	waiting.Wait()
	if len(refused) > 0 {
		t.Errorf("%d more were refused", len(refused))
	}
	f.fault = errors.New("no space left on device")
	if err := g.Write(t.Context(), visit(t, "a")); !base.IsCode(err, base.Unavailable) {
		t.Errorf("a full disk: %v", err)
	}
	f.silent = make(chan struct{})
	time.AfterFunc(100*time.Millisecond, func() { close(f.silent) })
	for range 10 { // it answers, if only that
		waiting.Go(func() {
			if _, err := g.Get(t.Context(), "visits", "a"); err != nil {
				t.Errorf("beside a full disk: %v", err)
			}
		})
	}
	waiting.Wait()
}
