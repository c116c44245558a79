package enginetest

import (
	"fmt"
	"strings"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/server/store/engine"
)

var limitTests = []test{
	{"a list has at most 1,000 changes", func(s *suite) {
		s.open()
		var changes []engine.Change
		for i := range engine.MaxChanges + 1 {
			id := fmt.Sprintf("%04d", i)
			changes = append(changes, insert(id, "ref", id, "group", "g", "at", i))
		}
		s.refused(engine.ErrTooLarge, changes...)
		s.versions(map[string]int64{"0000": 0})
		s.write(changes[:engine.MaxChanges]...)
		s.versions(map[string]int64{"0000": 1, "0999": 1})
		for i := range changes {
			id := fmt.Sprintf("%04d", i)
			changes[i] = replace(id, 1, "ref", id)
		}
		s.write(changes[:engine.MaxChanges]...)
		s.versions(map[string]int64{"0000": 2, "0999": 2})
	}},
	{"a list has at most 8 MiB of documents", func(s *suite) {
		s.open()
		full := func(id string, size int) engine.Change {
			without := insert(id, "text", "")
			return insert(id, "text", strings.Repeat("x", size-len(without.Doc)))
		}
		half := engine.MaxWriteBytes / 2
		s.refused(engine.ErrTooLarge, full("a", engine.MaxWriteBytes+1))
		s.refused(engine.ErrTooLarge, full("a", half), full("b", half+1))
		s.versions(map[string]int64{"a": 0, "b": 0})
		s.write(full("a", half), full("b", half))
		s.write(full("c", engine.MaxWriteBytes))
	}},
	{"an index value and an id have at most 1 KiB", func(s *suite) {
		s.open()
		long := strings.Repeat("x", engine.MaxIndexBytes)
		longer := long + "x"
		s.refused(engine.ErrTooLarge, insert("a", "ref", longer))
		s.refused(engine.ErrTooLarge, note("n"), insert("a", "tags", bson.A{"x", longer}, "at", 1))
		s.refused(engine.ErrTooLarge, insert(longer))
		s.refused(engine.ErrTooLarge, remove(longer, 1))
		s.write(insert(long, "ref", long, "tags", bson.A{long}, "at", 1), insert("a", "text", longer))
		s.finds(engine.Query{Index: "ref", Equal: []any{long}}, long)
		s.finds(engine.Query{Index: "tag", Equal: []any{long}}, long)
		for _, q := range []engine.Query{{Equal: []any{longer}}, {From: longer}, {To: longer}} {
			q.Collection, q.Index = "visits", "ref"
			_, err := s.Find(s.ctx(), q)
			is(s, err, engine.ErrTooLarge)
		}
	}},
	{"at most 1,000 documents are asked for at once", func(s *suite) {
		s.open()
		_, err := s.Get(s.ctx(), "visits", make([]string, engine.MaxFound+1)...)
		is(s, err, engine.ErrTooLarge)
		_, err = s.Find(s.ctx(), engine.Query{Collection: "visits", Limit: engine.MaxFound + 1})
		is(s, err, engine.ErrTooLarge)
	}},
	{"a page has 1,000 documents unless told otherwise", func(s *suite) {
		s.open()
		for i := range 2 {
			var changes []engine.Change
			for n := range 501 {
				changes = append(changes, note(fmt.Sprintf("%d-%03d", i, n)))
			}
			s.write(changes...)
		}
		page, err := s.Find(s.ctx(), engine.Query{Collection: "notes"})
		s.ok(err)
		if len(page.Docs) != engine.MaxFound || page.Next == "" {
			s.Errorf("found %d documents, then %q", len(page.Docs), page.Next)
		}
		page, err = s.Find(s.ctx(), engine.Query{Collection: "notes", After: page.Next})
		s.ok(err)
		if len(page.Docs) != 2 || page.Next != "" {
			s.Errorf("then found %d documents, then %q", len(page.Docs), page.Next)
		}
	}},
}
