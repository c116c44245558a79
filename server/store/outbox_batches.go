package store

import (
	"context"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/server/store/engine"
)

// batchDoc is letters or texts that somebody of the team took together. Its messages name it.
type batchDoc struct {
	Head  `bson:",inline"`
	By    string    `bson:"by"`
	At    time.Time `bson:"at"`
	Count int       `bson:"count"`
}

func (d *batchDoc) batch() contact.Batch {
	return contact.Batch{ID: d.ID, By: contact.Way(d.By), At: d.At, Count: d.Count, Version: d.Version}
}

// dueBy asks for the messages of one way that wait and are due.
func dueBy(by contact.Way, now time.Time) engine.Query {
	return engine.Query{Collection: outbox, Index: "ready", Equal: []any{string(by), string(contact.MessageWaiting)}, To: now.Add(time.Millisecond)}
}

// ReadyMessages returns at most limit messages of one way that wait and are due, the soonest first.
func (s *Store) ReadyMessages(ctx context.Context, by contact.Way, now time.Time, limit int) ([]contact.Message, error) {
	q := dueBy(by, now)
	q.Limit = limit
	docs, _, err := find[messageDoc](ctx, s, q)
	return messagesOf(docs), err
}

// CountReady counts them, to most.
func (s *Store) CountReady(ctx context.Context, by contact.Way, now time.Time, most int) (int, error) {
	return s.engine.Count(ctx, dueBy(by, now), most)
}

// BatchMessages returns a page of the messages of a batch.
func (s *Store) BatchMessages(ctx context.Context, batch, after string, limit int) (base.Page[contact.Message], error) {
	docs, next, err := find[messageDoc](ctx, s, engine.Query{Collection: outbox, Index: "batch", Equal: []any{batch}, After: after, Limit: limit})
	return base.Page[contact.Message]{Items: messagesOf(docs), Next: next}, err
}

// Batches returns at most limit batches of one way, the latest first.
func (s *Store) Batches(ctx context.Context, by contact.Way, limit int) ([]contact.Batch, error) {
	docs, _, err := find[batchDoc](ctx, s, engine.Query{Collection: batches, Index: "by", Equal: []any{string(by)}, Descending: true, Limit: limit})
	all := make([]contact.Batch, len(docs))
	for n, d := range docs {
		all[n] = d.batch()
	}
	return all, err
}

// Batch returns a batch, or NotFound.
func (s *Store) Batch(ctx context.Context, id string) (contact.Batch, error) {
	docs, err := get[batchDoc](ctx, s, batches, id)
	if err != nil {
		return contact.Batch{}, err
	}
	if docs[0] == nil {
		return contact.Batch{}, base.Refuse(base.NotFound, "outbox.no_batch")
	}
	return docs[0].batch(), nil
}

// SaveBatch keeps a batch as it begins and, once its messages are in it, how many they are: both under one name in the audit.
func (s *Store) SaveBatch(ctx context.Context, b contact.Batch) error {
	name := ""
	if b.Version == 0 {
		name = "outbox." + string(b.By)
	}
	return s.begin(name, b.ID).save(batches, &batchDoc{Head{ID: b.ID, Version: b.Version}, string(b.By), b.At, b.Count}).commit(ctx)
}
