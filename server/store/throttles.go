package store

import (
	"context"
	"time"

	"soundings/web/auth"
)

// throttleDoc counts the tries of one name; the id is a keyed hash of it, since it may hold an address.
type throttleDoc struct {
	Head    `bson:",inline"`
	Over    time.Time `bson:"over"`
	Beyond  int       `bson:"beyond"`
	Expires time.Time `bson:"expires"`
}

func (s *Store) throttleID(name string) string { return s.sealer.hash("throttle", name) }

// Counters returns how often names were tried, in their order.
func (s *Store) Counters(ctx context.Context, names ...string) ([]auth.Counter, error) {
	ids := make([]string, len(names))
	for i, name := range names {
		ids[i] = s.throttleID(name)
	}
	docs, err := get[throttleDoc](ctx, s, throttles, ids...)
	if err != nil {
		return nil, err
	}
	all := make([]auth.Counter, len(names))
	for i, d := range docs {
		all[i].Name = names[i]
		if d != nil {
			all[i] = auth.Counter{Name: names[i], Over: d.Over, Beyond: d.Beyond, Expires: d.Expires, Version: d.Version}
		}
	}
	return all, nil
}

// SaveCounters keeps how often names were tried.
func (s *Store) SaveCounters(ctx context.Context, all ...auth.Counter) error {
	a := s.begin("", "")
	for _, c := range all {
		a.save(throttles, &throttleDoc{
			Head: Head{ID: s.throttleID(c.Name), Version: c.Version}, Over: c.Over, Beyond: c.Beyond, Expires: c.Expires,
		})
	}
	return a.commit(ctx)
}
