package surveys

import (
	"maps"
	"slices"
	"testing"
)

// types is one question of each type, and numbers with limits that binary fractions do not hit.
const types = `[{"questions": [
	{"id": "one", "type": "single", "text": "?", "options": [{"value": "a", "text": "A"}, {"value": "b", "text": "B"}]},
	{"id": "many", "type": "multiple", "text": "?", "max_choices": 2,
	 "options": [{"value": "a", "text": "A"}, {"value": "b", "text": "B"}, {"value": "c", "text": "C"}]},
	{"id": "scale", "type": "scale", "text": "?", "min": -2, "max": 2},
	{"id": "whole", "type": "number", "text": "?", "min": 1, "max": 120},
	{"id": "tenth", "type": "number", "text": "?", "min": -0.5, "max": 2, "step": 0.1},
	{"id": "odd", "type": "number", "text": "?", "min": -2.1, "max": 7, "step": 0.7},
	{"id": "cents", "type": "number", "text": "?", "min": 0, "max": 2000000, "step": 0.125},
	{"id": "text", "type": "text", "text": "?", "max_length": 5},
	{"id": "long", "type": "text", "text": "?"},
	{"id": "note", "type": "note", "text": "?"},
	{"id": "sus", "instrument": "sus"}]}]`

// Only an instrument that is answered in full has a score.
func TestScore(t *testing.T) {
	v := read(t, types)
	for _, c := range []struct {
		about   string
		answers Answers
		want    map[string]float64
	}{
		{"in full", sus(5, 4, 2, 1, 2, 3, 2, 4, 5, 2), map[string]float64{"sus": 55}},
		{"without the last item", sus(5, 4, 2, 1, 2, 3, 2, 4, 5), map[string]float64{}},
		{"not at all", said("one=a"), map[string]float64{}},
	} {
		equal(t, c.about, v.Score(c.answers), c.want)
	}
	missing := sus(5, 4, 2, 1, 2, 3, 2, 4, 5, 2)
	delete(missing, "sus.3")
	equal(t, "without one in the middle", v.Score(missing), map[string]float64{})
}

// Whatever comes in a form: it is decoded without a fault, what is accepted is in its one canonical form, and it keeps
// within what results can count.
func FuzzDecode(f *testing.F) {
	for _, value := range []string{"a", "1", "-0", "0,3", "0.30000001", "6.3", "0x1p-2", "1_0", "1e1", "\r\r\n", " \xff ", "a\x1fb", "\u2028", "٣"} {
		f.Add(value, "b")
	}
	v := read(f, types)
	f.Fuzz(func(t *testing.T, one, other string) {
		for _, typed := range [][]string{{one}, {one, other}} {
			all := Answers{}
			for _, q := range v.Questions() {
				for _, field := range q.Fields() {
					all[field] = typed
				}
			}
			decoded, wrong := v.decode(all)
			again, wrongAgain := v.decode(decoded)
			if len(wrongAgain) > 0 || !maps.EqualFunc(decoded, again, slices.Equal) {
				t.Fatalf("%q is decoded as %q, and that as %q %v", typed, decoded, again, wrongAgain)
			}
			for _, q := range v.Questions() {
				for _, field := range q.Fields() {
					values, possible := decoded[field], q.Choices()
					outside := func(value string) bool { return !slices.Contains(possible, value) }
					if len(possible) > 0 && slices.ContainsFunc(values, outside) {
						t.Errorf("%s is answered with %q, possible are %q", field, values, possible)
					}
					if len(values) > 0 && len(wrong[q.ID]) > 0 && len(q.Fields()) == 1 {
						t.Errorf("%s is answered with %q and wrong: %v", field, values, wrong[q.ID])
					}
				}
			}
			v.Score(decoded)
		}
	})
}
