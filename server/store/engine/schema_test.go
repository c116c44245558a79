package engine

import (
	"errors"
	"fmt"
	"testing"

	"go.mongodb.org/mongo-driver/bson"
)

var visits = Collection{Name: "visits", Indexes: []Index{
	{Name: "ref", Fields: []string{"ref"}, Unique: true},
	{Name: "group", Fields: []string{"group", "at"}},
	{Name: "tag", Fields: []string{"tags", "at"}, Each: true},
}}

func schema(t *testing.T) *Schema {
	t.Helper()
	s, err := NewSchema([]Collection{visits})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func raw(t *testing.T, d bson.D) bson.Raw {
	t.Helper()
	doc, err := bson.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestParse(t *testing.T) {
	doc := raw(t, bson.D{
		{Key: "other", Value: bson.D{{Key: "ref", Value: "not this"}}}, {Key: "at", Value: 5}, {Key: "_id", Value: "a"},
		{Key: "tags", Value: bson.A{"y", "x", "y"}}, {Key: "group", Value: "staff"}, {Key: "version", Value: int64(3)}, {Key: "ref", Value: "r"},
	})
	id, version, entries, err := schema(t).Parse("visits", doc)
	if err != nil || id != "a" || version != 3 {
		t.Fatalf("parsed %q %d (%v)", id, version, err)
	}
	var got []string
	for _, e := range entries {
		values, err := DecodeKey(e.Key)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprint(visits.Indexes[e.Index].Name, values))
	}
	want := []string{"ref[r]", "group[staff 5 a]", "tag[x 5 a]", "tag[y 5 a]"}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("entries are %v, want %v", got, want)
	}
}

func TestParseRefuses(t *testing.T) {
	for _, d := range []bson.D{
		{{Key: "version", Value: int64(1)}},
		{{Key: "_id", Value: 7}, {Key: "version", Value: int64(1)}},
		{{Key: "_id", Value: "a"}},
		{{Key: "_id", Value: "a"}, {Key: "version", Value: int32(1)}},
	} {
		if _, _, _, err := schema(t).Parse("visits", raw(t, d)); !errors.Is(err, ErrDocument) {
			t.Errorf("%v: error is %v, want %v", d, err, ErrDocument)
		}
	}
}

func TestTaken(t *testing.T) {
	for want, err := range map[string]error{
		"visits: id exists already":         &Taken{Collection: "visits"},
		"visits: unique ref exists already": fmt.Errorf("%w", &Taken{Collection: "visits", Index: "ref"}),
	} {
		if err.Error() != want || !errors.Is(err, ErrExists) || errors.Is(err, ErrStale) {
			t.Errorf("error is %v, want %q", err, want)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	s, err := NewSchema([]Collection{visits})
	if err != nil {
		b.Fatal(err)
	}
	doc, err := bson.Marshal(bson.D{
		{Key: "_id", Value: "a"}, {Key: "version", Value: int64(3)}, {Key: "ref", Value: "r"}, {Key: "group", Value: "staff"},
		{Key: "at", Value: 5}, {Key: "tags", Value: bson.A{"y", "x"}}, {Key: "text", Value: "a line of free text"},
	})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, _, _, err := s.Parse("visits", doc); err != nil {
			b.Fatal(err)
		}
	}
}
