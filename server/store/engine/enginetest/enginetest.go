// Package enginetest says how an engine behaves, as tests that every engine passes.
package enginetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/server/store/engine"
)

// Place is where one database is. Each call opens it, with the documents it has; the suite closes it before it opens
// it again.
type Place func(collections []engine.Collection) (engine.Engine, error)

// Run holds an engine to the specification. newPlace returns a place with an empty database, gone after the test.
func Run(t *testing.T, newPlace func(t *testing.T) Place) {
	for _, chapter := range []struct {
		name  string
		tests []test
	}{
		{"Write", writeTests},
		{"WriteTogether", togetherTests},
		{"Limits", limitTests},
		{"Find", findTests},
		{"Each", eachTests},
		{"Read", readTests},
		{"Snapshot", snapshotTests},
		{"Cancel", cancelTests},
		{"Open", openTests},
	} {
		t.Run(chapter.name, func(t *testing.T) {
			for _, test := range chapter.tests {
				t.Run(test.name, func(t *testing.T) {
					t.Parallel()
					ctx, cancel := context.WithTimeout(t.Context(), time.Minute) // so that an engine that hangs fails
					defer cancel()
					test.run(&suite{T: t, place: newPlace(t), context: ctx})
				})
			}
		})
	}
}

// test is one sentence of the specification.
type test struct {
	name string
	run  func(s *suite)
}

// The collections of the suite. visits have every kind of index; notes have none.
var collections = []engine.Collection{
	{Name: "visits", Indexes: []engine.Index{
		{Name: "ref", Fields: []string{"ref"}, Unique: true},
		{Name: "slot", Fields: []string{"room", "hour"}, Unique: true},
		{Name: "group", Fields: []string{"group", "at"}},
		{Name: "value", Fields: []string{"value"}},
		{Name: "tag", Fields: []string{"tags", "at"}, Each: true},
		{Name: "word", Fields: []string{"words"}, Each: true, Unique: true},
	}},
	{Name: "notes"},
}

// suite is one test with its database.
type suite struct {
	*testing.T
	engine.Engine
	place   Place
	context context.Context
}

// open opens the test's database with the suite's collections.
func (s *suite) open() *suite {
	s.Helper()
	return s.openWith(collections)
}

func (s *suite) openWith(c []engine.Collection) *suite {
	s.Helper()
	e, err := s.place(c)
	if err != nil {
		s.Fatalf("open: %v", err)
	}
	s.Engine = e
	s.Cleanup(func() { _ = e.Close(context.Background()) })
	return s
}

// reopen closes the database and opens it again.
func (s *suite) reopen(c []engine.Collection) {
	s.Helper()
	s.ok(s.Close(s.ctx()))
	s.openWith(c)
}

func (s *suite) ctx() context.Context { return s.context }

func (s *suite) ok(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// write writes the changes, which have to be accepted.
func (s *suite) write(changes ...engine.Change) {
	s.Helper()
	s.ok(s.Write(s.ctx(), changes))
}

// refused writes the changes, which have to be refused with an error that is want.
func (s *suite) refused(want error, changes ...engine.Change) {
	s.Helper()
	is(s, s.Write(s.ctx(), changes), want)
}

// taken writes the changes, which have to be refused because of that index of the visits.
func (s *suite) taken(index string, changes ...engine.Change) {
	s.Helper()
	var taken *engine.Taken
	err := s.Write(s.ctx(), changes)
	is(s, err, engine.ErrExists)
	if !errors.As(err, &taken) || taken.Collection != "visits" || taken.Index != index {
		s.Fatalf("error is %v, want that index %q of visits is taken", err, index)
	}
}

func is(s *suite, err, want error) {
	s.Helper()
	if !errors.Is(err, want) {
		s.Fatalf("error is %v, want %v", err, want)
	}
}

// versions checks the versions of the visits with these ids, 0 where there is none.
func (s *suite) versions(want map[string]int64) {
	s.Helper()
	for id, version := range want {
		if got := s.version(id); got != version {
			s.Errorf("visit %s has version %d, want %d", id, got, version)
		}
	}
}

// version returns the version of a visit, 0 if there is none and -1 if that cannot be told.
func (s *suite) version(id string) int64 {
	s.Helper()
	docs, err := s.Get(s.ctx(), "visits", id)
	if err != nil {
		s.Error(err)
		return -1
	}
	if docs[0] == nil {
		return 0
	}
	return docs[0].Lookup("version").Int64()
}

// finds checks which visits a query finds, in order.
func (s *suite) finds(q engine.Query, want ...string) {
	s.Helper()
	q.Collection = "visits"
	page, err := s.Find(s.ctx(), q)
	if got := ids(page.Docs); err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		s.Errorf("%+v found %q (%v), want %q", q, got, err, want)
	}
}

func ids(docs []bson.Raw) []string {
	var ids []string
	for _, d := range docs {
		ids = append(ids, d.Lookup("_id").StringValue())
	}
	return ids
}

// visit is a document with an id, a version and fields in pairs of name and value.
func visit(id string, version int64, fields ...any) bson.Raw {
	d := bson.D{{Key: "_id", Value: id}, {Key: "version", Value: version}}
	for i := 0; i < len(fields); i += 2 {
		d = append(d, bson.E{Key: fields[i].(string), Value: fields[i+1]})
	}
	raw, err := bson.Marshal(d)
	if err != nil {
		panic(err) // a mistake in the suite
	}
	return raw
}

// insert inserts a visit with version 1.
func insert(id string, fields ...any) engine.Change {
	return engine.Change{Op: engine.Insert, Collection: "visits", ID: id, Doc: visit(id, 1, fields...)}
}

// replace replaces a visit of that version by the next.
func replace(id string, version int64, fields ...any) engine.Change {
	return engine.Change{
		Op: engine.Replace, Collection: "visits", ID: id, Version: version, Doc: visit(id, version+1, fields...),
	}
}

// remove deletes a visit of that version.
func remove(id string, version int64) engine.Change {
	return engine.Change{Op: engine.Delete, Collection: "visits", ID: id, Version: version}
}

// note inserts a note.
func note(id string) engine.Change {
	return engine.Change{Op: engine.Insert, Collection: "notes", ID: id, Doc: visit(id, 1)}
}
