package enginetest

import (
	"fmt"
	"slices"

	"pgregory.net/rapid"

	"soundings/server/store/engine"
)

// find asks a random query of the engine and the model: in one page, page by page, and counting.
func (m model) find(t *rapid.T, s *suite) {
	q := genQuery(t)
	want := m.found(q)
	q.Collection = "visits"
	if n, err := s.Count(s.ctx(), q, 5); err != nil || n != min(5, len(want)) {
		t.Fatalf("%+v counts %d (%v) of %d up to 5", q, n, err, len(want))
	}
	q.Limit = rapid.IntRange(1, 5).Draw(t, "limit")
	if got := s.all(q); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatalf("%+v found %q, want %q", q, got, want)
	}
}

func genQuery(t *rapid.T) engine.Query {
	q := engine.Query{Descending: rapid.Bool().Draw(t, "descending")}
	ix := engine.Index{Fields: []string{"_id"}}
	if at := rapid.IntRange(-1, len(collections[0].Indexes)-1).Draw(t, "index"); at >= 0 {
		ix = collections[0].Indexes[at]
		q.Index = ix.Name
		least := 0
		if ix.Each {
			least = 1
		}
		for _, f := range ix.Fields[:rapid.IntRange(least, len(ix.Fields)).Draw(t, "equal")] {
			q.Equal = append(q.Equal, genOf(f).Draw(t, f))
		}
	}
	if len(q.Equal) == len(ix.Fields) {
		return q
	}
	gen := genOf(ix.Fields[len(q.Equal)])
	if rapid.Bool().Draw(t, "from?") {
		q.From = gen.Draw(t, "from")
	}
	if rapid.Bool().Draw(t, "to?") {
		q.To = gen.Draw(t, "to")
	}
	if q.From != nil && q.To != nil && rank(q.From) != rank(q.To) {
		q.To = nil
	}
	return q
}

// genOf draws a value like those in a field.
func genOf(field string) *rapid.Generator[any] {
	switch field {
	case "_id":
		return genID.AsAny()
	case "ref", "group":
		return genWord
	case "room", "hour":
		return genInt
	case "at":
		return genTime
	}
	return genValue
}

// found returns the ids that a query has to find, in order.
func (m model) found(q engine.Query) []string {
	var keys [][]any
	for id, r := range m {
		if q.Index == "" {
			keys = append(keys, []any{id})
		}
		for _, ix := range collections[0].Indexes {
			if ix.Name == q.Index {
				for _, key := range r.fields.keys(ix) {
					keys = append(keys, append(key, id))
				}
			}
		}
	}
	keys = slices.DeleteFunc(keys, func(key []any) bool { return !fits(key, q) })
	slices.SortFunc(keys, compareKeys)
	if q.Descending {
		slices.Reverse(keys)
	}
	var ids []string
	for _, key := range keys {
		ids = append(ids, key[len(key)-1].(string))
	}
	return ids
}

// fits reports whether a key begins with the equal values and has the next in the range.
func fits(key []any, q engine.Query) bool {
	n := len(q.Equal)
	if compareKeys(key[:n], q.Equal) != 0 {
		return false
	}
	next := key[n]
	if q.From != nil && (rank(next) != rank(q.From) || compareValues(next, q.From) < 0) {
		return false
	}
	return q.To == nil || (rank(next) == rank(q.To) && compareValues(next, q.To) < 0)
}
