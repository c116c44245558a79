package main

import (
	"context"
	"crypto/sha256"
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/bson"
)

// tally is how many documents each collection has, and a digest of them that does not depend on their order: two databases
// with the same tally hold the same.
type tally struct {
	of          header
	collections map[string]*digest
}

type digest struct {
	count int
	sum   [sha256.Size]byte // of the hashes of the documents, byte by byte
}

func newTally() *tally { return &tally{collections: map[string]*digest{}} }

func (t *tally) take(_ context.Context, collection string, doc bson.Raw) error {
	d := t.collections[collection]
	if d == nil {
		d = &digest{}
		t.collections[collection] = d
	}
	d.count++
	carry := 0
	for i, b := range sha256.Sum256(doc) {
		carry += int(d.sum[i]) + int(b)
		d.sum[i], carry = byte(carry), carry>>8
	}
	return nil
}

// count returns a source whose documents are tallied on their way.
func (t *tally) count(from source) source {
	return func(ctx context.Context, to taker) error { return from(ctx, &tallied{to, t}) }
}

type tallied struct {
	taker
	tally *tally
}

func (t *tallied) begin(h header) error {
	t.tally.of = h
	return t.taker.begin(h)
}

func (t *tallied) take(ctx context.Context, collection string, doc bson.Raw) error {
	if err := t.tally.take(ctx, collection, doc); err != nil {
		return err
	}
	return t.taker.take(ctx, collection, doc)
}

// documents returns how many there are.
func (t *tally) documents() int {
	n := 0
	for _, d := range t.collections {
		n += d.count
	}
	return n
}

// differs names the collections in which two databases differ; empty: they hold the same.
func (t *tally) differs(other *tally) string {
	var names []string
	for _, all := range []*tally{t, other} {
		for name := range all.collections {
			a, b := t.collections[name], other.collections[name]
			if a == nil || b == nil || *a != *b {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), ", ")
}
