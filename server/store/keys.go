package store

import (
	"context"
	"fmt"
	"time"

	"soundings/cohorts/base"
	"soundings/server/store/engine"
	"soundings/web/auth"
)

type keyDoc struct {
	Head    `bson:",inline"`
	Name    string    `bson:"name"`
	Role    string    `bson:"role"`
	Hash    string    `bson:"hash"`
	Created time.Time `bson:"created"`
}

func (d *keyDoc) key() auth.Key {
	return auth.Key{ID: d.ID, Name: d.Name, Role: auth.Role(d.Role), Hash: d.Hash, Created: d.Created, Version: d.Version}
}

// Key returns the API key with this hash, or NotFound.
func (s *Store) Key(ctx context.Context, hash string) (auth.Key, error) {
	docs, _, err := find[keyDoc](ctx, s, engine.Query{Collection: keys, Index: "hash", Equal: []any{hash}})
	if err != nil {
		return auth.Key{}, err
	}
	if len(docs) == 0 {
		return auth.Key{}, base.Refuse(base.NotFound, "key.unknown")
	}
	return docs[0].key(), nil
}

// Keys returns every API key.
func (s *Store) Keys(ctx context.Context) ([]auth.Key, error) {
	docs, err := findAll[keyDoc](ctx, s, engine.Query{Collection: keys})
	if err != nil {
		return nil, err
	}
	all := make([]auth.Key, len(docs))
	for i, d := range docs {
		all[i] = d.key()
	}
	return all, nil
}

// SaveKey keeps an API key.
func (s *Store) SaveKey(ctx context.Context, k auth.Key) error {
	return s.begin("key.save", k.ID).save(keys, &keyDoc{
		Head: Head{ID: k.ID, Version: k.Version}, Name: k.Name, Role: string(k.Role), Hash: k.Hash, Created: k.Created,
	}).commit(ctx)
}

// DeleteKey ends an API key, or returns NotFound.
func (s *Store) DeleteKey(ctx context.Context, id string) error {
	d, err := one[keyDoc](ctx, s, keys, id, "key.unknown")
	if err != nil {
		return err
	}
	return s.begin("key.remove", id).remove(keys, id, d.Version).commit(ctx)
}

// sessionDoc is somebody signed in; the id is their token's hash.
type sessionDoc struct {
	Head    `bson:",inline"`
	Data    []byte    `bson:"data"`
	Expires time.Time `bson:"expires"`
}

// Session returns the session whose token has this hash, or NotFound.
func (s *Store) Session(ctx context.Context, hash string) (auth.Session, error) {
	d, err := one[sessionDoc](ctx, s, sessions, hash, "session.unknown")
	if err != nil {
		return auth.Session{}, err
	}
	return auth.Session{Hash: hash, Data: d.Data, Expires: d.Expires, Version: d.Version}, nil
}

// SaveSession keeps a session.
func (s *Store) SaveSession(ctx context.Context, session auth.Session) error {
	return s.begin("", "").save(sessions, &sessionDoc{
		Head{ID: session.Hash, Version: session.Version}, session.Data, session.Expires,
	}).commit(ctx)
}

// DeleteSession ends a session, if there is one.
func (s *Store) DeleteSession(ctx context.Context, hash string) error {
	return s.drop(ctx, sessions, hash)
}

// DeleteExpired deletes the sessions and set-up links that were over at now.
func (s *Store) DeleteExpired(ctx context.Context, now time.Time) error {
	for _, collection := range []string{sessions, setupLinks} {
		for {
			docs, _, err := find[sessionDoc](ctx, s, engine.Query{Collection: collection, Index: "expires", To: now, Limit: 500})
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
