package store

import (
	"context"
	"fmt"
	"time"

	"soundings/cohorts/base"
	"soundings/server/store/engine"
	"soundings/web/auth"
)

// readDoc counts what somebody reads of people in lists, page after page, until an hour is over: what has no record yet. The id
// is a keyed hash of who, what, from where and when.
type readDoc struct {
	Head    `bson:",inline"`
	By      actorDoc  `bson:"by"`
	Act     string    `bson:"act"`
	Subject string    `bson:"subject"`
	From    []byte    `bson:"from,omitempty"` // sealed
	Count   int       `bson:"count"`
	Until   time.Time `bson:"until"`
}

// TraceRead keeps a trace of a list that somebody reads. The first one leaves a record at once; those that follow until a moment
// are counted, and leave one together then.
func (s *Store) TraceRead(ctx context.Context, t auth.Trace, until time.Time) error {
	by := base.ActorFrom(ctx)
	id := s.sealer.hash("read", fmt.Sprint(by.Kind, "\x00", by.ID, "\x00", t.Act, "\x00", t.Subject, "\x00", t.From, "\x00", until.Unix()))
	first := false
	_, err := base.Revise(func() (*readDoc, error) {
		docs, err := get[readDoc](ctx, s, reads, id)
		if err != nil {
			return nil, err
		}
		if first = docs[0] == nil; first {
			docs[0] = &readDoc{Head: Head{ID: id}, By: actorDoc{string(by.Kind), by.ID}, Act: string(t.Act), Subject: t.Subject, Until: until}
			docs[0].From, err = seal(s.sealer, reads, id, "from", t.From)
		}
		return docs[0], err
	}, func(d **readDoc) error {
		if !first {
			(*d).Count += t.Count
		}
		return nil
	}, func(d *readDoc) error {
		a := s.begin("", "").save(reads, d)
		if first {
			s.recordRead(a, d, t.From, t.Count)
		}
		return a.commit(ctx)
	})
	return err
}

// recordRead adds to an act the record of what was read.
func (s *Store) recordRead(a *act, d *readDoc, from string, count int) {
	a.record(&auditDoc{Head: Head{ID: a.newID()}, At: s.now(), By: d.By, Act: d.Act, Subject: d.Subject, Count: count}, from)
}

// EndReads leaves the records of what was read in hours that are over, and returns how many hours of somebody that were: a
// background job. Another server may do the same at once.
func (s *Store) EndReads(ctx context.Context) (int, error) {
	docs, _, err := find[readDoc](ctx, s, engine.Query{Collection: reads, Index: "until", To: s.now(), Limit: 100})
	if err != nil || len(docs) == 0 {
		return 0, err
	}
	a := s.begin("", "")
	for _, d := range docs {
		var from string
		if err := unseal(s.sealer, reads, d.ID, "from", d.From, &from); err != nil {
			return 0, err
		}
		if d.Count > 0 {
			s.recordRead(a, d, from, d.Count)
		}
		a.remove(reads, d.ID, d.Version)
	}
	if err := a.commit(ctx); err != nil && !base.IsCode(err, base.Conflict) {
		return 0, fmt.Errorf("ending what was read: %w", err)
	}
	return len(docs), nil
}
