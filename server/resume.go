package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/server/store"
	"soundings/server/store/bolt"
	"soundings/server/store/engine"
)

// fillCopy is fill for a copy, which goes on where one that was killed has stopped.
func fillCopy(ctx context.Context, db engine.Engine, from source, watch *progress) error {
	if stopped, err := isStoppedCopy(ctx, db); err != nil {
		return err
	} else if !stopped {
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

// isStoppedCopy reports whether a copy into a database was begun and not finished.
func isStoppedCopy(ctx context.Context, db engine.Engine) (bool, error) {
	marks, err := db.Get(ctx, markCollection, markID)
	if err != nil || marks[0] == nil || !isClaim(marks[0]) {
		return false, err
	}
	copying, ok := marks[0].Lookup("copying").BooleanOK()
	return ok && copying, nil
}

// openDraft opens a database in the making that will be called target: to copy into it, the one that a copy which was killed
// has left, otherwise a new one.
func (m *Main) openDraft(ctx context.Context, target string, copying bool) (*draft, engine.Engine, error) {
	for _, path := range draftsOf(target) {
		db, err := m.openFile(ctx, path)
		switch {
		case errors.Is(err, bolt.ErrLocked):
			return nil, nil, fmt.Errorf("another copy or restore into %s is under way", filepath.Dir(target))
		case err != nil: // it is damaged: whoever began it had no time to make it whole
			continue
		}
		stopped, err := isStoppedCopy(ctx, db)
		if err == nil && stopped && copying {
			var file *os.File
			if file, err = os.OpenFile(path, os.O_RDWR, 0); err == nil {
				return &draft{file, target}, db, nil
			}
		}
		if err := errors.Join(err, db.Close(ctx)); err != nil {
			return nil, nil, err
		}
	}
	d, err := newDraft(target)
	if err != nil {
		return nil, nil, err
	}
	db, err := m.openFile(ctx, d.Name())
	if err != nil {
		d.discard()
		return nil, nil, err
	}
	return d, db, nil
}

// dropDrafts deletes what others have left in the making, now that the target is there.
func dropDrafts(target string) error {
	var errs []error
	for _, path := range draftsOf(target) {
		errs = append(errs, os.Remove(path))
	}
	return errors.Join(errs...)
}

// draftsOf returns the files that newDraft has made for a target.
func draftsOf(target string) []string {
	entries, _ := os.ReadDir(filepath.Dir(target)) // where it cannot be read there are none to use
	var paths []string
	for _, e := range entries {
		number, ok := strings.CutPrefix(e.Name(), "."+filepath.Base(target)+".")
		if _, err := strconv.ParseUint(number, 10, 64); ok && err == nil {
			paths = append(paths, filepath.Join(filepath.Dir(target), e.Name()))
		}
	}
	return paths
}

func (m *Main) openFile(ctx context.Context, path string) (engine.Engine, error) {
	return bolt.Open(ctx, bolt.Options{Path: path, Collections: store.Collections(), Log: m.log})
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
