package bolt

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"go.etcd.io/bbolt"

	"soundings/server/store/engine"
)

// The file: a bucket for each collection (id → document), one for each index (key → id), and one that tells which
// format this is and how each index was declared when it was built.
var (
	aboutBucket = []byte("about")
	formatKey   = []byte("format")
	format      = []byte("1")
)

// place is where a collection is: its bucket's number, the buckets of its indexes have the numbers after it.
type place struct {
	docs    int
	indexes []engine.Index
}

// places gives every bucket a number, so that a commit finds its handle by position.
type places struct {
	buckets [][]byte // names
	of      map[string]place
}

func newPlaces(collections []engine.Collection) places {
	p := places{of: map[string]place{}}
	for _, c := range collections {
		p.of[c.Name] = place{docs: len(p.buckets), indexes: c.Indexes}
		p.buckets = append(p.buckets, []byte("docs/"+c.Name))
		for _, ix := range c.Indexes {
			p.buckets = append(p.buckets, []byte(indexPrefix(c.Name)+ix.Name))
		}
	}
	return p
}

func indexPrefix(collection string) string { return "index/" + collection + "/" }

// prepare brings the file to what is declared, in one transaction.
func (db *DB) prepare(ctx context.Context) error {
	return db.file.Update(func(tx *bbolt.Tx) error {
		about, err := tx.CreateBucketIfNotExists(aboutBucket)
		if err != nil {
			return err
		}
		if kept := about.Get(formatKey); kept != nil && !bytes.Equal(kept, format) {
			return fmt.Errorf("it has format %q, this program knows %q: use the newer program", kept, format)
		}
		if err := about.Put(formatKey, format); err != nil {
			return err
		}
		for _, c := range db.schema.Collections() {
			if err := db.prepareCollection(ctx, tx, about, c); err != nil {
				return fmt.Errorf("collection %s: %w", c.Name, err)
			}
		}
		return nil
	})
}

func (db *DB) prepareCollection(ctx context.Context, tx *bbolt.Tx, about *bbolt.Bucket, c engine.Collection) error {
	if err := dropUndeclared(tx, about, c); err != nil {
		return err
	}
	p := db.places.of[c.Name]
	docs, err := tx.CreateBucketIfNotExists(db.places.buckets[p.docs])
	if err != nil {
		return err
	}
	for i, ix := range c.Indexes {
		name := db.places.buckets[p.docs+1+i]
		declared, err := json.Marshal(ix)
		if err != nil {
			return err
		}
		if bytes.Equal(about.Get(name), declared) {
			continue
		}
		if err := db.build(ctx, tx, c.Name, docs, name, i); err != nil {
			return fmt.Errorf("build index %s: %w", ix.Name, err)
		}
		if err := about.Put(name, declared); err != nil {
			return err
		}
	}
	return nil
}

// dropUndeclared removes indexes that nobody would keep up to date from now on.
func dropUndeclared(tx *bbolt.Tx, about *bbolt.Bucket, c engine.Collection) error {
	prefix := []byte(indexPrefix(c.Name))
	var gone [][]byte
	cursor := about.Cursor()
	for name, _ := cursor.Seek(prefix); bytes.HasPrefix(name, prefix); name, _ = cursor.Next() {
		declared := func(ix engine.Index) bool { return ix.Name == strings.TrimPrefix(string(name), string(prefix)) }
		if !slices.ContainsFunc(c.Indexes, declared) {
			gone = append(gone, bytes.Clone(name))
		}
	}
	for _, name := range gone {
		if err := tx.DeleteBucket(name); err != nil {
			return err
		}
		if err := about.Delete(name); err != nil {
			return err
		}
	}
	return nil
}

// build makes the index at position i of a collection from the documents that are there.
func (db *DB) build(ctx context.Context, tx *bbolt.Tx, collection string, docs *bbolt.Bucket, name []byte, i int) error {
	if tx.Bucket(name) != nil {
		if err := tx.DeleteBucket(name); err != nil {
			return err
		}
	}
	bucket, err := tx.CreateBucket(name)
	if err != nil {
		return err
	}
	var found []put
	cursor := docs.Cursor()
	for id, doc := cursor.First(); id != nil; id, doc = cursor.Next() {
		if err := ctx.Err(); err != nil {
			return err
		}
		_, _, entries, err := db.schema.Parse(collection, doc)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if e.Index == i {
				found = append(found, put{e.Key, id})
			}
		}
	}
	slices.SortFunc(found, byKey)
	for n, f := range found {
		if n > 0 && bytes.Equal(f.key, found[n-1].key) {
			return &engine.Taken{Collection: collection, Index: db.places.of[collection].indexes[i].Name}
		}
		if err := bucket.Put(f.key, f.value); err != nil {
			return err
		}
	}
	if len(found) > 0 {
		db.log.InfoContext(ctx, "built an index", "collection", collection, "index", string(name), "keys", len(found))
	}
	return nil
}
