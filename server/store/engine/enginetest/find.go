package enginetest

import (
	"fmt"
	"net/url"
	"time"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/server/store/engine"
)

var noon = time.Date(2027, 1, 1, 12, 0, 0, 0, time.UTC)

var findTests = []test{
	{"by equal values, then a range, in order", func(s *suite) {
		s.open()
		for i := range 5 {
			s.write(insert(fmt.Sprint("p", i), "group", "patient", "at", noon.Add(time.Duration(4-i)*time.Hour)))
		}
		s.write(insert("s", "group", "staff", "at", noon), insert("none", "group", "patient"))
		patients := engine.Query{Index: "group", Equal: []any{"patient"}}
		s.finds(patients, "p4", "p3", "p2", "p1", "p0")
		s.finds(engine.Query{Index: "group"}, "p4", "p3", "p2", "p1", "p0", "s")
		patients.From = noon.Add(time.Hour)
		s.finds(patients, "p3", "p2", "p1", "p0")
		patients.To = noon.Add(3 * time.Hour)
		s.finds(patients, "p3", "p2")
		patients.Descending = true
		s.finds(patients, "p2", "p3")
		patients.From = nil
		s.finds(patients, "p2", "p3", "p4")
		patients.Limit = 2
		s.finds(patients, "p2", "p3")
		s.finds(engine.Query{Index: "group", Equal: []any{"patient", noon.Add(time.Hour)}}, "p3")
		s.finds(engine.Query{Index: "group", From: "patients"}, "s")
		s.finds(engine.Query{Index: "group", From: "b", To: "a"})
		s.finds(engine.Query{Index: "group", From: "a", To: "a"})
		s.finds(engine.Query{Index: "group", Equal: []any{"nobody"}})
	}},
	{"by id", func(s *suite) {
		s.open().write(insert("b"), insert("a"), insert("c"), insert("ä"), insert("aa"))
		s.finds(engine.Query{}, "a", "aa", "b", "c", "ä")
		s.finds(engine.Query{Descending: true}, "ä", "c", "b", "aa", "a")
		s.finds(engine.Query{From: "aa", To: "c"}, "aa", "b")
		s.finds(engine.Query{From: "aa", To: "c", Descending: true}, "b", "aa")
		s.finds(engine.Query{To: "b", Limit: 1}, "a")
		s.finds(engine.Query{From: "d"}, "ä")
		s.finds(engine.Query{To: ""})
		s.finds(engine.Query{From: ""}, "a", "aa", "b", "c", "ä")
	}},
	{"numbers stand before strings, booleans and times, strings by their bytes", func(s *suite) {
		s.open()
		values := []any{
			int64(-1 << 63), -1, int32(0), int64(1), int32(2), 1 << 40, int64(1<<63 - 1),
			"", "\x00", "\x00\x00", "\x00a", "A", "Z", "a", "a\x00", "a\x00b", "ab", "b", "é", "日", "😀",
			false, true,
			time.UnixMilli(-1 << 40), time.UnixMilli(-1), time.UnixMilli(0), noon, noon.Add(time.Millisecond),
		}
		var want, back []string
		var changes []engine.Change
		for i, v := range values {
			id := fmt.Sprintf("%02d", (i*11)%len(values)) // so that the order of ids helps nobody
			want, back = append(want, id), append([]string{id}, back...)
			changes = append(changes, insert(id, "value", v))
		}
		s.write(changes...)
		s.finds(engine.Query{Index: "value"}, want...)
		s.finds(engine.Query{Index: "value", Descending: true}, back...)
		for i, v := range values {
			s.finds(engine.Query{Index: "value", Equal: []any{v}}, want[i])
		}
		s.finds(engine.Query{Index: "value", From: 0}, want[2:7]...)
		s.finds(engine.Query{Index: "value", To: 0}, want[:2]...)
		s.finds(engine.Query{Index: "value", From: "a"}, want[13:21]...)
		s.finds(engine.Query{Index: "value", To: "a"}, want[7:13]...)
		s.finds(engine.Query{Index: "value", From: "", To: "\x00a"}, want[7:10]...)
		s.finds(engine.Query{Index: "value", From: false}, want[21:23]...)
		s.finds(engine.Query{Index: "value", To: true}, want[21])
		s.finds(engine.Query{Index: "value", From: time.UnixMilli(0)}, want[25:]...)
		s.finds(engine.Query{Index: "value", To: time.UnixMilli(0), Descending: true}, back[3:5]...)
	}},
	{"the id orders what is equal", func(s *suite) {
		s.open().write(insert("b", "value", 1), insert("c", "value", int64(1)), insert("a", "value", int32(1)), insert("d", "value", 0))
		s.finds(engine.Query{Index: "value"}, "d", "a", "b", "c")
		s.finds(engine.Query{Index: "value", Equal: []any{1}, Descending: true}, "c", "b", "a")
	}},
	{"page after page", func(s *suite) {
		s.open()
		var want, back []string
		for i := range 23 {
			id := fmt.Sprintf("a\x00%02d/é", i)
			want, back = append(want, id), append([]string{id}, back...)
			s.write(insert(id, "value", i/5, "ref", fmt.Sprintf("%02d", i), "room", i/5, "hour", i, "tags", bson.A{"x", "y"}, "at", i/5))
		}
		for _, q := range []engine.Query{
			{}, {Index: "value"}, {Index: "ref"}, {Index: "slot"}, {Index: "value", From: 0}, {Index: "ref", From: "", To: "~"},
			{Index: "tag", Equal: []any{"y"}},
		} {
			s.pages(q, want)
			q.Descending = true
			s.pages(q, back)
		}
		s.pages(engine.Query{Index: "value", Equal: []any{2}}, want[10:15])
		s.pages(engine.Query{Index: "slot", Equal: []any{2}, From: 11}, want[11:15])
		s.pages(engine.Query{Index: "slot", Equal: []any{2, 12}}, want[12:13])
	}},
	{"paging goes on where it was when documents come and go", func(s *suite) {
		s.open()
		for i := range 10 {
			s.write(insert(fmt.Sprint(i), "value", 1, "ref", fmt.Sprint(i)))
		}
		for _, index := range []string{"", "value", "ref"} {
			q := engine.Query{Collection: "visits", Index: index, Limit: 4}
			page, err := s.Find(s.ctx(), q)
			s.ok(err)
			s.write(remove("3", s.version("3")), insert("0x", "value", 1, "ref", "0x"), insert("5x", "value", 1, "ref", "5x"))
			q.After = page.Next
			s.finds(q, "4", "5", "5x", "6")
			s.write(insert("3", "value", 1, "ref", "3"), remove("0x", 1), remove("5x", 1))
		}
	}},
	{"what is not a query of the index is refused", func(s *suite) {
		s.open().write(insert("a", "ref", "r", "value", 1), insert("b", "ref", "q", "value", 2), insert("c"))
		page, err := s.Find(s.ctx(), engine.Query{Collection: "visits", Index: "value", Limit: 1})
		s.ok(err)
		for _, q := range []engine.Query{
			{Collection: "nowhere"},
			{Index: "nothing"},
			{Index: "ref", Equal: []any{"r", "q"}},
			{Index: "ref", Equal: []any{"r"}, From: "a"},
			{Index: "ref", Equal: []any{nil}},
			{Index: "ref", Equal: []any{1.5}},
			{Index: "ref", From: []string{"r"}},
			{Index: "group", From: "a", To: 1},
			{Index: "tag"},
			{Index: "tag", From: "a"},
			{Equal: []any{"a"}},
			{From: 1},
			{Limit: -1},
			{Index: "value", After: "%%"},
			{Index: "value", After: "AAAA"},
			{Index: "value", From: 5, After: page.Next},
			{Index: "ref", After: page.Next},
		} {
			if q.Collection == "" {
				q.Collection = "visits"
			}
			_, err := s.Find(s.ctx(), q)
			is(s, err, engine.ErrQuery)
		}
	}},
	{"as a plain model does", followsModel},
}

// pages checks that a query finds these visits in pages of any size, and counts them.
func (s *suite) pages(q engine.Query, want []string) {
	s.Helper()
	q.Collection = "visits"
	for _, q.Limit = range []int{1, 3, len(want), len(want) + 1} {
		if got := s.all(q); fmt.Sprint(got) != fmt.Sprint(want) {
			s.Errorf("%+v found %q, want %q", q, got, want)
		}
	}
	for _, max := range []int{1, len(want), len(want) + 1} {
		n, err := s.Count(s.ctx(), q, max)
		s.ok(err)
		if n != min(max, len(want)) {
			s.Errorf("%+v counts %d of %d up to %d", q, n, len(want), max)
		}
	}
}

// all returns the ids that a query finds in all its pages, and checks that each page but the last is full.
func (s *suite) all(q engine.Query) []string {
	s.Helper()
	var found []string
	for {
		page, err := s.Find(s.ctx(), q)
		s.ok(err)
		found = append(found, ids(page.Docs)...)
		if page.Next == "" {
			return found
		}
		if len(page.Docs) != q.Limit || url.QueryEscape(page.Next) != page.Next {
			s.Fatalf("%+v answers a page of %d, then %q", q, len(page.Docs), page.Next)
		}
		q.After = page.Next
	}
}
