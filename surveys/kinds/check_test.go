package kinds

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// Every bad definition names the member that is bad, as it stands in JSON. Each line is one question.
func TestCheck(t *testing.T) {
	const two = `"options": [{"value": "a", "text": "A"}, {"value": "b", "text": "B"}]`
	long := strings.Repeat("é", 1001)
	for _, c := range []struct {
		question string
		want     string // joined by ", "
	}{
		{`"type": "single", "text": "?", ` + two, ""},
		{`"type": "multiple", "text": "?", "max_choices": 2, ` + two, ""},
		{`"type": "scale", "text": "?", "min": 1, "max": 5, "min_label": "bad", "max_label": {"es": "bueno"}`, ""},
		{`"type": "number", "text": "?", "min": 0.5, "max": 2, "step": 0.25`, ""},
		{`"type": "text", "text": {"es": "¿?"}, "max_length": 10000`, ""},
		{`"type": "note", "text": "Read this."`, ""},
		{`"instrument": "sus", "required": true`, ""},
		{`"text": "?"`, "type: error.oneof"},
		{`"type": "slider", "text": "?"`, "type: error.oneof"},
		{`"type": "note"`, "text: error.required"},
		{`"type": "note", "text": {"en": "  "}`, "text: error.required"},
		{`"type": "note", "text": {"en": "?", "es": "` + long + `"}`, "text.es: error.max_length"},
		{`"type": "note", "text": "?", "required": true`, "required: survey.note_required"},
		{`"type": "single", "text": "?"`, "options: error.min_items"},
		{`"type": "single", "text": "?", "options": [{"value": "a", "text": "A"}]`, "options: error.min_items"},
		{`"type": "single", "text": "?", "options": [{"value": "a", "text": "A"}, {"value": "a", "text": "B"}]`,
			"options[1].value: survey.value_twice"},
		{`"type": "single", "text": "?", "options": [{"value": "a b", "text": "A"}, {"text": ""}]`,
			"options[0].value: survey.value, options[1].text: error.required, options[1].value: survey.value"},
		{`"type": "multiple", "text": "?", "max_choices": 3, ` + two, "max_choices: survey.max_choices"},
		{`"type": "multiple", "text": "?", "max_choices": -1, ` + two, "max_choices: survey.max_choices"},
		{`"type": "single", "text": "?", "options": [` + strings.Trim(strings.Repeat(`{"value": "=", "text": "A"},`, 51), ",") + `]`, "51"},
		{`"type": "multiple", "text": "?", "options": [{"value": "a", "text": "A"}, {"value": "b", "text": "B", "exclusive": true}, {"value": "c", "text": "C", "exclusive": true}]`, ""},
		{`"type": "multiple", "text": "?", "options": [{"value": "a", "text": "A", "exclusive": true}, {"value": "b", "text": "B"}]`, "options[0].exclusive: survey.exclusive_last"},
		{`"type": "multiple", "text": "?", "options": [{"value": "a", "text": "A", "exclusive": true}, {"value": "b", "text": "B", "exclusive": true}]`, "options[0].exclusive: survey.exclusive_last"},
		{`"type": "multiple", "text": "?", "options": [{"value": "a", "text": "A"}, {"value": "b", "text": "B", "exclusive": true}, {"value": "c", "text": "C"}, {"value": "d", "text": "D", "exclusive": true}]`, "options[1].exclusive: survey.exclusive_last"},
		{`"type": "single", "text": "?", "options": [{"value": "a", "text": "A"}, {"value": "b", "text": "B", "exclusive": true}]`, "options[1].exclusive: survey.exclusive_one"},
		{`"type": "scale", "text": "?"`, "min: survey.limits"},
		{`"type": "number", "text": "?", "min": 1`, "min: survey.limits"},
		{`"type": "scale", "text": "?", "min": 5, "max": 5`, "max: survey.limits_order"},
		{`"type": "number", "text": "?", "min": 5, "max": 1`, "max: survey.limits_order"},
		{`"type": "number", "text": "?", "min": 0, "max": 1e10`, "max: survey.limits_order"},
		{`"type": "scale", "text": "?", "min": 1e300, "max": 1e300`, "max: survey.limits_order"},
		{`"type": "scale", "text": "?", "min": 1, "max": 5.5`, "max: survey.scale"},
		{`"type": "scale", "text": "?", "min": 1, "max": 22`, "max: survey.scale"},
		{`"type": "scale", "text": "?", "min": 1, "max": 5, "step": 1`, "max: survey.scale"},
		{`"type": "number", "text": "?", "min": 1, "max": 5, "step": 0`, "step: survey.step"},
		{`"type": "number", "text": "?", "min": 1, "max": 5, "step": -1`, "step: survey.step"},
		{`"type": "number", "text": "?", "min": 0, "max": 1001`, "step: survey.step"},
		{`"type": "text", "text": "?", "max_length": -1`, "max_length: survey.max_length"},
		{`"type": "text", "text": "?", "max_length": 10001`, "max_length: survey.max_length"},
		{`"instrument": "horoscope"`, "instrument: error.oneof"},
		{`"instrument": "sus", "type": "scale"`, "type: survey.instrument_type"},
		{`"instrument": "sus", "wording": "published"`, ""},
		{`"instrument": "sus", "wording": "rhymed"`, "wording: error.oneof"},
		{`"instrument": "umux-lite", "wording": "plain"`, "wording: error.oneof"},
		{`"instrument": "sus", "wording": "plain", "items": ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]`, "wording: survey.wording_of_items"},
		{`"instrument": "sus", "items": ["one", "two"]`, "items: survey.items"},
		{`"instrument": "sus", "items": ["1", "2", "3", "4", "", "6", "7", "8", "9", "10"]`, "items[4]: error.required"},
	} {
		var q Question
		if err := json.Unmarshal([]byte(`{"id": "q", `+c.question+`}`), &q); err != nil {
			t.Fatal(c.question, err)
		}
		var checked Checker
		q.Kind().Check(q, &checked)
		got := strings.Join(slices.Sorted(slices.Values(named(checked.Fields))), ", ")
		if c.want == "51" { // each of the 51 has a bad value, and all but the first are there twice
			if !strings.Contains(got, "options: error.max_items") || strings.Count(got, "].value: survey.value") != 51 {
				t.Errorf("{%s}: %s", c.question, got)
			}
			continue
		}
		equal(t, c.question, got, c.want)
	}
}

// The values of a question: what it offers, what each is called, how many can be counted, and what results show one by one.
func TestValues(t *testing.T) {
	questions := read(t, `[
		{"id": "one", "type": "single", "text": "?", "options": [{"value": "a", "text": "Apple"}, {"value": "b", "text": "Bread"}]},
		{"id": "scale", "type": "scale", "text": "?", "min": -1, "max": 2, "min_label": "bad", "max_label": "good"},
		{"id": "half", "type": "number", "text": "?", "min": 1, "max": 3, "step": 0.5},
		{"id": "endless", "type": "number", "text": "?", "min": 0, "max": 1, "step": 0},
		{"id": "unchecked", "type": "scale", "text": "?"},
		{"id": "text", "type": "text", "text": "?"},
		{"id": "note", "type": "note", "text": "?"},
		{"id": "sus", "instrument": "sus"}]`)
	for _, c := range []struct {
		id, choices string
		span        int
		value       string
		label       string // of the value, in English or as a text id
		beside      bool
	}{
		{"one", "a b", 2, "b", "Bread", false},
		{"one", "a b", 2, "z", "", false},
		{"scale", "-1 0 1 2", 3, "-1", "bad", true},
		{"scale", "-1 0 1 2", 3, "2", "good", true},
		{"scale", "-1 0 1 2", 3, "1", "", false},
		{"half", "", 3, "1.5", "", false},
		{"endless", "", 0, "1", "", false},
		{"unchecked", "", 0, "1", "", false},
		{"text", "", 0, "words", "", false},
		{"note", "", 0, "", "", false},
		{"sus", "1 2 3 4 5", 3, "1", "sus.low", true},
		{"sus", "1 2 3 4 5", 3, "5", "sus.high", true},
		{"sus", "1 2 3 4 5", 3, "3", "", false},
	} {
		q := questions[c.id]
		equal(t, c.id+" offers", strings.Join(q.Choices(), " "), c.choices)
		equal(t, c.id+" shows", strings.Join(q.Shown(map[string]int{"a": 1}), " "), c.choices)
		equal(t, c.id+" counts, of three at most", q.Span(3), c.span)
		label := q.Label(c.value)
		equal(t, c.id+" calls "+c.value, label.Words.In("en")+label.Text.ID, c.label)
		equal(t, c.id+" shows "+c.value+" beside", label.Beside, c.beside)
	}
}

// The editor offers every type and every instrument by its name, and begins a question of it.
func TestNames(t *testing.T) {
	names := Names()
	if len(names) <= len(Types()) {
		t.Errorf("no instrument is offered: %v", names)
	}
	for _, name := range names {
		q, ok := New(name)
		if !ok || q.Name() != name {
			t.Errorf("%s begins a question called %q", name, q.Name())
		}
	}
}
