// Package guard stands between a store and its engine. It gives each operation so long, lets only so many wait for a
// database that does not answer, says of a fault that trying again later may help, and remembers that nothing can be
// written until something was.
package guard

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/cohorts/base"
	"soundings/server/store/engine"
)

// How long an operation may take, and how many may wait where none is answered.
const (
	Patience = 5 * time.Second  // of somebody who waits for a page
	Election = 15 * time.Second // while the database chooses who takes writes
	Slow     = time.Minute      // of what nobody waits for at a page; see base.Slowly
	Waiting  = 64               // operations at once, once one was not answered
)

// errWaiting is what an operation is told that is not begun.
var errWaiting = errors.New("the database does not answer, and enough wait for it")

// Config is how an engine is guarded. What is zero is as the constants.
type Config struct {
	Patience, Election time.Duration
	Waiting            int64
	Spare              string // a collection in which a document may stand for a moment, to try whether anything can be written
}

// Engine is a guarded engine.
type Engine struct {
	engine.Engine
	config    Config
	under     atomic.Int64          // operations under way
	silent    atomic.Bool           // the last one that ended was not answered
	unwritten atomic.Pointer[error] // why the last write could not be made; nil: it was
}

// New returns an engine with a guard before it.
func New(e engine.Engine, c Config) *Engine {
	if c.Patience == 0 {
		c.Patience = Patience
	}
	if c.Election == 0 {
		c.Election = Election
	}
	if c.Waiting == 0 {
		c.Waiting = Waiting
	}
	return &Engine{Engine: e, config: c}
}

// Get is Engine.Get, within its time.
func (g *Engine) Get(ctx context.Context, collection string, ids ...string) (docs []bson.Raw, err error) {
	err = g.do(ctx, func(ctx context.Context) (err error) {
		docs, err = g.Engine.Get(ctx, collection, ids...)
		return err
	})
	return docs, err
}

// Find is Engine.Find, within its time.
func (g *Engine) Find(ctx context.Context, q engine.Query) (page engine.Page, err error) {
	err = g.do(ctx, func(ctx context.Context) (err error) {
		page, err = g.Engine.Find(ctx, q)
		return err
	})
	return page, err
}

// Count is Engine.Count, within its time.
func (g *Engine) Count(ctx context.Context, q engine.Query, max int) (n int, err error) {
	err = g.do(ctx, func(ctx context.Context) (err error) {
		n, err = g.Engine.Count(ctx, q, max)
		return err
	})
	return n, err
}

// Write is Engine.Write, within its time. One that was not answered may have been made all the same.
func (g *Engine) Write(ctx context.Context, changes []engine.Change) error {
	if len(changes) == 0 {
		return g.Engine.Write(ctx, changes)
	}
	err := g.do(ctx, func(ctx context.Context) error { return g.Engine.Write(ctx, changes) })
	switch {
	case err == nil:
		g.unwritten.Store(nil)
	case base.IsCode(err, base.Unavailable) && !errors.Is(err, errWaiting):
		g.unwritten.Store(&err)
	}
	return err
}

// Ping reports whether the database can be used now, for writing too: after a write that could not be made it tries one.
func (g *Engine) Ping(ctx context.Context) error {
	if err := g.Engine.Ping(ctx); err != nil {
		return err
	}
	if g.unwritten.Load() == nil {
		return nil
	}
	if err := g.try(ctx); err != nil {
		return fmt.Errorf("nothing can be written: %w", err)
	}
	return nil
}

// do calls an operation unless enough wait already, and says of a fault what it is.
func (g *Engine) do(ctx context.Context, call func(context.Context) error) error {
	defer g.under.Add(-1)
	if g.under.Add(1) > g.config.Waiting && g.silent.Load() {
		return unavailable(errWaiting)
	}
	limited, cancel := g.limit(ctx)
	defer cancel(nil)
	err := call(limited)
	switch {
	case err == nil || answered(err):
		g.silent.Store(false)
		return err
	case ctx.Err() != nil: // nobody waits any more
		return err
	case limited.Err() != nil:
		g.silent.Store(true)
		return unavailable(context.Cause(limited))
	}
	return unavailable(err)
}

// limit returns a context for one operation.
func (g *Engine) limit(ctx context.Context) (context.Context, context.CancelCauseFunc) {
	patience := g.config.Patience
	if base.IsSlow(ctx) {
		limited, cancel := context.WithTimeout(ctx, Slow)
		return limited, func(error) { cancel() }
	}
	limited, cancel := context.WithCancelCause(ctx)
	slow := func(after time.Duration) error {
		return fmt.Errorf("the database did not answer within %v", after)
	}
	timer := time.AfterFunc(patience, func() {
		if rest := g.config.Election - patience; rest > 0 && g.electing() {
			time.AfterFunc(rest, func() { cancel(slow(g.config.Election)) })
			return
		}
		cancel(slow(patience))
	})
	return limited, func(cause error) {
		timer.Stop()
		cancel(cause)
	}
}

// electing reports whether the database is choosing who takes writes.
func (g *Engine) electing() bool {
	e, ok := g.Engine.(interface{ Electing() bool })
	return ok && e.Electing()
}

// answered reports whether an error is the engine's answer, and no fault.
func answered(err error) bool {
	for _, refusal := range []error{engine.ErrExists, engine.ErrStale, engine.ErrTooLarge, engine.ErrQuery, engine.ErrDocument} {
		if errors.Is(err, refusal) {
			return true
		}
	}
	return false
}

// fault is an error that is told as a refusal, with its cause for the log.
type fault struct{ refusal, cause error }

func unavailable(cause error) error {
	return &fault{&base.Error{Code: base.Unavailable, Text: base.T("error.unavailable"), Wait: 10 * time.Second}, cause}
}

// Error returns the cause.
func (f *fault) Error() string { return f.cause.Error() }

// Unwrap returns both, for errors.Is and errors.As.
func (f *fault) Unwrap() []error { return []error{f.refusal, f.cause} }
