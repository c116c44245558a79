package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/server/store"
	"soundings/server/store/engine"
)

// fillCopy is fill for a copy, which goes on where one that was killed has stopped.
func fillCopy(ctx context.Context, db engine.Engine, from source, watch *progress) error {
	marks, err := db.Get(ctx, markCollection, markID)
	if err != nil {
		return err
	}
	if mark := marks[0]; mark == nil || !isClaim(mark) || !isCopying(mark) {
		return fillClaimed(ctx, db, from, watch, true)
	}
	r := &resumer{filler: filler{db: db, watch: watch}, there: map[string]map[string]bool{}}
	if err := from(ctx, r); err != nil {
		return err
	}
	if err := errors.Join(r.compare(ctx), r.dropOthers(ctx)); err != nil {
		return err
	}
	return r.finish(ctx)
}

func isCopying(mark bson.Raw) bool {
	copying, ok := mark.Lookup("copying").BooleanOK()
	return ok && copying
}

// resumer is the taker that puts into a database what is not there yet, or is there otherwise: the original went on meanwhile.
type resumer struct {
	filler
	of    string // the collection of those that wait
	ids   []string
	docs  []bson.Raw
	there map[string]map[string]bool // what the original has, by collection
}

func (r *resumer) take(ctx context.Context, collection string, doc bson.Raw) error {
	doc = append(bson.Raw(nil), doc...)
	id, ok := doc.Lookup("_id").StringValueOK()
	if !ok {
		return fmt.Errorf("a document of %s has no id", collection)
	}
	if collection == markCollection && id == markID {
		r.mark = doc
		return nil
	}
	if collection != r.of || len(r.ids) == engine.MaxFound {
		if err := r.compare(ctx); err != nil {
			return err
		}
		r.of = collection
	}
	if r.there[collection] == nil {
		r.there[collection] = map[string]bool{}
	}
	r.there[collection][id] = true
	r.ids, r.docs = append(r.ids, id), append(r.docs, doc)
	return nil
}

// compare writes those that wait where they are not there as they are.
func (r *resumer) compare(ctx context.Context) error {
	if len(r.ids) == 0 {
		return nil
	}
	kept, err := r.db.Get(ctx, r.of, r.ids...)
	if err != nil {
		return err
	}
	for i, doc := range r.docs {
		change := engine.Change{Op: engine.Insert, Collection: r.of, ID: r.ids[i], Doc: doc}
		switch {
		case bytes.Equal(kept[i], doc):
			r.watch.add(1)
			continue
		case kept[i] != nil:
			change.Op, change.Version = engine.Replace, kept[i].Lookup("version").Int64()
		}
		if len(r.changes) == engine.MaxChanges || r.bytes+len(doc) > engine.MaxWriteBytes {
			if err := r.flush(ctx); err != nil {
				return err
			}
		}
		r.changes, r.bytes = append(r.changes, change), r.bytes+len(doc)
	}
	r.ids, r.docs = nil, nil
	return r.flush(ctx)
}

// dropOthers deletes what the original does not have any more.
func (r *resumer) dropOthers(ctx context.Context) error {
	for _, c := range store.Collections() {
		for after := ""; ; {
			page, err := r.db.Find(ctx, engine.Query{Collection: c.Name, After: after})
			if err != nil {
				return err
			}
			var gone []engine.Change
			for _, doc := range page.Docs {
				id := doc.Lookup("_id").StringValue()
				if !r.there[c.Name][id] && (c.Name != markCollection || id != markID) {
					gone = append(gone, engine.Change{Op: engine.Delete, Collection: c.Name, ID: id, Version: doc.Lookup("version").Int64()})
				}
			}
			if len(gone) > 0 {
				if err := r.db.Write(ctx, gone); err != nil {
					return err
				}
			}
			if after = page.Next; after == "" {
				break
			}
		}
	}
	return nil
}
