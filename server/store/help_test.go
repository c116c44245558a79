package store_test

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	driver "go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/server/store"
	"soundings/server/store/bolt"
	"soundings/server/store/engine"
	"soundings/server/store/mongo"
	"soundings/server/store/mongo/mongotest"
	"soundings/surveys"
)

// engines are what the whole suite runs over. Each returns an empty database.
var engines = map[string]func(t *testing.T) engine.Engine{
	"embedded": func(t *testing.T) engine.Engine {
		e := must(bolt.Open(t.Context(), bolt.Options{Path: filepath.Join(t.TempDir(), "soundings.db"), Collections: store.Collections()}))
		t.Cleanup(func() { _ = e.Close(context.Background()) })
		return e
	},
	"MongoDB": func(t *testing.T) engine.Engine {
		sharedURI = mongotest.URI(t)
		e := shared()
		empty(t, e)
		return e
	},
}

// shared opens one MongoDB database for all tests: to make its indexes takes longer than most of them.
var shared = sync.OnceValue(func() *mongo.DB {
	return must(mongo.Open(context.Background(), mongo.Options{URI: sharedURI, Database: sharedName, Collections: store.Collections()}))
})

var (
	sharedURI  string // known once a test has asked for a MongoDB
	sharedName = fmt.Sprint("soundings_test_store_", os.Getpid())
)

func TestMain(m *testing.M) {
	flag.Parse()
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == "rapid.checks" })
	if !given {
		_ = flag.Set("rapid.checks", "8") // each step is several round trips
	}
	code := m.Run()
	if sharedURI != "" {
		must(0, dropShared(context.Background()))
	}
	os.Exit(code)
}

func dropShared(ctx context.Context) error {
	client, err := driver.Connect(ctx, options.Client().ApplyURI(sharedURI))
	if err != nil {
		return err
	}
	return errors.Join(shared().Close(ctx), client.Database(sharedName).Drop(ctx), client.Disconnect(ctx))
}

// empty deletes what the test before left.
func empty(t *testing.T, e engine.Engine) {
	t.Helper()
	var left []engine.Change
	if err := e.Snapshot(t.Context(), func(collection string, doc raw) error {
		left = append(left, engine.Change{
			Op: engine.Delete, Collection: collection, ID: doc.Lookup("_id").StringValue(), Version: doc.Lookup("version").Int64(),
		})
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for some := range slices.Chunk(left, engine.MaxChanges) {
		if err := e.Write(t.Context(), some); err != nil {
			t.Fatal(err)
		}
	}
}

// clinic is everything below the pages, over a new database.
type clinic struct {
	engine  engine.Engine
	store   *store.Store
	people  *cohorts.Service
	contact *contact.Service
	surveys *surveys.Service
	ctx     context.Context // in which a manager acts
	clock   *atomic.Int64
}

// on runs a test once over each engine.
func on(t *testing.T, test func(t *testing.T, c *clinic)) {
	for name, open := range engines {
		t.Run(name, func(t *testing.T) {
			e := open(t)
			clock := new(atomic.Int64)
			clock.Store(time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC).UnixMilli())
			test(t, server(t, e, clock))
		})
	}
}

// server is one server on a database.
func server(t testing.TB, e engine.Engine, clock *atomic.Int64) *clinic {
	t.Helper()
	c := &clinic{engine: e, clock: clock}
	c.store = must(store.Open(t.Context(), e, []byte(secret), c.now, rand.Reader))
	c.people = &cohorts.Service{Store: c.store, Now: c.now, Rand: rand.Reader, Log: slog.New(slog.DiscardHandler)}
	links := must(contact.NewLinks([]byte(secret)))
	c.contact = &contact.Service{Store: c.store, Cohorts: c.people, Links: links, Now: c.now, Log: c.people.Log}
	c.surveys = &surveys.Service{Store: c.store, Cohorts: c.people, Contact: c.contact, Now: c.now, Rand: rand.Reader, Log: c.people.Log}
	c.people.Others = []cohorts.Forgetter{c.surveys, c.contact}
	c.ctx = base.WithActor(t.Context(), manager)
	return c
}

const secret = "the secret of the tests"

var manager = base.Actor{Kind: base.ActorStaff, ID: "MANAGER"}

func (c *clinic) now() time.Time { return time.UnixMilli(c.clock.Load()).UTC() }

func (c *clinic) wait(d time.Duration) { c.clock.Add(d.Milliseconds()) }

// another is a second server on the same database.
func (c *clinic) another(t *testing.T) *clinic { return server(t, c.engine, c.clock) }

// by is the same server with somebody else at it.
func (c *clinic) by(a base.Actor) *clinic {
	other := *c
	other.ctx = base.WithActor(c.ctx, a)
	return &other
}

// refs are P-0001, P-0002 … to n.
func refs(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("P-%04d", i+1)
	}
	return all
}

// patients keeps a patient for each ref, staff a member of the staff.
func (c *clinic) patients(refs ...string) { c.add("patient", refs) }

func (c *clinic) staff(refs ...string) { c.add("staff", refs) }

func (c *clinic) add(group string, refs []string) {
	var file strings.Builder
	file.WriteString("ref,group,language\n")
	for i, ref := range refs {
		fmt.Fprintf(&file, "%s,%s,%s\n", ref, group, []string{"en", "es"}[i%2])
	}
	if report := must(c.people.Import(c.ctx, strings.NewReader(file.String()), false)); len(report.Errors) > 0 {
		panic(report.Errors)
	}
}

// cohort makes a cohort whose members are asked for their consent, and the links they are asked by.
func (c *clinic) cohort(name string, refs ...string) (id string, asked map[string]contact.Invitation) {
	id = must(c.people.CreateCohort(c.ctx, cohorts.Cohort{Name: name, Shared: true})).ID
	must(c.people.Select(c.ctx, id, refs))
	return id, byRef(must(c.contact.AskConsent(c.ctx, id)))
}

// agreed makes a cohort whose members have all agreed.
func (c *clinic) agreed(name string, refs ...string) string {
	id, asked := c.cohort(name, refs...)
	together(len(refs), func(n int) cohorts.State { return must(c.contact.AnswerConsent(c.ctx, asked[refs[n]], true, "en")) })
	return id
}

// portal is a survey of three pages, open for answers.
func (c *clinic) portal() surveys.Survey { return c.open(portalPages) }

func (c *clinic) open(pages string) surveys.Survey {
	v := surveys.Survey{Title: base.Words{"en": "Portal"}, Pages: must(readPages(pages))}
	v = must(c.surveys.Create(c.ctx, v))
	return must(c.surveys.Publish(c.ctx, v.ID))
}

// invited asks the patients with these refs, all agreed, to answer a survey.
func (c *clinic) invited(v surveys.Survey, refs ...string) map[string]contact.Invitation {
	c.patients(refs...)
	cohort := c.agreed("Wave", refs...)
	return byRef(must(c.surveys.Invite(c.ctx, v.ID, surveys.Audience{Cohort: cohort})))
}

// again reads an invitation as it is now.
func (c *clinic) again(i contact.Invitation) contact.Invitation {
	return must(c.contact.Invitation(c.ctx, c.contact.Token(i)))
}

// send presses a button on a page, from 0, with what was typed there.
func (c *clinic) send(i contact.Invitation, page int, action surveys.Action, pairs ...string) surveys.Sheet {
	return must(c.surveys.Answer(c.ctx, c.again(i), surveys.Typed{Action: action, Page: page, Values: said(pairs...), Language: "es"}))
}

// foldAll folds until nothing is pending.
func (c *clinic) foldAll() {
	for c.pending() > 0 {
		must(c.store.Fold(c.ctx))
	}
}

func (c *clinic) pending() int { return len(c.documents("pending")) }

// documents returns the bytes of what lies in these collections; * is all of them.
func (c *clinic) documents(collections ...string) []string {
	var all []string
	if err := c.engine.Snapshot(c.ctx, func(collection string, doc raw) error {
		for _, name := range collections {
			if name == collection || name == "*" {
				all = append(all, string(doc))
			}
		}
		return nil
	}); err != nil {
		panic(err)
	}
	return all
}
