package store

import (
	"bytes"
	"context"
	"crypto/hmac"
	"encoding/hex"
	"fmt"
	"time"

	"soundings/server/store/engine"
)

// AuditState is what a look at the whole audit has shown.
type AuditState struct {
	Blocks  int64     // that are whole, from the first
	Records int       // in them
	LetGo   int       // of those, by their kind's time
	Root    string    // of the last block: who wrote it down elsewhere sees whether it is still there
	Sealed  time.Time // when that block was made
	Tail    int       // records in no block yet
	Since   time.Time // of the oldest of those
	Old     int       // records of before each had a MAC
	Bad     string    // what is wrong first; empty: nothing
}

// VerifyAudit checks every block, and every record of the audit, and stops at the first that is wrong. What seems wrong is
// looked at again: a block may have been made meanwhile.
func (s *Store) VerifyAudit(ctx context.Context) (state AuditState, err error) {
	for range 3 {
		if state, err = s.verifyAudit(ctx); err != nil || state.Bad == "" {
			break
		}
	}
	return state, err
}

func (s *Store) verifyAudit(ctx context.Context) (AuditState, error) {
	var state AuditState
	until, err := s.trims(ctx)
	if err != nil {
		return state, err
	}
	var last blockDoc
	for docs, err := range pages[blockDoc](ctx, s, engine.Query{Collection: auditBlocks, Limit: 100}) {
		if err != nil {
			return state, err
		}
		for _, b := range docs {
			if err := s.verifyBlock(ctx, &state, b, last, until); err != nil || state.Bad != "" {
				return state, err
			}
			last = *b
		}
	}
	if last.Number > 0 {
		state.Root, state.Sealed = hex.EncodeToString(last.Root), last.At
	}
	return state, s.verifyTail(ctx, &state)
}

// verifyBlock checks a block and its records.
func (s *Store) verifyBlock(ctx context.Context, state *AuditState, b *blockDoc, last blockDoc, until map[string]time.Time) error {
	bad := func(format string, args ...any) error {
		state.Bad = fmt.Sprintf("block %d of %s: ", b.Number, b.At.UTC().Format(time.DateTime)) + fmt.Sprintf(format, args...)
		return nil
	}
	switch {
	case b.Number != last.Number+1 || b.ID != blockID(b.Number):
		return bad("block %d is missing before it", last.Number+1)
	case !hmac.Equal(b.MAC, s.sealer.blockMAC(b)):
		return bad("it was changed")
	case !bytes.Equal(b.Before, last.Root):
		return bad("it does not follow the block before it")
	case len(b.Records) == 0 || !bytes.Equal(b.Root, rootOf(b)):
		return bad("its list of records was changed")
	}
	ids := make([]string, len(b.Records))
	for i, leaf := range b.Records {
		ids[i] = leaf.ID
	}
	docs, err := get[auditDoc](ctx, s, audits, ids...)
	if err != nil {
		return err
	}
	for i, leaf := range b.Records {
		switch d := docs[i]; {
		case d == nil && leaf.At.Before(until[leaf.Kind]):
			state.LetGo++
		case d == nil:
			return bad("the record %s is missing", leaf.ID)
		case len(d.MAC) == 0 || s.wrong(d) != "":
			return bad("the record %s was changed", leaf.ID)
		case !bytes.Equal(leafOf(d).Hash, leaf.Hash):
			return bad("the record %s is another one", leaf.ID)
		}
	}
	state.Blocks, state.Records = b.Number, state.Records+len(ids)
	return nil
}

// verifyTail checks the records that are in no block.
func (s *Store) verifyTail(ctx context.Context, state *AuditState) error {
	var sealed int
	for docs, err := range pages[auditDoc](ctx, s, engine.Query{Collection: audits, Index: "at"}) {
		if err != nil {
			return err
		}
		for _, d := range docs {
			what := s.wrong(d)
			switch {
			case what != "":
				state.Bad = fmt.Sprintf("the record %s of %s %s", d.ID, d.At.UTC().Format(time.DateTime), what)
				return nil
			case len(d.MAC) == 0:
				state.Old++
			case !d.Open:
				sealed++
			default:
				if state.Tail++; state.Since.IsZero() {
					state.Since = d.At
				}
			}
		}
	}
	if in := state.Records - state.LetGo; sealed != in {
		state.Bad = fmt.Sprintf("%d records say that they are in a block, and %d are: blocks at the end are missing", sealed, in)
	}
	return nil
}
