package bolt

import (
	"context"
	"fmt"
	"runtime"

	"soundings/server/store/engine"
)

const (
	queued      = 128                      // lists that wait for the committer before Write waits to queue another
	commitBytes = 4 * engine.MaxWriteBytes // of documents in one commit, give or take one list
)

// list is one Write on its way through the committer.
type list struct {
	ctx     context.Context
	changes []engine.Change
	entries [][]engine.Entry // of each change's document
	answer  chan error       // holds one, so that the committer never waits for a caller
}

// Write checks the changes and encodes their index keys here, and leaves the rest to the committer.
func (db *DB) Write(ctx context.Context, changes []engine.Change) error {
	if err := db.usable(ctx); err != nil {
		return err
	}
	entries, err := db.schema.Check(changes)
	if err != nil || len(changes) == 0 {
		return err
	}
	l := &list{ctx: ctx, changes: changes, entries: entries, answer: make(chan error, 1)}
	select {
	case db.queue <- l:
	case <-db.closing:
		return engine.ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-l.answer:
		return err
	case <-ctx.Done():
		return ctx.Err()
	case <-db.committed:
	}
	select {
	case err := <-l.answer:
		return err
	default:
		return engine.ErrClosed // it was queued just after the committer had looked for the last time
	}
}

// commitAll is the committer. Once the engine is closing it commits what is queued and ends.
func (db *DB) commitAll() {
	defer close(db.committed)
	for {
		select {
		case l := <-db.queue:
			db.commit(db.gather(l))
		case <-db.closing:
			select {
			case l := <-db.queue:
				db.commit(db.gather(l))
			default:
				return
			}
		}
	}
}

// gather returns the first list with those that wait behind it, and with those of whoever is ready to run now: one
// commit of many costs little more than one of a few. Where nobody else is, letting them run first takes no time.
func (db *DB) gather(l *list) []*list {
	lists, size := []*list{l}, l.size()
	for yielded := false; size < commitBytes; {
		select {
		case l := <-db.queue:
			lists, size, yielded = append(lists, l), size+l.size(), false
		default:
			if yielded {
				return lists
			}
			runtime.Gosched()
			yielded = true
		}
	}
	return lists
}

func (l *list) size() int {
	size := 0
	for _, c := range l.changes {
		size += len(c.Doc)
	}
	return size
}

// commit makes all lists that can be done durable at once, and then answers everybody. A list may have been refused
// because of another one in this commit, so that answer too has to wait until the other is kept.
func (db *DB) commit(lists []*list) {
	refused := make([]error, len(lists))
	err := safely(func() error { return db.apply(lists, refused) })
	if err != nil {
		db.log.Error("commit failed", "lists", len(lists), "error", err)
	}
	for i, l := range lists {
		if err != nil {
			l.answer <- fmt.Errorf("commit: %w", err)
		} else {
			l.answer <- refused[i]
		}
	}
}

// apply commits the lists in one transaction and notes which were refused, and why.
func (db *DB) apply(lists []*list, refused []error) error {
	tx, err := db.file.Begin(true)
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing once committed
	b, accepted := newBatch(db, tx), 0
	for i, l := range lists {
		if refused[i] = l.ctx.Err(); refused[i] == nil {
			refused[i] = b.stage(l)
		}
		if refused[i] == nil {
			accepted++
		}
	}
	if accepted == 0 {
		return nil
	}
	if err := b.flush(); err != nil {
		return err
	}
	return tx.Commit()
}
