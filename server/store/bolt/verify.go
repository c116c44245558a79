package bolt

import (
	"bytes"
	"context"
	"fmt"

	"go.etcd.io/bbolt"
)

// Verify reads every document and index entry, and tells what is wrong in words for the operator.
func (db *DB) Verify(ctx context.Context, tell func(string)) error {
	return db.view(ctx, func(tx *bbolt.Tx) error {
		for _, c := range db.schema.Collections() {
			if err := db.verifyCollection(ctx, tx, c.Name, tell); err != nil {
				return err
			}
		}
		return nil
	})
}

// verifyCollection compares the documents of a collection with its indexes.
func (db *DB) verifyCollection(ctx context.Context, tx *bbolt.Tx, name string, tell func(string)) error {
	p := db.places.of[name]
	expected := make([]int, len(p.indexes))
	cursor := tx.Bucket(db.places.buckets[p.docs]).Cursor()
	for id, doc := cursor.First(); id != nil; id, doc = cursor.Next() {
		if err := db.usable(ctx); err != nil {
			return err
		}
		kept, _, entries, err := db.schema.Parse(name, doc)
		if err != nil || kept != string(id) {
			tell(fmt.Sprintf("%s: the document %q cannot be read", name, id))
			continue
		}
		for _, e := range entries {
			expected[e.Index]++
			if !bytes.Equal(tx.Bucket(db.places.buckets[p.docs+1+e.Index]).Get(e.Key), id) {
				tell(fmt.Sprintf("%s: the document %q is not in the index %s", name, id, p.indexes[e.Index].Name))
			}
		}
	}
	for i, ix := range p.indexes {
		n := 0
		cursor := tx.Bucket(db.places.buckets[p.docs+1+i]).Cursor()
		for key, _ := cursor.First(); key != nil; key, _ = cursor.Next() {
			n++
		}
		if n != expected[i] {
			tell(fmt.Sprintf("%s: the index %s has %d entries, and the documents make %d", name, ix.Name, n, expected[i]))
		}
	}
	return nil
}
