package store

import (
	"context"
	"fmt"
	"time"

	"soundings/cohorts/base"
	"soundings/server/store/engine"
	"soundings/web/auth"
)

// sessionDoc is somebody signed in; the id is their token's hash.
type sessionDoc struct {
	Head    `bson:",inline"`
	Staff   string    `bson:"staff,omitempty"`
	Data    []byte    `bson:"data"`
	Expires time.Time `bson:"expires"`
}

// Session returns the session whose token has this hash, or NotFound.
func (s *Store) Session(ctx context.Context, hash string) (auth.Session, error) {
	d, err := one[sessionDoc](ctx, s, sessions, hash, "session.unknown")
	if err != nil {
		return auth.Session{}, err
	}
	return d.session(), nil
}

func (d *sessionDoc) session() auth.Session {
	return auth.Session{Hash: d.ID, Staff: d.Staff, Data: d.Data, Expires: d.Expires, Version: d.Version}
}

// Sessions returns the sessions of one member of the staff.
func (s *Store) Sessions(ctx context.Context, staff string) ([]auth.Session, error) {
	docs, err := findAll[sessionDoc](ctx, s, engine.Query{Collection: sessions, Index: "staff", Equal: []any{staff}})
	if err != nil {
		return nil, err
	}
	all := make([]auth.Session, len(docs))
	for i, d := range docs {
		all[i] = d.session()
	}
	return all, nil
}

// SaveSession keeps a session.
func (s *Store) SaveSession(ctx context.Context, session auth.Session) error {
	return s.begin("", "").save(sessions, &sessionDoc{
		Head{ID: session.Hash, Version: session.Version}, session.Staff, session.Data, session.Expires,
	}).commit(ctx)
}

// DeleteSession ends a session, if there is one.
func (s *Store) DeleteSession(ctx context.Context, hash string) error {
	return s.drop(ctx, sessions, hash)
}

// DeleteExpired deletes the sessions, set-up links, counts of tries and answered requests that were over at now.
func (s *Store) DeleteExpired(ctx context.Context, now time.Time) error {
	for _, collection := range []string{sessions, setupLinks, throttles, requests} {
		limit := 500
		if collection == requests { // there may be long answers in them
			limit = 50
		}
		for {
			docs, _, err := find[Head](ctx, s, engine.Query{Collection: collection, Index: "expires", To: now, Limit: limit})
			if err != nil {
				return err
			}
			if len(docs) == 0 {
				break
			}
			a := s.begin("", "")
			for _, d := range docs {
				a.remove(collection, d.ID, d.Version)
			}
			if err := a.commit(ctx); err != nil && !base.IsCode(err, base.Conflict) {
				return fmt.Errorf("deleting what is over from %s: %w", collection, err)
			}
		}
	}
	return nil
}
