package store_test

import (
	"crypto/rand"
	"errors"
	"testing"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/cohorts/base/expect"
	"soundings/server/services/servicestest"
	"soundings/server/store"
	"soundings/server/store/engine"
)

// A database says which program and which secret it is for.
func TestOpen(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		open := func(secret string) error {
			_, err := store.Open(c.ctx, c.Engine, store.Config{Secret: []byte(secret), Now: c.Clock.Now, Rand: rand.Reader})
			return err
		}
		expect.Equal(t, "with its own secret", open(servicestest.Secret), nil)
		if err := open("another"); !errors.Is(err, store.ErrSecret) {
			t.Errorf("with another secret: %v", err)
		}
		c.mark("schema", int32(store.Schema+1))
		if err := open(servicestest.Secret); !errors.Is(err, store.ErrNewer) {
			t.Errorf("written by a newer version: %v", err)
		}
		if err := open("another"); !errors.Is(err, store.ErrNewer) {
			t.Errorf("written by a newer version with another secret: %v", err)
		}
		expect.Equal(t, "ping", c.Store.Ping(c.ctx), nil)
	})
}

// mark changes one field of the document that says what a database is for.
func (c *clinic) mark(field string, value any) {
	doc := must(c.Engine.Get(c.ctx, "soundings", "soundings"))[0]
	var d bson.D
	if err := bson.Unmarshal(doc, &d); err != nil {
		panic(err)
	}
	for i := range d {
		switch d[i].Key {
		case field:
			d[i].Value = value
		case "version":
			d[i].Value = int64(2)
		}
	}
	change := engine.Change{Op: engine.Replace, Collection: "soundings", ID: "soundings", Version: 1, Doc: must(bson.Marshal(d))}
	if err := c.Engine.Write(c.ctx, []engine.Change{change}); err != nil {
		panic(err)
	}
}

// Servers that start at once on a new database all find it theirs.
func TestOpenTogether(t *testing.T) {
	for name, empty := range map[string]func(testing.TB) engine.Engine{"embedded": servicestest.Embedded, "MongoDB": servicestest.MongoDB} {
		t.Run(name, func(t *testing.T) {
			e := empty(t)
			errs := servicestest.Together(8, func(int) error {
				_, err := store.Open(t.Context(), e, store.Config{Secret: []byte(servicestest.Secret), Rand: rand.Reader})
				return err
			})
			expect.Equal(t, "opened", servicestest.Count(errs), map[error]int{nil: 8})
		})
	}
}
