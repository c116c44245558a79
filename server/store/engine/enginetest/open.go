package enginetest

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/server/store/engine"
)

// visitsWith are the suite's collections, the visits with these indexes only.
func visitsWith(indexes ...engine.Index) []engine.Collection {
	return []engine.Collection{{Name: "visits", Indexes: indexes}, {Name: "notes"}}
}

var openTests = []test{
	{"documents and indexes are there after closing and opening", func(s *suite) {
		s.open().write(insert("a", "ref", "r", "tags", bson.A{"x"}, "at", 1), insert("b", "ref", "q"))
		s.reopen(collections)
		s.versions(map[string]int64{"a": 1, "b": 1})
		s.finds(engine.Query{Index: "ref"}, "b", "a")
		s.finds(engine.Query{Index: "tag", Equal: []any{"x"}}, "a")
		s.taken("ref", insert("c", "ref", "r"))
		s.write(remove("a", 1), insert("c", "ref", "r"))
	}},
	{"a new index holds the documents that were there before", func(s *suite) {
		s.openWith(visitsWith())
		for i := range 30 {
			s.write(insert(fmt.Sprintf("%02d", i), "ref", fmt.Sprint(100-i), "words", bson.A{i, -i}))
		}
		s.write(insert("none"))
		s.reopen(collections)
		s.finds(engine.Query{Index: "ref", To: "73"}, "00", "29", "28")
		s.finds(engine.Query{Index: "word", Equal: []any{-7}}, "07")
		s.taken("ref", insert("new", "ref", "100"))
	}},
	{"a unique index over documents that share a key is not opened", func(s *suite) {
		s.openWith(visitsWith()).write(insert("a", "ref", "r"), insert("b", "ref", "r"))
		s.ok(s.Close(s.ctx()))
		if _, err := s.place(collections); !errors.Is(err, engine.ErrExists) {
			s.Errorf("error is %v, want %v", err, engine.ErrExists)
		}
		s.openWith(visitsWith()).write(remove("b", 1))
		s.reopen(collections)
		s.finds(engine.Query{Index: "ref"}, "a")
	}},
	{"an index can change", func(s *suite) {
		s.openWith(visitsWith(engine.Index{Name: "value", Fields: []string{"value"}, Unique: true}))
		s.write(insert("a", "value", 1, "at", 2), insert("b", "value", 2, "at", 1))
		s.reopen(visitsWith(engine.Index{Name: "value", Fields: []string{"at"}}))
		s.finds(engine.Query{Index: "value"}, "b", "a")
		s.write(insert("c", "value", 1, "at", 1))
		s.reopen(visitsWith(engine.Index{Name: "value", Fields: []string{"value"}}))
		s.finds(engine.Query{Index: "value"}, "a", "c", "b")
	}},
	{"an index that is left out and comes back is whole", func(s *suite) {
		s.open().write(insert("a", "value", 1), insert("b", "value", 2))
		s.reopen(visitsWith())
		s.write(remove("a", 1), insert("c", "value", 3))
		s.reopen(collections)
		s.finds(engine.Query{Index: "value"}, "b", "c")
	}},
	{"what is declared wrongly is not opened", func(s *suite) {
		for _, c := range [][]engine.Collection{
			{{Name: ""}},
			{{Name: "a"}, {Name: "a"}},
			{{Name: "a.b"}},
			visitsWith(engine.Index{Name: "none"}),
			visitsWith(engine.Index{Fields: []string{"a"}}),
			visitsWith(engine.Index{Name: "twice", Fields: []string{"a", "a"}}),
			visitsWith(engine.Index{Name: "deep", Fields: []string{"a.b"}}),
			visitsWith(engine.Index{Name: "id", Fields: []string{"_id"}}),
			visitsWith(engine.Index{Name: "many", Fields: []string{"a", "b", "c", "d", "e", "f"}}),
			visitsWith(engine.Index{Name: "x", Fields: []string{"a"}}, engine.Index{Name: "x", Fields: []string{"b"}}),
		} {
			if e, err := s.place(c); err == nil {
				_ = e.Close(s.ctx())
				s.Errorf("opened %+v", c)
			}
		}
	}},
	{"a closed engine says so", func(s *suite) {
		s.open().write(insert("a"))
		s.ok(s.Ping(s.ctx()))
		s.ok(s.Close(s.ctx()))
		s.ok(s.Close(s.ctx()))
		s.refused(engine.ErrClosed, insert("b"))
		s.refused(engine.ErrClosed, insert("b"), insert("c"))
		_, err := s.Get(s.ctx(), "visits", "a")
		is(s, err, engine.ErrClosed)
		_, err = s.Find(s.ctx(), engine.Query{Collection: "visits"})
		is(s, err, engine.ErrClosed)
		_, err = s.Count(s.ctx(), engine.Query{Collection: "visits"}, 1)
		is(s, err, engine.ErrClosed)
		is(s, s.Snapshot(s.ctx(), func(string, bson.Raw) error { return nil }), engine.ErrClosed)
		is(s, s.Ping(s.ctx()), engine.ErrClosed)
	}},
	{"closing finishes the writes under way", func(s *suite) {
		s.open()
		var mu sync.Mutex
		kept := map[string]int64{} // by id: the version that has to be there
		closed := make(chan error, 1)
		time.AfterFunc(30*time.Millisecond, func() { closed <- s.Close(s.ctx()) })
		together(16, func(w int) {
			for n := 0; ; n++ {
				id := fmt.Sprintf("%d-%d", w, n)
				err := s.Write(s.ctx(), []engine.Change{insert(id), note(id)})
				mu.Lock()
				if err == nil {
					kept[id] = 1
				} else {
					kept[id] = 0
				}
				mu.Unlock()
				if err != nil {
					if !errors.Is(err, engine.ErrClosed) {
						s.Errorf("error is %v, want %v", err, engine.ErrClosed)
					}
					return
				}
			}
		})
		s.ok(<-closed)
		s.openWith(collections)
		s.versions(kept)
	}},
	{"closing ends a snapshot", func(s *suite) {
		s.open().write(insert("a"), insert("b"))
		closed := make(chan error, 2)
		err := s.Snapshot(s.ctx(), func(string, bson.Raw) error {
			go func() { closed <- s.Close(s.ctx()) }()
			s.eventually(func() bool { return errors.Is(s.Ping(s.ctx()), engine.ErrClosed) })
			return nil
		})
		is(s, err, engine.ErrClosed)
		s.ok(<-closed)
	}},
}
