package enginetest

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/server/store/engine"
)

var readTests = []test{
	{"documents are answered in the order of their ids asked for", func(s *suite) {
		s.open().answersInOrder()
	}},
	{"documents of a clustered collection are answered in the order of their ids asked for", func(s *suite) {
		s.openWith([]engine.Collection{{Name: "visits", Clustered: true}}).answersInOrder()
	}},
	{"a write is read by everybody once it is acknowledged", func(s *suite) {
		s.open()
		together(8, func(w int) {
			for n := range 10 {
				id := fmt.Sprintf("%d-%d", w, n)
				s.outcome(nil, insert(id, "ref", id))
				s.finds(engine.Query{Index: "ref", Equal: []any{id}}, id)
				s.versions(map[string]int64{id: 1})
			}
		})
	}},
	{"what was answered stays as it is", func(s *suite) {
		s.open()
		var list []engine.Change
		var names []string
		for i := range 100 {
			id := fmt.Sprint(i)
			names = append(names, id)
			list = append(list, insert(id, "text", strings.Repeat("before", 100)))
		}
		s.write(list...)
		got, err := s.Get(s.ctx(), "visits", names...)
		s.ok(err)
		found, err := s.Find(s.ctx(), engine.Query{Collection: "visits"})
		s.ok(err)
		docs := append(got, found.Docs...)
		before := fmt.Sprint(docs)
		for version := range int64(5) {
			for i := range list {
				list[i] = replace(names[i], version+1, "text", strings.Repeat("after!", 100))
			}
			s.write(list...)
		}
		if fmt.Sprint(docs) != before {
			s.Error("a document changed in the reader's hands")
		}
	}},
	{"counting stops at the maximum", func(s *suite) {
		s.open().write(insert("a", "value", 1), insert("b", "value", 1), insert("c", "value", 2), insert("d"))
		for _, c := range []struct {
			query     engine.Query
			max, want int
		}{
			{engine.Query{}, 100, 4},
			{engine.Query{}, 3, 3},
			{engine.Query{Limit: 1}, 100, 4},
			{engine.Query{Index: "value"}, 100, 3},
			{engine.Query{Index: "value", Equal: []any{1}}, 100, 2},
			{engine.Query{Index: "value", From: 2, Descending: true}, 100, 1},
			{engine.Query{Index: "value", Equal: []any{3}}, 1, 0},
			{engine.Query{From: "b", To: "d"}, 100, 2},
			{engine.Query{From: "d", To: "b"}, 100, 0},
		} {
			c.query.Collection = "visits"
			n, err := s.Count(s.ctx(), c.query, c.max)
			s.ok(err)
			if n != c.want {
				s.Errorf("%+v counts %d up to %d, want %d", c.query, n, c.max, c.want)
			}
		}
		_, err := s.Count(s.ctx(), engine.Query{Collection: "visits"}, 0)
		is(s, err, engine.ErrQuery)
		_, err = s.Count(s.ctx(), engine.Query{Collection: "visits", After: "YQ"}, 1)
		is(s, err, engine.ErrQuery)
		_, err = s.Count(s.ctx(), engine.Query{Collection: "visits", Index: "nothing"}, 1)
		is(s, err, engine.ErrQuery)
	}},
	{"paging beside writers sees once what is there all the time", func(s *suite) {
		s.open()
		var stay []string
		for i := range 100 {
			id := fmt.Sprintf("%03d", i)
			stay = append(stay, id)
			s.write(insert(id, "value", i))
		}
		var done atomic.Bool
		var wg sync.WaitGroup
		for w := range 4 {
			wg.Go(func() {
				for n := 0; !done.Load(); n++ {
					id := fmt.Sprintf("%03d-%d", (n*7)%100, w)
					s.outcome(nil, insert(id, "value", (n*7)%100))
					s.outcome(nil, remove(id, 1))
				}
			})
		}
		for range 5 {
			found := s.all(engine.Query{Collection: "visits", Index: "value", Limit: 7})
			passing := func(id string) bool { return len(id) > 3 }
			if found = slices.DeleteFunc(found, passing); !slices.Equal(found, stay) {
				s.Errorf("found %v", found)
			}
		}
		done.Store(true)
		wg.Wait()
	}},
}

func (s *suite) answersInOrder() {
	s.Helper()
	s.write(insert("a"), insert("b"), insert("c"))
	docs, err := s.Get(s.ctx(), "visits", "c", "none", "a", "c", "")
	s.ok(err)
	if len(docs) != 5 || docs[1] != nil || docs[4] != nil {
		s.Fatalf("answered %v", docs)
	}
	if got := ids([]bson.Raw{docs[0], docs[2], docs[3]}); !slices.Equal(got, []string{"c", "a", "c"}) {
		s.Errorf("answered %v", got)
	}
	docs, err = s.Get(s.ctx(), "visits")
	s.ok(err)
	if len(docs) != 0 {
		s.Errorf("answered %v for no ids", docs)
	}
	_, err = s.Get(s.ctx(), "nowhere", "a")
	is(s, err, engine.ErrQuery)
}
