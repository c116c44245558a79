package kinds

import (
	"strings"
	"testing"
)

// types is one question of each type, and numbers with limits that binary fractions do not hit.
const types = `[
	{"id": "one", "type": "single", "text": "?", "options": [{"value": "a", "text": "A"}, {"value": "b", "text": "B"}]},
	{"id": "many", "type": "multiple", "text": "?", "max_choices": 2,
	 "options": [{"value": "a", "text": "A"}, {"value": "b", "text": "B"}, {"value": "c", "text": "C"}]},
	{"id": "apart", "type": "multiple", "text": "?", "max_choices": 2,
	 "options": [{"value": "a", "text": "A"}, {"value": "b", "text": "B"}, {"value": "c", "text": "C"}, {"value": "none", "text": "None", "exclusive": true}, {"value": "unsure", "text": "?", "exclusive": true}]},
	{"id": "scale", "type": "scale", "text": "?", "min": -2, "max": 2},
	{"id": "whole", "type": "number", "text": "?", "min": 1, "max": 120},
	{"id": "tenth", "type": "number", "text": "?", "min": -0.5, "max": 2, "step": 0.1},
	{"id": "odd", "type": "number", "text": "?", "min": -2.1, "max": 7, "step": 0.7},
	{"id": "cents", "type": "number", "text": "?", "min": 0, "max": 2000000, "step": 0.125},
	{"id": "text", "type": "text", "text": "?", "max_length": 5},
	{"id": "long", "type": "text", "text": "?"},
	{"id": "note", "type": "note", "text": "?"},
	{"id": "sus", "instrument": "sus"}]`

// Each line is what was typed into one field, and the canonical answer or the text that says what is wrong.
func TestDecode(t *testing.T) {
	questions := read(t, types)
	for _, c := range []struct {
		field string
		typed []string
		want  string // values joined by |
		wrong string
	}{
		{"one", []string{"a"}, "a", ""},
		{"one", []string{" b "}, "b", ""},
		{"one", nil, "", ""},
		{"one", []string{"", "  "}, "", ""},
		{"one", []string{"A"}, "", "answer.choice"},
		{"one", []string{"a", "b"}, "", "answer.one"},
		{"one", []string{"a", ""}, "a", ""},

		{"many", []string{"c", "a"}, "a|c", ""}, // in the order of the question
		{"many", []string{"a", "a"}, "a", ""},
		{"many", []string{"a", "z"}, "", "answer.choice"},
		{"many", []string{"a", "b", "c"}, "", "answer.too_many"},

		{"apart", []string{"none"}, "none", ""},
		{"apart", []string{"none", "none"}, "none", ""},
		{"apart", []string{"b", "a"}, "a|b", ""},
		{"apart", []string{"none", "a"}, "", "answer.exclusive"},
		{"apart", []string{"none", "unsure"}, "", "answer.exclusive"},
		{"apart", []string{"a", "b", "c", "none"}, "", "answer.exclusive"}, // before there are too many
		{"apart", []string{"a", "b", "c"}, "", "answer.too_many"},
		{"apart", []string{"none", "z"}, "", "answer.choice"},

		{"scale", []string{"-2"}, "-2", ""},
		{"scale", []string{"-0"}, "0", ""},
		{"scale", []string{"+1"}, "1", ""},
		{"scale", []string{"2.0"}, "2", ""},
		{"scale", []string{"3"}, "", "answer.range"},
		{"scale", []string{"0.5"}, "", "answer.whole"},
		{"scale", []string{"good"}, "", "answer.number"},

		{"whole", []string{" 42 "}, "42", ""},
		{"whole", []string{"042"}, "42", ""},
		{"whole", []string{"4.2e1"}, "", "answer.number"},
		{"whole", []string{"0x1p4"}, "", "answer.number"},
		{"whole", []string{"1_0"}, "", "answer.number"},
		{"whole", []string{"1.000"}, "", "answer.range"}, // as written in Spanish
		{"whole", []string{"−5"}, "", "answer.range"},
		{"scale", []string{"−2"}, "-2", ""},
		{"whole", []string{"0"}, "", "answer.range"},
		{"whole", []string{"121"}, "", "answer.range"},
		{"whole", []string{"1,000"}, "", "answer.range"}, // a thousand, not one
		{"cents", []string{"1,000"}, "1000", ""},
		{"cents", []string{"1.000"}, "", "answer.which"}, // one or a thousand?
		{"cents", []string{"1.250"}, "", "answer.which"},
		{"cents", []string{"1.25"}, "1.25", ""},
		{"cents", []string{"1250"}, "1250", ""},
		{"tenth", []string{"1.000"}, "1", ""}, // a thousand is too much
		{"whole", []string{"0x1p4"}, "", "answer.number"},
		{"whole", []string{"1_0"}, "", "answer.number"},
		{"whole", []string{"1e2"}, "", "answer.number"},
		{"cents", []string{"1,234,567.50"}, "1234567.5", ""},
		{"cents", []string{"0,125"}, "0.125", ""},
		{"whole", []string{"1e400"}, "", "answer.number"},
		{"whole", []string{"NaN"}, "", "answer.number"},
		{"whole", []string{"Inf"}, "", "answer.number"},
		{"whole", []string{"4 2"}, "", "answer.number"},
		{"whole", []string{"1", "2"}, "", "answer.one"},

		{"tenth", []string{"0.3"}, "0.3", ""},
		{"tenth", []string{"0,3"}, "0.3", ""},
		{"tenth", []string{",3"}, "0.3", ""},
		{"tenth", []string{"-0,5"}, "-0.5", ""},
		{"tenth", []string{"2"}, "2", ""},
		{"tenth", []string{"1.75"}, "", "answer.step"},
		{"tenth", []string{"0,3,1"}, "", "answer.number"},
		{"odd", []string{"0"}, "0", ""},
		{"odd", []string{"-2.1"}, "-2.1", ""},
		{"odd", []string{"6.3"}, "6.3", ""},
		{"odd", []string{"7"}, "7", ""},

		{"text", []string{"  ¡año!  "}, "¡año!", ""}, // five characters, seven bytes
		{"text", []string{"señora"}, "", "answer.too_long"},
		{"text", []string{"a\r\nb\rc"}, "a\nb\nc", ""},
		{"text", []string{"a\x00b"}, "ab", ""},
		{"text", []string{"a", "b"}, "", "answer.one"},
		{"text", []string{"\xff"}, "�", ""},
		{"text", []string{"<b>"}, "<b>", ""},
		{"long", []string{strings.Repeat("é", 2000)}, strings.Repeat("é", 2000), ""},
		{"long", []string{strings.Repeat("é", 2001)}, "", "answer.too_long"},

		{"note", []string{"hello"}, "", ""},
		{"sus.1", []string{"5"}, "5", ""},
		{"sus.10", []string{"1"}, "1", ""},
		{"sus.10", []string{"0"}, "", "answer.range"},
		{"sus.11", []string{"1"}, "", ""}, // there are ten
	} {
		id, _, _ := strings.Cut(c.field, ".")
		q := questions[id]
		got, bad := q.Decode(Answers{c.field: c.typed})
		equal(t, c.field+" "+strings.Join(c.typed, "|"), strings.Join(got[c.field], "|"), c.want)
		var wrong []string
		if c.wrong != "" {
			wrong = []string{c.field + ": " + c.wrong}
		}
		equal(t, c.field+" "+strings.Join(c.typed, "|"), named(bad), wrong)
		if (c.want == "") != (len(got) == 0) {
			t.Errorf("%s: %v is answered for %q", c.field, got, c.typed)
		}
	}
}

func TestTooLongSaysHowMuch(t *testing.T) {
	q := read(t, types)["text"]
	_, bad := q.Decode(said("text=señoras"))
	equal(t, "what it says", bad[0].Text.Args, map[string]any{"Limit": 5, "Count": 2})
}

func TestMissing(t *testing.T) {
	questions := read(t, types)
	for id, want := range map[string][]string{
		"one": {"one: answer.required_choice"}, "many": {"many: answer.required"}, "scale": {"scale: answer.required_choice"},
		"whole": {"whole: answer.required"}, "text": {"text: answer.required"}, "note": nil,
		"sus": {"sus.2: answer.required_choice", "sus.9: answer.required_choice"},
	} {
		q := questions[id]
		q.Required = true
		equal(t, id, named(q.Missing(said("sus.1=1", "sus.3=1", "sus.4=1", "sus.5=1", "sus.6=1", "sus.7=1", "sus.8=1", "sus.10=1"))), want)
		q.Required = false
		equal(t, id, named(q.Missing(nil)), nil)
	}
}
