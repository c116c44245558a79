package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/server/store"
	"soundings/server/store/engine"
)

// errNotEmpty is a database into which nothing may be put because something is there.
var errNotEmpty = errors.New("the database is not empty")

// undoTimeout bounds how long it may take to remove what was put into a database in vain.
const undoTimeout = 5 * time.Minute

// fill puts everything from a source into an empty database, or leaves it empty. Before the first document it puts a
// claim where the database's mark belongs: no server starts on it and no other fill begins until the real mark, the
// last document of all, takes its place.
func fill(ctx context.Context, db engine.Engine, from source, watch *progress) error {
	return fillClaimed(ctx, db, from, watch, false)
}

// claimOf returns the document that claims a database, for a copy or for a restore.
func claimOf(copying bool) (bson.Raw, error) {
	return bson.Marshal(bson.D{
		{Key: "_id", Value: markID}, {Key: "version", Value: int64(1)}, {Key: "schema", Value: math.MaxInt32}, {Key: "filling", Value: true},
		{Key: "copying", Value: copying},
	})
}

func fillClaimed(ctx context.Context, db engine.Engine, from source, watch *progress, copying bool) error {
	if err := checkEmpty(ctx, db); err != nil {
		return err
	}
	claim, err := claimOf(copying)
	if err != nil {
		return err
	}
	switch err := db.Write(ctx, []engine.Change{{Op: engine.Insert, Collection: markCollection, ID: markID, Doc: claim}}); {
	case errors.Is(err, engine.ErrExists):
		return errNotEmpty
	case err != nil:
		return err
	}
	f := &filler{db: db, watch: watch}
	if err = from(ctx, f); err == nil {
		err = f.finish(ctx)
	}
	if err != nil {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), undoTimeout)
		defer cancel()
		if undone := empty(ctx, db); undone != nil {
			err = errors.Join(err, fmt.Errorf("what was put into the database could not be removed: drop it before another try: %w", undone))
		}
	}
	return err
}

// checkEmpty returns errNotEmpty where a collection has a document.
func checkEmpty(ctx context.Context, db engine.Engine) error {
	for _, c := range store.Collections() {
		n, err := db.Count(ctx, engine.Query{Collection: c.Name}, 1)
		if err != nil {
			return err
		}
		if n > 0 {
			return errNotEmpty
		}
	}
	return nil
}

// filler is the taker that puts documents into a database, as many at once as it takes.
type filler struct {
	db      engine.Engine
	watch   *progress
	mark    bson.Raw
	changes []engine.Change
	bytes   int
}

func (f *filler) begin(header) error { return nil }

func (f *filler) take(ctx context.Context, collection string, doc bson.Raw) error {
	doc = append(bson.Raw(nil), doc...)
	id, ok := doc.Lookup("_id").StringValueOK()
	if !ok {
		return fmt.Errorf("a document of %s has no id", collection)
	}
	if collection == markCollection && id == markID {
		f.mark = doc
		return nil
	}
	if len(f.changes) == engine.MaxChanges || f.bytes+len(doc) > engine.MaxWriteBytes {
		if err := f.flush(ctx); err != nil {
			return err
		}
	}
	f.changes = append(f.changes, engine.Change{Op: engine.Insert, Collection: collection, ID: id, Doc: doc})
	f.bytes += len(doc)
	return nil
}

// fillPatience is how long a write may take: MongoDB holds what a writer had begun that was killed for a minute.
const fillPatience = 2 * time.Minute

func (f *filler) flush(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, fillPatience)
	defer cancel()
	if err := f.db.Write(ctx, f.changes); err != nil {
		return err
	}
	f.watch.add(len(f.changes))
	f.changes, f.bytes = nil, 0
	return nil
}

// finish puts the mark in the place of the claim.
func (f *filler) finish(ctx context.Context) error {
	if err := f.flush(ctx); err != nil {
		return err
	}
	if f.mark == nil {
		return errors.New("it is not a whole database: its mark is missing")
	}
	f.watch.add(1)
	return f.db.Write(ctx, []engine.Change{{Op: engine.Replace, Collection: markCollection, ID: markID, Version: 1, Doc: f.mark}})
}

// empty removes every document, the claim last.
func empty(ctx context.Context, db engine.Engine) error {
	for _, c := range store.Collections() {
		if c.Name == markCollection {
			continue
		}
		if err := emptyCollection(ctx, db, c.Name); err != nil {
			return err
		}
	}
	return emptyCollection(ctx, db, markCollection)
}

func emptyCollection(ctx context.Context, db engine.Engine, name string) error {
	for {
		page, err := db.Find(ctx, engine.Query{Collection: name})
		if err != nil || len(page.Docs) == 0 {
			return err
		}
		changes := make([]engine.Change, len(page.Docs))
		for i, doc := range page.Docs {
			changes[i] = engine.Change{
				Op: engine.Delete, Collection: name, ID: doc.Lookup("_id").StringValue(), Version: doc.Lookup("version").Int64(),
			}
		}
		if err := db.Write(ctx, changes); err != nil {
			return err
		}
	}
}
