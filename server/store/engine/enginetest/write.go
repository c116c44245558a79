package enginetest

import (
	"bytes"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/bson/primitive"

	"soundings/server/store/engine"
)

var writeTests = []test{
	{"an inserted document is kept as it is", func(s *suite) {
		s.open()
		c := insert("a", "ref", "r", "tags", bson.A{"x"}, "deep", bson.D{{Key: "n", Value: 1.5}}, "null", nil)
		s.write(c)
		docs, err := s.Get(s.ctx(), "visits", "a")
		s.ok(err)
		if !bytes.Equal(docs[0], c.Doc) {
			s.Errorf("kept %v, want %v", docs[0], c.Doc)
		}
	}},
	{"an empty list does nothing", func(s *suite) {
		s.open().write()
	}},
	{"a list is done as a whole", func(s *suite) {
		s.open().write(insert("a"), insert("b"), note("n"))
		s.write(replace("a", 1), remove("b", 1), insert("c"))
		s.versions(map[string]int64{"a": 2, "b": 0, "c": 1})
	}},
	{"of a list that is refused nothing is done", func(s *suite) {
		s.open().write(insert("a", "ref", "r"), insert("b"))
		s.taken("ref", note("n"), insert("c", "ref", "new"), replace("b", 1), insert("d", "ref", "r"))
		s.refused(engine.ErrStale, note("n"), insert("c", "ref", "new"), remove("b", 1), replace("a", 7))
		s.taken("", note("n"), insert("c", "ref", "new"), insert("a"))
		s.versions(map[string]int64{"a": 1, "b": 1, "c": 0, "d": 0})
		s.finds(engine.Query{Index: "ref", Equal: []any{"new"}})
		s.write(note("n"), insert("c", "ref", "new"))
	}},
	{"an id that is there is not inserted again", func(s *suite) {
		s.open().write(insert("a"))
		s.taken("", insert("a"))
		s.taken("", insert("b"), insert("b"))
	}},
	{"a document is replaced or deleted only in the version named", func(s *suite) {
		s.open().write(insert("a"))
		for _, c := range []engine.Change{replace("a", 2), remove("a", 2), replace("b", 1), remove("b", 1)} {
			s.refused(engine.ErrStale, c)
			s.refused(engine.ErrStale, c, note("n"))
		}
		s.write(replace("a", 1))
		s.refused(engine.ErrStale, replace("a", 1))
		s.write(remove("a", 2))
		s.refused(engine.ErrStale, remove("a", 2))
	}},
	{"a unique key belongs to one document", func(s *suite) {
		s.open().write(insert("a", "ref", "r", "room", 1, "hour", 9), insert("b", "ref", "q"))
		s.taken("ref", insert("c", "ref", "r"))
		s.taken("ref", replace("b", 1, "ref", "r"))
		s.taken("slot", insert("c", "hour", int64(9), "room", int64(1)))
		s.write(insert("d", "room", 1, "hour", 10), insert("e", "room", 2, "hour", 9))
		s.taken("ref", insert("f", "ref", "new"), insert("g", "ref", "new"))
	}},
	{"a document that lacks a field of a unique index does not meet others there", func(s *suite) {
		s.open().write(insert("a"), insert("b"), insert("c", "room", 1), insert("d", "room", 1))
		s.write(replace("c", 1, "room", 1, "hour", 9))
		s.taken("slot", replace("d", 1, "room", 1, "hour", 9))
	}},
	{"a list is done in its order", func(s *suite) {
		s.open().write(insert("a", "ref", "r"))
		s.taken("ref", insert("b", "ref", "r"), remove("a", 1))
		s.write(remove("a", 1), insert("b", "ref", "r"))
		s.write(insert("c", "ref", "one"), replace("c", 1, "ref", "two"), insert("d", "ref", "one"))
		s.write(insert("e"), replace("e", 1), replace("e", 2), remove("e", 3), insert("e"))
		s.versions(map[string]int64{"a": 0, "b": 1, "c": 2, "d": 1, "e": 1})
		s.finds(engine.Query{Index: "ref"}, "d", "b", "c")
	}},
	{"documents can hand a unique key on within a list", func(s *suite) {
		s.open().write(insert("a", "ref", "r"), insert("b", "ref", "q"))
		s.write(replace("a", 1), replace("b", 1, "ref", "r"), replace("a", 2, "ref", "q"))
		s.finds(engine.Query{Index: "ref"}, "a", "b")
	}},
	{"the first change that cannot be done says why", func(s *suite) {
		s.open().write(insert("a", "ref", "r"), insert("b", "ref", "q"))
		s.refused(engine.ErrStale, replace("a", 9), replace("b", 1, "ref", "r"))
		s.taken("ref", replace("b", 1, "ref", "r"), replace("a", 9))
		s.refused(engine.ErrStale, remove("a", 9), insert("b"))
		s.taken("ref", insert("c", "ref", "r"), insert("a"))
		s.taken("", insert("a"), insert("c", "ref", "r"))
	}},
	{"a document leaves the indexes with what it was", func(s *suite) {
		s.open().write(insert("a", "ref", "r", "group", "staff", "at", 1, "tags", bson.A{"x", "y"}))
		s.write(replace("a", 1, "ref", "q", "group", "staff", "at", 2, "tags", bson.A{"y", "z"}))
		s.finds(engine.Query{Index: "ref"}, "a")
		s.finds(engine.Query{Index: "ref", Equal: []any{"r"}})
		s.finds(engine.Query{Index: "group", Equal: []any{"staff"}}, "a")
		s.finds(engine.Query{Index: "group", Equal: []any{"staff", 1}})
		s.finds(engine.Query{Index: "tag", Equal: []any{"x"}})
		s.finds(engine.Query{Index: "tag", Equal: []any{"y"}}, "a")
		s.write(remove("a", 2))
		s.finds(engine.Query{Index: "ref"})
		s.finds(engine.Query{Index: "tag", Equal: []any{"y"}})
	}},
	{"what is not a document of the collection is refused", func(s *suite) {
		s.open()
		wrong := map[string]engine.Change{
			"no document":          {Op: engine.Insert, Collection: "visits", ID: "a"},
			"not BSON":             {Op: engine.Insert, Collection: "visits", ID: "a", Doc: bson.Raw("\x09\x00\x00\x00nope")},
			"another id":           {Op: engine.Insert, Collection: "visits", ID: "a", Doc: visit("b", 1)},
			"no id":                {Op: engine.Insert, Collection: "visits", Doc: visit("", 1)},
			"deletion of no id":    {Op: engine.Delete, Collection: "visits"},
			"an unknown operation": {Op: 3, Collection: "visits", ID: "a", Doc: visit("a", 1)},
			"null in an index":     insert("a", "ref", nil),
			"a float in an index":  insert("a", "ref", 1.5),
			"a document in one":    insert("a", "ref", bson.D{}),
			"an array in one":      insert("a", "ref", bson.A{"r"}),
			"an array of arrays":   insert("a", "tags", bson.A{bson.A{"r"}}, "at", 1),
			"no array":             insert("a", "tags", "r", "at", 1),
			"an object id":         insert("a", "value", primitive.NewObjectID()),
		}
		for name, c := range wrong {
			for _, list := range [][]engine.Change{{c}, {note("n"), c}} {
				if err := s.Write(s.ctx(), list); err == nil {
					s.Errorf("%s: accepted", name)
				} else {
					is(s, err, engine.ErrDocument)
				}
			}
		}
		s.refused(engine.ErrQuery, engine.Change{Op: engine.Insert, Collection: "nowhere", ID: "a", Doc: visit("a", 1)})
		s.refused(engine.ErrQuery, engine.Change{Op: engine.Delete, Collection: "nowhere", ID: "a"})
		s.write(note("n"))
	}},
}
