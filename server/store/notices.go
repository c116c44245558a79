package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"soundings/cohorts/base"
	"soundings/server/store/engine"
	"soundings/surveys/hook"
)

// noticeDoc is something that has happened of which programs outside may want to hear.
type noticeDoc struct {
	Head  `bson:",inline"`
	Type  string    `bson:"type"`
	At    time.Time `bson:"at"`
	Data  string    `bson:"data"`            // JSON
	Fresh bool      `bson:"fresh,omitempty"` // until each webhook that asks for it has a delivery
}

// notify adds notices to an act: what is acknowledged is told, whenever a server is killed.
func (a *act) notify(some []base.Notice) *act {
	for _, n := range some {
		a.saveNotice(n, 0, true)
	}
	return a
}

func (a *act) saveNotice(n base.Notice, version int64, fresh bool) *act {
	data, err := json.Marshal(n.Data)
	if err != nil {
		a.err = fmt.Errorf("writing a notice: %w", err)
		return a
	}
	return a.save(notices, &noticeDoc{Head: Head{ID: n.ID, Version: version}, Type: n.Type, At: n.At, Data: string(data), Fresh: fresh})
}

func (d *noticeDoc) notice() base.Notice {
	return base.Notice{ID: d.ID, Type: d.Type, At: d.At, Data: json.RawMessage(d.Data)}
}

// Notices returns the notices with these ids, in the order asked; an empty one for each that is not there.
func (s *Store) Notices(ctx context.Context, ids ...string) ([]base.Notice, error) {
	docs, err := get[noticeDoc](ctx, s, notices, ids...)
	all := make([]base.Notice, len(docs))
	for i, d := range docs {
		if d != nil {
			all[i] = d.notice()
		}
	}
	return all, err
}

// FreshNotices returns at most limit notices of which no webhook has a delivery yet, the first first.
func (s *Store) FreshNotices(ctx context.Context, limit int) ([]base.Notice, error) {
	docs, _, err := find[noticeDoc](ctx, s, engine.Query{Collection: notices, Index: "fresh", Equal: []any{true}, Limit: limit})
	all := make([]base.Notice, len(docs))
	for i, d := range docs {
		all[i] = d.notice()
	}
	return all, err
}

// AddNotice keeps a notice of what no write has told, unless it is there already.
func (s *Store) AddNotice(ctx context.Context, n base.Notice) error {
	kept, err := get[Head](ctx, s, notices, n.ID)
	if err != nil || kept[0] != nil {
		return err
	}
	return s.begin("", "").notify([]base.Notice{n}).commit(ctx)
}

// freshVersion is the version of a notice that no webhook has a delivery of: it is changed once.
const freshVersion = 1

// TakeNotice keeps the deliveries of a fresh notice, which is fresh no longer.
func (s *Store) TakeNotice(ctx context.Context, n base.Notice, all ...hook.Delivery) error {
	a := s.begin("", "").saveNotice(n, freshVersion, false)
	for _, d := range all {
		a.saveDelivery(d)
	}
	return a.commit(ctx)
}

// AddTest keeps a notice that is for one webhook alone, with its delivery.
func (s *Store) AddTest(ctx context.Context, n base.Notice, d hook.Delivery) error {
	return s.begin("webhook.test", d.Webhook).saveNotice(n, 0, false).saveDelivery(d).commit(ctx)
}
