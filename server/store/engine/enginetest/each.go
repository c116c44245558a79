package enginetest

import (
	"go.mongodb.org/mongo-driver/bson"

	"soundings/server/store/engine"
)

var eachTests = []test{
	{"a document is found by each value of its array, once", func(s *suite) {
		s.open().write(
			insert("a", "tags", bson.A{"x", "y", "x"}, "at", 2),
			insert("b", "tags", bson.A{"y"}, "at", 1),
			insert("c", "tags", bson.A{1, int64(1), true}, "at", 1),
		)
		s.finds(engine.Query{Index: "tag", Equal: []any{"x"}}, "a")
		s.finds(engine.Query{Index: "tag", Equal: []any{"y"}}, "b", "a")
		s.finds(engine.Query{Index: "tag", Equal: []any{"y"}, Descending: true}, "a", "b")
		s.finds(engine.Query{Index: "tag", Equal: []any{"y"}, From: 2}, "a")
		s.finds(engine.Query{Index: "tag", Equal: []any{"y", 1}}, "b")
		s.finds(engine.Query{Index: "tag", Equal: []any{1}}, "c")
		s.finds(engine.Query{Index: "tag", Equal: []any{true}}, "c")
		s.finds(engine.Query{Index: "tag", Equal: []any{"z"}})
	}},
	{"a document with an empty array or without the next field is not found", func(s *suite) {
		s.open().write(insert("a", "tags", bson.A{}, "at", 1), insert("b", "tags", bson.A{"x"}))
		s.finds(engine.Query{Index: "tag", Equal: []any{"x"}})
		s.write(replace("a", 1, "tags", bson.A{"x"}, "at", 1))
		s.finds(engine.Query{Index: "tag", Equal: []any{"x"}}, "a")
		s.write(replace("a", 2, "tags", bson.A{}, "at", 1))
		s.finds(engine.Query{Index: "tag", Equal: []any{"x"}})
	}},
	{"each value of a unique one belongs to one document", func(s *suite) {
		s.open().write(insert("a", "words", bson.A{"x", "y", "y"}), insert("b", "words", bson.A{}), insert("c", "words", bson.A{}))
		s.taken("word", replace("b", 1, "words", bson.A{"z", "y"}))
		s.taken("word", insert("d", "words", bson.A{"w", "x"}))
		s.write(replace("a", 1, "words", bson.A{"y"}), insert("d", "words", bson.A{"w", "x"}))
		s.finds(engine.Query{Index: "word", Equal: []any{"x"}}, "d")
	}},
	{"many values", func(s *suite) {
		s.open()
		var words bson.A
		for i := range 2000 {
			words = append(words, i)
		}
		s.write(insert("a", "words", words))
		s.taken("word", insert("b", "words", bson.A{1999}))
		s.write(replace("a", 1, "words", words[:1999]), insert("b", "words", bson.A{1999}))
	}},
}
