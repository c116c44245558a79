// Package servicestest gives tests the services of the program as it puts them together, over a database of the test's
// own, with a clock that the test moves and chance that is the same at every run.
package servicestest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
	"go.mongodb.org/mongo-driver/bson"
	driver "go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"

	"soundings/cohorts/base"
	"soundings/server/services"
	"soundings/server/store"
	"soundings/server/store/bolt"
	"soundings/server/store/engine"
	"soundings/server/store/mongo"
	"soundings/server/store/mongo/mongotest"
	"soundings/surveys/hook"
)

// Secret is the secret that every test's database is made with.
const Secret = "a secret of at least thirty-two bytes for tests"

// Clinic is one server's services over a database.
type Clinic struct {
	*services.Services
	Engine engine.Engine
	Clock  *Clock

	servers *atomic.Int64 // on the same database
}

// engineVariable has the tests of a whole package run over MongoDB instead of the embedded engine: "mongodb".
const engineVariable = "SOUNDINGS_TEST_ENGINE"

// New returns the services over a new embedded database, or over an empty one of MongoDB if the variable says so.
func New(t testing.TB) *Clinic {
	t.Helper()
	if os.Getenv(engineVariable) == "mongodb" {
		return Over(t, MongoDB(t))
	}
	return Over(t, Embedded(t))
}

// Each runs a test over a new database of each engine; over MongoDB where there is one.
func Each(t *testing.T, test func(t *testing.T, c *Clinic)) {
	t.Helper()
	t.Run("embedded", func(t *testing.T) { test(t, Over(t, Embedded(t))) })
	t.Run("MongoDB", func(t *testing.T) { test(t, Over(t, MongoDB(t))) })
}

// Over returns the services over a database that was opened with store.Collections.
func Over(t testing.TB, e engine.Engine) *Clinic {
	t.Helper()
	return (&Clinic{Clock: NewClock(), servers: new(atomic.Int64)}).Through(t, e)
}

// Another returns the services of one more server on the same database, with the same clock.
func (c *Clinic) Another(t testing.TB) *Clinic {
	t.Helper()
	return c.Through(t, c.Engine)
}

// Through returns the services of one more server, which reaches the same database through this engine.
func (c *Clinic) Through(t testing.TB, e engine.Engine) *Clinic {
	t.Helper()
	s, err := services.New(t.Context(), e, services.Config{
		Secret: []byte(Secret), TimeZone: "UTC", Reach: hook.NewReach(true), Now: c.Clock.Now, Rand: newChance(fmt.Sprint(t.Name(), c.servers.Add(1))),
		Hashing: &argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}, Log: slog.New(slog.DiscardHandler),
	})
	check(t, err)
	return &Clinic{s, e, c.Clock, c.servers}
}

// Documents returns the bytes of every document in these collections, or with none in all.
func (c *Clinic) Documents(t testing.TB, collections ...string) []string {
	t.Helper()
	var all []string
	err := c.Engine.Snapshot(t.Context(), func(collection string, doc bson.Raw) error {
		if len(collections) == 0 || slices.Contains(collections, collection) {
			all = append(all, string(doc))
		}
		return nil
	})
	check(t, err)
	return all
}

// Naming returns the collections, sorted, of which a document has this text or these bytes in it.
func (c *Clinic) Naming(t testing.TB, text string) []string {
	t.Helper()
	found := map[string]bool{}
	err := c.Engine.Snapshot(t.Context(), func(collection string, doc bson.Raw) error {
		if bytes.Contains(doc, []byte(text)) {
			found[collection] = true
		}
		return nil
	})
	check(t, err)
	return slices.Sorted(maps.Keys(found))
}

// Audit returns who did what to what as "staff MANAGER: event.save E1", the oldest record first.
func (c *Clinic) Audit(t testing.TB) []string {
	t.Helper()
	var all []string
	for r, err := range base.Each(func(after string) (base.Page[base.AuditRecord], error) {
		return c.Store.Audit(t.Context(), time.Time{}, time.Time{}, after, 3)
	}) {
		check(t, err)
		all = append(all, fmt.Sprintf("%s %s: %s %s", r.By.Kind, r.By.ID, r.Act, r.Subject))
	}
	slices.Reverse(all)
	return all
}

// Lose deletes documents of a collection past every service: those that gone picks, or with nil all. The test fails where
// there are none.
func (c *Clinic) Lose(t testing.TB, collection string, gone func(doc bson.Raw) bool) {
	t.Helper()
	lost, err := deletions(t.Context(), c.Engine, func(of string, doc bson.Raw) bool { return of == collection && (gone == nil || gone(doc)) })
	check(t, err)
	if len(lost) == 0 {
		t.Fatal("nothing was there to lose in", collection)
	}
	check(t, c.Engine.Write(t.Context(), lost))
}

// Fold counts everything that is pending.
func (c *Clinic) Fold(t testing.TB) {
	t.Helper()
	for _, fold := range []func(context.Context) (int, error){c.Store.Fold, c.Metrics.Fold} {
		for n := 1; n > 0; {
			var err error
			n, err = fold(t.Context())
			check(t, err)
		}
	}
}

// Embedded returns a new embedded database.
func Embedded(t testing.TB) engine.Engine {
	t.Helper()
	e, err := bolt.Open(t.Context(), bolt.Options{Path: filepath.Join(t.TempDir(), "soundings.db"), Collections: store.Collections()})
	check(t, err)
	t.Cleanup(func() { _ = e.Close(context.Background()) })
	return e
}

// MongoDB returns an empty database of the MongoDB that there is for tests; without one the test is skipped. All tests of
// a package have the same one after each other, since making its indexes takes longer than most of them: their TestMain
// has to call Main.
func MongoDB(t testing.TB) engine.Engine {
	t.Helper()
	shared.uri = mongotest.URI(t)
	e, err := shared.open()
	check(t, err)
	check(t, empty(t.Context(), e))
	return e
}

// Main runs the tests of a package that uses MongoDB, and drops the database that they shared.
func Main(m *testing.M) int {
	code := m.Run()
	if err := shared.drop(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "dropping the tests' database:", err)
		return 1
	}
	return code
}

// shared is the one database of MongoDB that the tests of a process have.
var shared = &sharedDatabase{name: fmt.Sprint("soundings_test_", os.Getpid())}

type sharedDatabase struct {
	uri, name string
	once      sync.Once
	db        *mongo.DB
	err       error
}

func (s *sharedDatabase) open() (*mongo.DB, error) {
	s.once.Do(func() {
		s.db, s.err = mongo.Open(context.Background(), mongo.Options{URI: s.uri, Database: s.name, Collections: store.Collections()})
	})
	return s.db, s.err
}

func (s *sharedDatabase) drop(ctx context.Context) error {
	if s.db == nil {
		return nil
	}
	client, err := driver.Connect(ctx, options.Client().ApplyURI(s.uri))
	if err != nil {
		return err
	}
	return errors.Join(s.db.Close(ctx), client.Database(s.name).Drop(ctx), client.Disconnect(ctx))
}

// empty deletes what the test before left.
func empty(ctx context.Context, e engine.Engine) error {
	left, err := deletions(ctx, e, func(string, bson.Raw) bool { return true })
	for some := range slices.Chunk(left, engine.MaxChanges) {
		if err == nil {
			err = e.Write(ctx, some)
		}
	}
	return err
}

// deletions returns the changes that delete the documents that gone picks.
func deletions(ctx context.Context, e engine.Engine, gone func(collection string, doc bson.Raw) bool) (all []engine.Change, err error) {
	err = e.Snapshot(ctx, func(collection string, doc bson.Raw) error {
		if gone(collection, doc) {
			all = append(all, engine.Change{
				Op: engine.Delete, Collection: collection, ID: doc.Lookup("_id").StringValue(), Version: doc.Lookup("version").Int64(),
			})
		}
		return nil
	})
	return all, err
}
