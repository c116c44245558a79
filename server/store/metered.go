package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.mongodb.org/mongo-driver/bson"

	"soundings/server/store/engine"
	"soundings/server/store/guard"
)

// operationBuckets reach from one page of a file to a database that hardly answers.
var operationBuckets = []float64{.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}

// Guarded returns the engine with a deadline for every operation; see package guard.
func Guarded(e engine.Engine) engine.Engine { return guard.New(e, guard.Config{Spare: marks}) }

// metered is an engine whose operations are timed.
type metered struct {
	engine.Engine
	durations *prometheus.HistogramVec
}

// Metered returns the engine with every operation timed into a histogram of the registry. A write counts for the
// collection of its first change: the one that the act is about. What answers are kept in counts as one.
func Metered(e engine.Engine, registry prometheus.Registerer) (engine.Engine, error) {
	durations := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name:    "soundings_store_operation_duration_seconds",
		Help:    "How long the database took, by what was asked of it.",
		Buckets: operationBuckets,
	}, []string{"operation", "collection", "result"})
	if err := registry.Register(durations); err != nil {
		return nil, fmt.Errorf("registering the store's metrics: %w", err)
	}
	return &metered{e, durations}, nil
}

// answers is what all the collections are called together that somebody without an account causes to be read or written.
const answers = "answers"

// together returns what a collection is called in the histogram. Whoever reads it from one second to the next must not learn
// that somebody has cast a secret ballot: they see no more than that something was asked or answered.
func together(collection string) string {
	switch collection {
	case ballots, rights, doorDocs, editions, pollDocs, surveyDocs, responses, anonymous, unfinished, invitations, revisions, featureDocs, pendings, rollups:
		return answers
	}
	return collection
}

// unmeasured is the key of a context under which nothing is measured.
type unmeasured struct{}

// Unmeasured returns a context under which no operation is measured: how many of them reminders about what is answered in secret
// take would say how many have answered.
func (s *Store) Unmeasured(ctx context.Context) context.Context {
	return context.WithValue(ctx, unmeasured{}, true)
}

func (m *metered) observe(ctx context.Context, operation, collection string, started time.Time, err error) {
	if ctx.Value(unmeasured{}) != nil {
		return
	}
	m.durations.WithLabelValues(operation, together(collection), result(err)).Observe(time.Since(started).Seconds())
}

// result names what came of an operation in a few words.
func result(err error) string {
	switch {
	case err == nil:
		return "ok"
	case errors.Is(err, engine.ErrExists), errors.Is(err, engine.ErrStale):
		return "changed" // somebody else was quicker: no fault
	case errors.Is(err, engine.ErrTooLarge), errors.Is(err, engine.ErrQuery), errors.Is(err, engine.ErrDocument):
		return "refused"
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return "cancelled"
	default:
		return "failed"
	}
}

// Get is Engine.Get, timed.
func (m *metered) Get(ctx context.Context, collection string, ids ...string) ([]bson.Raw, error) {
	started := time.Now()
	docs, err := m.Engine.Get(ctx, collection, ids...)
	m.observe(ctx, "get", collection, started, err)
	return docs, err
}

// Find is Engine.Find, timed.
func (m *metered) Find(ctx context.Context, q engine.Query) (engine.Page, error) {
	started := time.Now()
	page, err := m.Engine.Find(ctx, q)
	m.observe(ctx, "find", q.Collection, started, err)
	return page, err
}

// Count is Engine.Count, timed.
func (m *metered) Count(ctx context.Context, q engine.Query, max int) (int, error) {
	started := time.Now()
	n, err := m.Engine.Count(ctx, q, max)
	m.observe(ctx, "count", q.Collection, started, err)
	return n, err
}

// Write is Engine.Write, timed.
func (m *metered) Write(ctx context.Context, changes []engine.Change) error {
	started := time.Now()
	err := m.Engine.Write(ctx, changes)
	if len(changes) > 0 {
		m.observe(ctx, "write", changes[0].Collection, started, err)
	}
	return err
}
