package bolt

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"go.etcd.io/bbolt"

	"soundings/server/store/engine"
)

// batch is what one commit will put. Lists are staged one after the other: each sees those before it, and one that is
// refused leaves no trace. Nothing touches the transaction's trees before flush.
type batch struct {
	schema *engine.Schema
	places places
	tx     *bbolt.Tx
	tables []table
	undo   []undo // of the list being staged
}

// table is one bucket with what is about to be put into it.
type table struct {
	bucket *bbolt.Bucket // nil until used
	at     map[string]int
	puts   []put
}

// put is a key with its new value, nil to delete it.
type put struct{ key, value []byte }

func byKey(a, b put) int { return bytes.Compare(a.key, b.key) }

// undo takes one set back.
type undo struct {
	table *table
	at    int
	fresh bool   // the key was not among the puts before
	value []byte // otherwise: what it was to get
}

func newBatch(db *DB, tx *bbolt.Tx) *batch {
	return &batch{schema: db.schema, places: db.places, tx: tx, tables: make([]table, len(db.places.buckets))}
}

// stage adds a whole list, or nothing of it and returns why.
func (b *batch) stage(l *list) error {
	b.undo = b.undo[:0]
	for i, c := range l.changes {
		if err := b.change(c, l.entries[i]); err != nil {
			b.takeBack()
			return err
		}
	}
	return nil
}

func (b *batch) takeBack() {
	for _, u := range slices.Backward(b.undo) {
		if !u.fresh {
			u.table.puts[u.at].value = u.value
			continue
		}
		delete(u.table.at, string(u.table.puts[u.at].key))
		u.table.puts = u.table.puts[:u.at] // the last one: undone in reverse
	}
}

func (b *batch) change(c engine.Change, after []engine.Entry) error {
	docs, id := b.table(b.places.of[c.Collection].docs), []byte(c.ID)
	kept := docs.get(id)
	var before []engine.Entry
	if c.Op == engine.Insert {
		if kept != nil {
			return &engine.Taken{Collection: c.Collection}
		}
	} else {
		if kept == nil {
			return fmt.Errorf("%s: %w", c.Collection, engine.ErrStale)
		}
		var version int64
		var err error
		if _, version, before, err = b.schema.Parse(c.Collection, kept); err != nil {
			return fmt.Errorf("read the kept document in %s: %w", c.Collection, err)
		}
		if version != c.Version {
			return fmt.Errorf("%s: %w", c.Collection, engine.ErrStale)
		}
	}
	if err := b.index(c, id, before, after); err != nil {
		return err
	}
	b.set(docs, id, c.Doc)
	return nil
}

// index moves a document from the entries it had to those it will have. Both stand in the order of indexes and keys.
func (b *batch) index(c engine.Change, id []byte, before, after []engine.Entry) error {
	p := b.places.of[c.Collection]
	for len(before) > 0 || len(after) > 0 {
		switch order(before, after) {
		case 0:
			before, after = before[1:], after[1:]
		case -1:
			b.set(b.table(p.docs+1+before[0].Index), before[0].Key, nil)
			before = before[1:]
		default:
			e := after[0]
			t := b.table(p.docs + 1 + e.Index)
			if ix := p.indexes[e.Index]; ix.Unique && t.get(e.Key) != nil {
				return &engine.Taken{Collection: c.Collection, Index: ix.Name}
			}
			b.set(t, e.Key, id)
			after = after[1:]
		}
	}
	return nil
}

// order says which of two lists has the lower first entry: -1 the first, 1 the second, 0 both.
func order(a, b []engine.Entry) int {
	if len(a) == 0 || len(b) == 0 {
		return cmp.Compare(len(b), len(a))
	}
	return cmp.Or(cmp.Compare(a[0].Index, b[0].Index), bytes.Compare(a[0].Key, b[0].Key))
}

func (b *batch) table(number int) *table {
	t := &b.tables[number]
	if t.bucket == nil {
		t.bucket, t.at = b.tx.Bucket(b.places.buckets[number]), map[string]int{}
	}
	return t
}

func (t *table) get(key []byte) []byte {
	if at, ok := t.at[string(key)]; ok {
		return t.puts[at].value
	}
	return t.bucket.Get(key)
}

func (b *batch) set(t *table, key, value []byte) {
	at, ok := t.at[string(key)]
	if ok {
		b.undo = append(b.undo, undo{table: t, at: at, value: t.puts[at].value})
		t.puts[at].value = value
		return
	}
	at = len(t.puts)
	b.undo = append(b.undo, undo{table: t, at: at, fresh: true})
	t.at[string(key)] = at
	t.puts = append(t.puts, put{key, value})
}

// flush puts everything, in the order of the keys: neighbours share the pages that the search went through.
func (b *batch) flush() error {
	for i := range b.tables {
		t := &b.tables[i]
		slices.SortFunc(t.puts, byKey)
		for _, p := range t.puts {
			var err error
			if p.value == nil {
				err = t.bucket.Delete(p.key)
			} else {
				err = t.bucket.Put(p.key, p.value)
			}
			if err != nil {
				return fmt.Errorf("put into %s: %w", b.places.buckets[i], err)
			}
		}
	}
	return nil
}
