package enginetest

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"soundings/server/store/engine"
)

// fields are a visit of the model: strings, int64, booleans and times, and []any of them.
type fields map[string]any

// record is a visit with its version.
type record struct {
	version int64
	fields  fields
}

// model is what the visits must be: a plain map, searched from end to end.
type model map[string]record

// followsModel does random writes and queries on the engine and the model, which must agree on every answer.
func followsModel(s *suite) {
	s.open()
	rapid.Check(s.T, func(t *rapid.T) {
		m := model{}
		t.Repeat(map[string]func(*rapid.T){
			"write": func(t *rapid.T) { m.write(t, s) },
			"find":  func(t *rapid.T) { m.find(t, s) },
		})
		var changes []engine.Change
		for id, r := range m {
			changes = append(changes, remove(id, r.version))
		}
		if err := s.Write(s.ctx(), changes); err != nil { // so that the next run begins with nothing
			t.Fatal(err)
		}
	})
}

var (
	genID    = rapid.SampledFrom(strings.Split("a b c d e f g h a\x00 ab", " "))
	genTime  = rapid.Custom(func(t *rapid.T) any { return time.UnixMilli(rapid.Int64Range(-2, 2).Draw(t, "ms")) })
	genInt   = rapid.Custom(func(t *rapid.T) any { return rapid.Int64Range(-2, 3).Draw(t, "n") })
	genWord  = rapid.Custom(func(t *rapid.T) any { return rapid.StringMatching("[a-c\x00é]{0,2}").Draw(t, "s") })
	genBool  = rapid.Custom(func(t *rapid.T) any { return rapid.Bool().Draw(t, "b") })
	genValue = rapid.OneOf(genInt, genWord, genBool, genTime)
	genArray = rapid.Custom(func(t *rapid.T) any { return rapid.SliceOfN(genValue, 0, 3).Draw(t, "array") })
)

var genFields = rapid.Custom(func(t *rapid.T) fields {
	f := fields{}
	for _, field := range []struct {
		name  string
		value *rapid.Generator[any]
	}{
		{"ref", genWord}, {"room", genInt}, {"hour", genInt}, {"group", genWord}, {"at", genTime},
		{"value", genValue}, {"tags", genArray}, {"words", genArray},
	} {
		if rapid.IntRange(0, 2).Draw(t, field.name+"?") > 0 {
			f[field.name] = field.value.Draw(t, field.name)
		}
	}
	return f
})

// write does a random list on both. The model does it on a copy, and keeps the copy if all of it can be done.
func (m model) write(t *rapid.T, s *suite) {
	var changes []engine.Change
	next := model{}
	for id, r := range m {
		next[id] = r
	}
	var refusal error
	for range rapid.IntRange(1, 4).Draw(t, "changes") {
		c, f := genChange(t, next)
		changes = append(changes, c)
		if refusal == nil {
			refusal = next.apply(c, f)
		}
	}
	err := s.Write(s.ctx(), changes)
	if got, want := fmt.Sprint(refusalOf(err)), fmt.Sprint(refusalOf(refusal)); got != want {
		t.Fatalf("writing answered %v (%v), want %v", got, err, want)
	}
	if refusal == nil {
		clear(m)
		for id, r := range next {
			m[id] = r
		}
	}
}

// genChange draws a change that can often be done.
func genChange(t *rapid.T, m model) (engine.Change, fields) {
	id := genID.Draw(t, "id")
	version := m[id].version
	if rapid.IntRange(0, 9).Draw(t, "wrong version?") == 0 {
		version++
	}
	op := rapid.SampledFrom([]engine.Op{engine.Insert, engine.Replace, engine.Replace, engine.Delete}).Draw(t, "op")
	if _, there := m[id]; !there && rapid.IntRange(0, 9).Draw(t, "stay?") > 0 {
		op = engine.Insert
	}
	if op == engine.Delete {
		return remove(id, version), nil
	}
	f := genFields.Draw(t, "fields")
	var pairs []any
	for name, v := range f {
		pairs = append(pairs, name, v)
	}
	if op == engine.Insert {
		return insert(id, pairs...), f
	}
	return replace(id, version, pairs...), f
}

// refusalOf makes the refusals of two engines comparable.
func refusalOf(err error) any {
	var taken *engine.Taken
	switch {
	case errors.As(err, &taken):
		return *taken
	case errors.Is(err, engine.ErrStale):
		return engine.ErrStale
	}
	return err
}

func (m model) apply(c engine.Change, f fields) error {
	kept, there := m[c.ID]
	switch {
	case c.Op == engine.Insert && there:
		return &engine.Taken{Collection: "visits"}
	case c.Op != engine.Insert && (!there || kept.version != c.Version):
		return engine.ErrStale
	case c.Op == engine.Delete:
		delete(m, c.ID)
		return nil
	}
	m[c.ID] = record{c.Doc.Lookup("version").Int64(), f}
	for _, ix := range collections[0].Indexes {
		if ix.Unique && m.clashes(c.ID, ix) {
			return &engine.Taken{Collection: "visits", Index: ix.Name}
		}
	}
	return nil
}

func (m model) clashes(id string, ix engine.Index) bool {
	for other, r := range m {
		for _, key := range r.fields.keys(ix) {
			same := func(mine []any) bool { return compareKeys(mine, key) == 0 }
			if other != id && slices.ContainsFunc(m[id].fields.keys(ix), same) {
				return true
			}
		}
	}
	return false
}

// keys returns the keys of a visit in an index, without its id.
func (f fields) keys(ix engine.Index) [][]any {
	keys := [][]any{nil}
	for i, name := range ix.Fields {
		v, ok := f[name]
		if !ok {
			return nil
		}
		if i > 0 || !ix.Each {
			for k := range keys {
				keys[k] = append(keys[k], v)
			}
			continue
		}
		keys = nil
		for _, v := range v.([]any) {
			keys = append(keys, []any{v})
		}
	}
	slices.SortFunc(keys, compareKeys)
	return slices.CompactFunc(keys, func(a, b []any) bool { return compareKeys(a, b) == 0 })
}

func compareKeys(a, b []any) int { return slices.CompareFunc(a, b, compareValues) }

func compareValues(a, b any) int {
	if c := cmp.Compare(rank(a), rank(b)); c != 0 {
		return c
	}
	switch a := a.(type) {
	case string:
		return cmp.Compare(a, b.(string))
	case int64:
		return cmp.Compare(a, b.(int64))
	case bool:
		return cmp.Compare(fmt.Sprint(a), fmt.Sprint(b)) // "false" before "true"
	default:
		return a.(time.Time).Compare(b.(time.Time))
	}
}

func rank(v any) int {
	switch v.(type) {
	case int64:
		return 0
	case string:
		return 1
	case bool:
		return 2
	default:
		return 3
	}
}
