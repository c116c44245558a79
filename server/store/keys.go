package store

import (
	"context"
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
