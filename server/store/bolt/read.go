package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
	"go.mongodb.org/mongo-driver/bson"

	"soundings/server/store/engine"
)

const looks = 256 // keys between two looks at whether the caller is still there

// view runs a read transaction.
func (db *DB) view(ctx context.Context, read func(*bbolt.Tx) error) error {
	if err := db.usable(ctx); err != nil {
		return err
	}
	err := safely(func() error { return db.file.View(read) })
	if errors.Is(err, bolterrors.ErrDatabaseNotOpen) {
		return engine.ErrClosed
	}
	return err
}

// Get returns copies of the documents with these ids in the order asked, nil for each that is not there.
func (db *DB) Get(ctx context.Context, collection string, ids ...string) ([]bson.Raw, error) {
	if err := db.schema.Known(collection); err != nil {
		return nil, err
	}
	if len(ids) > engine.MaxFound {
		return nil, fmt.Errorf("a question for %d ids is %w", len(ids), engine.ErrTooLarge)
	}
	docs := make([]bson.Raw, len(ids))
	err := db.view(ctx, func(tx *bbolt.Tx) error {
		bucket := tx.Bucket(db.places.buckets[db.places.of[collection].docs])
		for i, id := range ids {
			docs[i] = bytes.Clone(bucket.Get([]byte(id)))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return docs, nil
}

// Find returns copies of at most Limit documents.
func (db *DB) Find(ctx context.Context, q engine.Query) (engine.Page, error) {
	span, err := db.schema.Span(q)
	if err != nil {
		return engine.Page{}, err
	}
	var page engine.Page
	err = db.scan(ctx, span, func(docs *bbolt.Bucket, last, key, id []byte) bool {
		if len(page.Docs) == span.Limit {
			page.Next = engine.Cursor(last)
			return false
		}
		doc := id
		if span.Position >= 0 {
			doc = docs.Get(id)
		}
		page.Docs = append(page.Docs, bytes.Clone(doc))
		return true
	})
	if err != nil {
		return engine.Page{}, err
	}
	return page, nil
}

// Count counts the keys of a query, up to max.
func (db *DB) Count(ctx context.Context, q engine.Query, max int) (int, error) {
	span, err := db.schema.CountSpan(q, max)
	if err != nil {
		return 0, err
	}
	n := 0
	err = db.scan(ctx, span, func(*bbolt.Bucket, []byte, []byte, []byte) bool {
		n++
		return n < max
	})
	if err != nil {
		return 0, err
	}
	return n, nil
}

// scan goes through a span in its direction while visit returns true. It gives visit the key before this one, the key,
// and its value: the id in an index, by id the document.
func (db *DB) scan(ctx context.Context, s engine.Span, visit func(docs *bbolt.Bucket, last, key, value []byte) bool) error {
	return db.view(ctx, func(tx *bbolt.Tx) error {
		if s.Empty() {
			return nil
		}
		number := db.places.of[s.Collection].docs
		docs := tx.Bucket(db.places.buckets[number])
		cursor := tx.Bucket(db.places.buckets[number+1+s.Position]).Cursor()
		var last []byte
		key, value := begin(cursor, s)
		for n := 1; key != nil && within(s, key); n++ {
			if n%looks == 0 {
				if err := db.usable(ctx); err != nil {
					return err
				}
			}
			if !visit(docs, last, key, value) {
				return nil
			}
			last = key
			if s.Descending {
				key, value = cursor.Prev()
			} else {
				key, value = cursor.Next()
			}
		}
		return nil
	})
}

// begin puts the cursor on the first key of the span in its direction.
func begin(cursor *bbolt.Cursor, s engine.Span) (key, value []byte) {
	if !s.Descending {
		if s.Last == nil {
			return cursor.Seek(s.Low)
		}
		return cursor.Seek(append(s.Last, 0)) // the next key there can be
	}
	end := s.High
	if s.Last != nil {
		end = s.Last
	}
	if end == nil {
		return cursor.Last()
	}
	if key, _ = cursor.Seek(end); key == nil {
		return cursor.Last()
	}
	return cursor.Prev()
}

// within reports whether a key that the cursor came to is still in the span.
func within(s engine.Span, key []byte) bool {
	if s.Descending {
		return bytes.Compare(key, s.Low) >= 0
	}
	return s.High == nil || bytes.Compare(key, s.High) < 0
}

// Snapshot visits every document in one read transaction. Writes go on meanwhile; the pages they free are used again
// when it has ended.
func (db *DB) Snapshot(ctx context.Context, visit func(collection string, doc bson.Raw) error) error {
	return db.view(ctx, func(tx *bbolt.Tx) error {
		for _, c := range db.schema.Collections() {
			cursor := tx.Bucket(db.places.buckets[db.places.of[c.Name].docs]).Cursor()
			for id, doc := cursor.First(); id != nil; id, doc = cursor.Next() {
				if err := db.usable(ctx); err != nil {
					return err
				}
				if err := showing(func() error { return visit(c.Name, doc) }); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
