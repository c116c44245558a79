package enginetest

import (
	"errors"
	"fmt"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/server/store/engine"
)

var snapshotTests = []test{
	{"every document of every collection is visited", func(s *suite) {
		s.open()
		want := map[string]bool{}
		var changes []engine.Change
		for i := range 300 {
			id := fmt.Sprintf("%03d", i)
			changes = append(changes, insert(id), note(id))
			want["visits "+id], want["notes "+id] = true, true
		}
		s.write(changes...)
		s.ok(s.Snapshot(s.ctx(), func(collection string, doc bson.Raw) error {
			key := collection + " " + doc.Lookup("_id").StringValue()
			if !want[key] {
				s.Errorf("%s visited twice", key)
			}
			delete(want, key)
			return nil
		}))
		if len(want) > 0 {
			s.Errorf("not visited: %v", want)
		}
	}},
	{"as they all were at one moment, while writes go on", func(s *suite) {
		s.open()
		var changes []engine.Change
		for i := range 250 {
			id := fmt.Sprintf("%03d", i)
			changes = append(changes, insert(id), note(id))
		}
		s.write(changes...)
		visited := 0
		s.ok(s.Snapshot(s.ctx(), func(collection string, doc bson.Raw) error {
			visited++
			if visited%50 == 1 { // a slow reader: the writers have gone on meanwhile
				n := int64(visited/50) + 1
				s.write(note(fmt.Sprint("new-", n)), replace("249", n), replace("000", n))
			}
			if version := doc.Lookup("version").Int64(); version != 1 {
				s.Errorf("%s %s has version %d", collection, doc.Lookup("_id").StringValue(), version)
			}
			return nil
		}))
		if visited != 500 {
			s.Errorf("visited %d documents, want 500", visited)
		}
		s.versions(map[string]int64{"249": 11, "000": 11})
	}},
	{"the visitor's error ends it", func(s *suite) {
		s.open().write(insert("a"), insert("b"))
		enough, visited := errors.New("enough"), 0
		is(s, s.Snapshot(s.ctx(), func(string, bson.Raw) error { visited++; return enough }), enough)
		if visited != 1 {
			s.Errorf("visited %d documents", visited)
		}
	}},
}
