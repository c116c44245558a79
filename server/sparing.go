package main

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

const (
	sparePeriod = time.Minute // in which one cause has one line
	maxCauses   = 1000
)

// sparing is a handler that passes on one warning or error a minute for each cause, with how many it kept back: a full disk
// fails whatever is asked of it, strangers guess as fast as they can, and the log may lie on that disk.
type sparing struct {
	slog.Handler
	causes *causes
}

func newSparing(h slog.Handler) sparing { return sparing{h, &causes{last: map[string]*told{}}} }

// Handle passes on what is no fault, or the first of its cause in a while.
func (s sparing) Handle(ctx context.Context, r slog.Record) error {
	cause := causeOf(r)
	if cause == "" {
		return s.Handler.Handle(ctx, r)
	}
	before, ok := s.causes.tell(cause, r.Time)
	if !ok {
		return nil
	}
	if before > 0 {
		r = r.Clone()
		r.AddAttrs(slog.Int("not_logged", before))
	}
	return s.Handler.Handle(ctx, r)
}

// WithAttrs returns a handler that knows the same causes.
func (s sparing) WithAttrs(attrs []slog.Attr) slog.Handler {
	return sparing{s.Handler.WithAttrs(attrs), s.causes}
}

// WithGroup returns a handler that knows the same causes.
func (s sparing) WithGroup(name string) slog.Handler {
	return sparing{s.Handler.WithGroup(name), s.causes}
}

// causeOf returns the cause that a warning or an error names: its error, or else what it says; empty: it is none of the two.
func causeOf(r slog.Record) string {
	if r.Level < slog.LevelWarn {
		return ""
	}
	cause := r.Message
	r.Attrs(func(a slog.Attr) bool {
		err, ok := a.Value.Any().(error)
		if ok {
			cause = rootOf(err).Error()
			return false
		}
		cause += " " + a.String()
		return true
	})
	return cause
}

// rootOf returns the error that all others of a chain were wrapped around.
func rootOf(err error) error {
	for {
		var inner error
		switch e := err.(type) {
		case interface{ Unwrap() error }:
			inner = e.Unwrap()
		case interface{ Unwrap() []error }:
			if all := e.Unwrap(); len(all) > 0 {
				inner = all[len(all)-1]
			}
		}
		if inner == nil {
			return err
		}
		err = inner
	}
}

// causes are the faults of the last minute.
type causes struct {
	mu   sync.Mutex
	last map[string]*told
}

// told is when a cause was told, and how often it was not since.
type told struct {
	at   time.Time
	kept int
}

// tell reports whether a cause is to be told now, and how often it was not before.
func (c *causes) tell(cause string, now time.Time) (before int, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := c.last[cause]
	if t != nil && now.Sub(t.at) < sparePeriod {
		t.kept++
		return 0, false
	}
	if t != nil {
		before = t.kept
	} else if len(c.last) >= maxCauses {
		clear(c.last)
	}
	c.last[cause] = &told{at: now}
	return before, true
}
