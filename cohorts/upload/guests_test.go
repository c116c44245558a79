package upload_test

import (
	"context"
	"crypto/rand"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/upload"
	"soundings/server/store"
	"soundings/server/store/bolt"
)

// guests is a user whose rows are the guests of a feast: a name, and how many they are. It keeps them in its own list, and
// its jobs where those of participants are kept.
type guests struct {
	kept *store.Store

	mu     sync.Mutex
	served []string             // in the order of their chunks
	last   upload.Mapping       // how the last file was read
	before func(next int) error // nil, or called before a chunk is applied
}

type (
	report  = cohorts.ImportReport
	reading = cohorts.Reading
	job     = upload.Job[reading, report]
	jobs    = upload.Jobs[reading, report]
)

var usual = []upload.Usual[string]{{Column: "name", Names: "name nombre guest"}, {Column: "count", Names: "count number"}}

func (g *guests) Guess(_ context.Context, t upload.Table) (reading, []upload.RowError, error) {
	if t.Len() == 0 {
		return reading{}, []upload.RowError{{Line: 1, Text: base.T("guests.none")}}, nil
	}
	m := upload.Mapping{}
	for _, found := range upload.Find(t.Header, usual) {
		m[found.Name] = found.Column
	}
	for name, to := range g.last {
		m[name] = to
	}
	return reading{Columns: m}, nil, nil
}

func (g *guests) Remember(_ context.Context, _ []string, r reading) error {
	g.last = r.Columns
	return nil
}

// as returns how a file with these columns is read.
func as(m upload.Mapping) reading { return reading{Columns: m} }

// columns returns what each column is.
func columns(header []string, m upload.Mapping) []string {
	all := make([]string, len(header))
	for i, name := range header {
		all[i], _ = m.Of(name)
	}
	return all
}

func (g *guests) Check(_ context.Context, header []string, m reading, rows upload.Chunks, bad upload.BadRow) (report, reading, error) {
	var r report
	if err := m.Columns.Known(header); err != nil {
		return r, m, err
	}
	all := columns(header, m.Columns)
	if !slices.Contains(all, "name") {
		r.Errors.Add(upload.RowError{Line: 1, Column: "name", Text: base.T("guests.nobody")})
		return r, m, nil
	}
	for some, err := range rows {
		if err != nil {
			return r, m, err
		}
		for _, row := range some {
			wrong := row.Wrong(all, header)
			if len(wrong) == 0 {
				r.Added++
				continue
			}
			r.Bad++
			r.Errors.Add(wrong...)
			if bad == nil {
				continue
			}
			if err := bad(row, wrong); err != nil {
				return r, m, err
			}
		}
	}
	return r, m, nil
}

func (g *guests) Begin(_ context.Context, j job) (upload.Prepare[reading, report], error) {
	at := slices.Index(columns(j.Header, j.Reading.Columns), "name")
	return func(_ context.Context, rows []upload.Row) (upload.Apply[reading, report], error) {
		var names []string
		for _, row := range rows {
			names = append(names, row.Cells[at])
		}
		return func(ctx context.Context, next *job) error {
			g.mu.Lock()
			defer g.mu.Unlock()
			if g.before != nil {
				if err := g.before(next.Next); err != nil {
					return err
				}
			}
			next.Report.Changed += len(names)
			if err := g.kept.ApplyImport(ctx, *next, nil); err != nil {
				return err
			}
			g.served = append(g.served, names...)
			return nil
		}, nil
	}, nil
}

// feast is the jobs of guests over a new database.
type feast struct {
	*jobs
	guests *guests
	clock  *atomic.Int64
	ctx    context.Context
}

func (f *feast) wait(d time.Duration) { f.clock.Add(d.Milliseconds()) }

func newFeast(t *testing.T) *feast {
	t.Helper()
	clock := new(atomic.Int64)
	clock.Store(time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC).UnixMilli())
	now := func() time.Time { return time.UnixMilli(clock.Load()).UTC() }
	db, err := bolt.Open(t.Context(), bolt.Options{Path: filepath.Join(t.TempDir(), "soundings.db"), Collections: store.Collections()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close(context.Background()) })
	kept, err := store.Open(t.Context(), db, store.Config{Secret: []byte("the secret of the tests"), Now: now, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	g := &guests{kept: kept}
	return &feast{
		jobs: &jobs{User: g, MaxRows: 5000, Runs: upload.Runs[reading, report]{
			Worker: g, Store: kept.Imports(), Now: now, Rand: rand.Reader, Log: slog.New(slog.DiscardHandler),
		}},
		guests: g, clock: clock, ctx: base.WithActor(t.Context(), base.Actor{Kind: base.ActorStaff, ID: "COOK"}),
	}
}
