package store

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"
	"time"

	"soundings/cohorts/base"
	"soundings/server/store/engine"
)

const (
	blockEvery   = time.Minute // at most so often a block is made
	blockRecords = 900         // that one block holds at most: with it they are one write
)

// blockDoc seals records of the audit in their order: whoever takes one out, or puts another in, changes the root of this
// block and of each after it.
type blockDoc struct {
	Head    `bson:",inline"`
	Number  int64     `bson:"number"`
	At      time.Time `bson:"at"`
	Records []leafDoc `bson:"records"`
	Before  []byte    `bson:"before,omitempty"` // the root of the block before
	Root    []byte    `bson:"root"`             // of the Merkle tree over the records, and of the root before
	MAC     []byte    `bson:"mac"`
}

// leafDoc is a record as a block knows it, also when it is gone.
type leafDoc struct {
	ID   string    `bson:"id"`
	Kind string    `bson:"kind"` // the noun of its act
	At   time.Time `bson:"at"`
	Hash []byte    `bson:"hash"`
}

// kindOf returns the noun of an act: what records are kept by.
func kindOf(act string) string {
	noun, _, _ := strings.Cut(act, ".")
	return noun
}

func blockID(number int64) string { return fmt.Sprintf("%012d", number) }

// SealAudit puts records of the audit that are in no block into the next, and returns how many. Another server may do the
// same at once: one block gets the number.
func (s *Store) SealAudit(ctx context.Context) (int, error) {
	docs, _, err := find[auditDoc](ctx, s, engine.Query{Collection: audits, Index: "open", Equal: []any{true}, Limit: blockRecords})
	if err != nil || len(docs) == 0 {
		return 0, err
	}
	last, err := s.lastBlock(ctx)
	if err != nil {
		return 0, err
	}
	now := s.now()
	if len(docs) < blockRecords && now.Sub(last.At) < blockEvery {
		return 0, nil
	}
	b := &blockDoc{Head: Head{ID: blockID(last.Number + 1)}, Number: last.Number + 1, At: now, Before: last.Root}
	a := s.begin("", "")
	for _, d := range docs {
		b.Records = append(b.Records, leafOf(d))
		d.Open = false
		a.save(audits, d)
	}
	b.Root = rootOf(b)
	b.MAC = s.sealer.blockMAC(b)
	err = a.save(auditBlocks, b).commit(ctx)
	if base.IsCode(err, base.Conflict) { // another server was quicker, or a person was removed: the next time
		return 0, nil
	}
	return len(docs), err
}

// lastBlock returns the newest block; the zero block where there is none.
func (s *Store) lastBlock(ctx context.Context) (blockDoc, error) {
	docs, _, err := find[blockDoc](ctx, s, engine.Query{Collection: auditBlocks, Descending: true, Limit: 1})
	if err != nil || len(docs) == 0 {
		return blockDoc{}, err
	}
	return *docs[0], nil
}

func leafOf(d *auditDoc) leafDoc {
	hash := sha256.Sum256(append([]byte{0}, d.MAC...))
	return leafDoc{ID: d.ID, Kind: kindOf(d.Act), At: d.At, Hash: hash[:]}
}

// rootOf returns the root of a block: over its records, then over the root before.
func rootOf(b *blockDoc) []byte {
	level := make([][]byte, len(b.Records))
	for i, leaf := range b.Records {
		level[i] = node(2, []byte(leaf.ID+"\x00"+leaf.Kind+"\x00"+fmt.Sprint(leaf.At.UnixMilli())), leaf.Hash)
	}
	for len(level) > 1 {
		var next [][]byte
		for i := 0; i+1 < len(level); i += 2 {
			next = append(next, node(1, level[i], level[i+1]))
		}
		if len(level)%2 == 1 {
			next = append(next, level[len(level)-1])
		}
		level = next
	}
	return node(3, b.Before, level[0])
}

// node returns the hash of two parts, of one kind of place in the tree.
func node(kind byte, left, right []byte) []byte {
	h := sha256.New()
	h.Write([]byte{kind})
	writeParts(h, string(left), string(right))
	return h.Sum(nil)
}

// blockMAC returns the MAC of a block.
func (s sealer) blockMAC(b *blockDoc) []byte {
	return s.mac("block", fmt.Sprint(b.Number), fmt.Sprint(b.At.UnixMilli()), fmt.Sprint(len(b.Records)), string(b.Before), string(b.Root))
}
