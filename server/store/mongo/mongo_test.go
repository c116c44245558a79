package mongo

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"

	"soundings/server/store/engine"
	"soundings/server/store/engine/enginetest"
	"soundings/server/store/mongo/mongotest"
)

func TestMain(m *testing.M) {
	flag.Parse()
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == "rapid.checks" })
	if !given {
		_ = flag.Set("rapid.checks", "20") // each step is a round trip or more
	}
	os.Exit(m.Run())
}

func TestEngine(t *testing.T) {
	uri := mongotest.URI(t)
	enginetest.Run(t, func(t *testing.T) enginetest.Place {
		database := mongotest.Database(t)
		return func(collections []engine.Collection) (engine.Engine, error) {
			return Open(context.Background(), Options{URI: uri, Database: database, Collections: collections})
		}
	})
}

var testCollections = []engine.Collection{{Name: "visits", Indexes: []engine.Index{
	{Name: "ref", Fields: []string{"ref"}, Unique: true},
	{Name: "slot", Fields: []string{"room", "hour"}, Unique: true},
	{Name: "group", Fields: []string{"group", "at"}},
	{Name: "tag", Fields: []string{"tags", "at"}, Each: true},
}}}

func open(t testing.TB, database string) *DB {
	t.Helper()
	o := Options{URI: mongotest.URI(t), Database: database, Collections: testCollections}
	db, err := Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close(context.Background()) })
	return db
}

func visit(op engine.Op, id string, version int64, n int) engine.Change {
	return engine.Change{Op: op, Collection: "visits", ID: id, Version: version, Doc: document(bson.D{
		{Key: "_id", Value: id}, {Key: "version", Value: version + 1}, {Key: "ref", Value: id}, {Key: "room", Value: n / 10},
		{Key: "hour", Value: n}, {Key: "group", Value: "patient"}, {Key: "at", Value: n}, {Key: "tags", Value: bson.A{"x", "y"}},
	})}
}

// Several servers that start at once on one database make the indexes once.
func TestOpenTogether(t *testing.T) {
	database := mongotest.Database(t)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			db, err := Open(t.Context(), Options{URI: mongotest.URI(t), Database: database, Collections: testCollections})
			if err != nil {
				t.Error(err)
				return
			}
			if err := db.Close(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	there, err := listIndexes(t.Context(), open(t, database).collection("visits").Indexes())
	if err != nil {
		t.Fatal(err)
	}
	if want := len(testCollections[0].Indexes) + 1; len(there) != want {
		t.Errorf("there are %d indexes, want %d", len(there), want)
	}
}

// Every query goes by its index: without a sort, through little more than what it finds.
func TestQueriesUseIndexes(t *testing.T) {
	db := open(t, mongotest.Database(t))
	var changes []engine.Change
	for i := range 500 {
		changes = append(changes, visit(engine.Insert, fmt.Sprintf("%03d", i), 0, i))
	}
	if err := db.Write(t.Context(), changes); err != nil {
		t.Fatal(err)
	}
	profile := bson.D{{Key: "profile", Value: 2}}
	if err := db.database.RunCommand(t.Context(), profile).Err(); err != nil {
		t.Fatal(err)
	}
	for _, q := range []engine.Query{
		{}, {From: "100"}, {From: "100", To: "200"},
		{Index: "ref"}, {Index: "ref", From: "100"}, {Index: "ref", Equal: []any{"100"}},
		{Index: "slot"}, {Index: "slot", Equal: []any{10}}, {Index: "slot", Equal: []any{10}, From: 101},
		{Index: "group"}, {Index: "group", Equal: []any{"patient"}}, {Index: "group", Equal: []any{"patient"}, To: 300},
		{Index: "tag", Equal: []any{"y"}}, {Index: "tag", Equal: []any{"y"}, From: 100}, {Index: "tag", Equal: []any{"y", 7}},
	} {
		for _, q.Descending = range []bool{false, true} {
			q.Collection, q.Limit = "visits", 3
			page := checkPlan(t, db, q)
			if q.After = page.Next; q.After != "" {
				checkPlan(t, db, q)
			}
			q.After = ""
		}
	}
}

// checkPlan asks a query and looks at what the server did for it.
func checkPlan(t *testing.T, db *DB, q engine.Query) engine.Page {
	t.Helper()
	page, err := db.Find(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	var did struct {
		Keys int    `bson:"keysExamined"`
		Docs int    `bson:"docsExamined"`
		Sort bool   `bson:"hasSortStage"`
		Plan string `bson:"planSummary"`
	}
	last := options.FindOne().SetSort(bson.D{{Key: "$natural", Value: -1}})
	mine := bson.D{{Key: "ns", Value: db.database.Name() + ".visits"}, {Key: "op", Value: "query"}}
	if err := db.database.Collection("system.profile").FindOne(t.Context(), mine, last).Decode(&did); err != nil {
		t.Fatal(err)
	}
	if did.Sort || did.Keys > q.Limit+2 || did.Docs > q.Limit+2 {
		t.Errorf("%+v: the server did %+v", q, did)
	}
	return page
}

// A list that meets another transaction waits for its end, and then is refused like any other; a caller who does not
// wait leaves nothing behind.
func TestConflict(t *testing.T) {
	db := open(t, mongotest.Database(t))
	if err := db.Write(t.Context(), []engine.Change{visit(engine.Insert, "a", 0, 1)}); err != nil {
		t.Fatal(err)
	}
	list := []engine.Change{visit(engine.Insert, "b", 0, 2), visit(engine.Replace, "a", 1, 3)}
	rival, err := db.client.StartSession()
	if err != nil {
		t.Fatal(err)
	}
	defer rival.EndSession(context.Background())
	if err := rival.StartTransaction(); err != nil {
		t.Fatal(err)
	}
	held := mongo.NewSessionContext(t.Context(), rival)
	if err := db.changeRun(held, []engine.Change{visit(engine.Replace, "a", 1, 4)}); err != nil {
		t.Fatal(err)
	}
	short, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if err := db.Write(short, list); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("beside the rival the error is %v, want %v", err, context.DeadlineExceeded)
	}
	done := make(chan error)
	go func() { done <- db.Write(t.Context(), list) }()
	time.Sleep(50 * time.Millisecond)
	if err := rival.CommitTransaction(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := <-done; !errors.Is(err, engine.ErrStale) {
		t.Errorf("after the rival the error is %v, want %v", err, engine.ErrStale)
	}
	if docs, err := db.Get(t.Context(), "visits", "a", "b"); err != nil || docs[1] != nil || docs[0].Lookup("hour").AsInt64() != 4 {
		t.Errorf("there are %v (%v)", docs, err)
	}
}

// What the server says of a duplicate shows the value; what the engine says does not.
func TestTakenShowsNoValue(t *testing.T) {
	db := open(t, mongotest.Database(t))
	if err := db.Write(t.Context(), []engine.Change{visit(engine.Insert, "somebody", 0, 1)}); err != nil {
		t.Fatal(err)
	}
	c := visit(engine.Insert, "somebody", 0, 2)
	for _, list := range [][]engine.Change{{c}, {visit(engine.Insert, "b", 0, 3), c}} {
		if err := db.Write(t.Context(), list); !errors.Is(err, engine.ErrExists) || err.Error() != "visits: id exists already" {
			t.Errorf("error is %v", err)
		}
	}
}
