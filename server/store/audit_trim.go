package store

import (
	"context"
	"crypto/hmac"
	"fmt"
	"time"

	"soundings/cohorts/base"
	"soundings/server/store/engine"
)

// trimDoc is until when records of one kind were let go, as the setting for it says: the checkpoint by which their absence
// is no fault.
type trimDoc struct {
	Head    `bson:",inline"` // by kind
	Until   time.Time        `bson:"until"`
	Removed int64            `bson:"removed"`
	MAC     []byte           `bson:"mac"`
}

// TrimAudit deletes the records that are older than their kind is kept, and returns how many. Those in no block yet stay.
func (s *Store) TrimAudit(ctx context.Context, keep map[string]time.Duration) (int, error) {
	removed := 0
	for kind, life := range keep {
		until := s.now().Add(-life).Truncate(time.Hour)
		acts, err := s.actsOf(ctx, kind)
		if err != nil {
			return removed, err
		}
		for _, act := range acts {
			n, err := s.trim(ctx, kind, act, until)
			if removed += n; err != nil {
				return removed, err
			}
		}
	}
	return removed, nil
}

// actsOf returns the acts of one kind that the audit has.
func (s *Store) actsOf(ctx context.Context, kind string) ([]string, error) {
	var acts []string
	from, to := kind+".", kind+"/"
	for {
		docs, _, err := find[auditDoc](ctx, s, engine.Query{Collection: audits, Index: "act", From: from, To: to, Limit: 1})
		if err != nil || len(docs) == 0 {
			return acts, err
		}
		acts, from = append(acts, docs[0].Act), docs[0].Act+"\x00"
	}
}

// trim deletes the records of one act until a moment.
func (s *Store) trim(ctx context.Context, kind, act string, until time.Time) (int, error) {
	removed := 0
	q := engine.Query{Collection: audits, Index: "act", Equal: []any{act}, To: until, Limit: blockRecords}
	for docs, err := range pages[auditDoc](ctx, s, q) {
		if err != nil {
			return removed, err
		}
		a, n := s.begin("", ""), 0
		for _, d := range docs {
			if !d.Open {
				a.remove(audits, d.ID, d.Version)
				n++
			}
		}
		if n == 0 {
			continue
		}
		checkpoints, err := get[trimDoc](ctx, s, auditTrims, kind)
		if err != nil {
			return removed, err
		}
		point := checkpoints[0]
		if point == nil {
			point = &trimDoc{Head: Head{ID: kind}}
		}
		if until.After(point.Until) {
			point.Until = until
		}
		point.Removed += int64(n)
		point.MAC = s.sealer.trimMAC(point)
		by := base.ActorFrom(ctx)
		d := &auditDoc{Head: Head{ID: a.newID()}, At: s.now(), By: actorDoc{string(by.Kind), by.ID}, Act: "audit.trim", Subject: kind, Count: n}
		if err := a.save(auditTrims, point).record(d, "").commit(ctx); err != nil {
			return removed, err
		}
		removed += n
	}
	return removed, nil
}

// trimMAC returns the MAC of a checkpoint.
func (s sealer) trimMAC(d *trimDoc) []byte {
	return s.mac("trim", d.ID, fmt.Sprint(d.Until.UnixMilli()), fmt.Sprint(d.Removed))
}

// trims returns until when each kind was let go. A checkpoint that is not signed counts for nothing.
func (s *Store) trims(ctx context.Context) (map[string]time.Time, error) {
	docs, err := findAll[trimDoc](ctx, s, engine.Query{Collection: auditTrims})
	until := map[string]time.Time{}
	for _, d := range docs {
		if hmac.Equal(d.MAC, s.sealer.trimMAC(d)) {
			until[d.ID] = d.Until
		}
	}
	return until, err
}
