package surveys

import (
	"fmt"
	"strings"
	"testing"

	"soundings/cohorts/base"
)

// Every bad definition names the place where it is bad, as it stands in JSON. Each line is one question; what is wrong
// is named relative to it.
func TestCheckOfAQuestion(t *testing.T) {
	const two = `"options": [{"value": "a", "text": "A"}, {"value": "b", "text": "B"}]`
	long := strings.Repeat("é", 1001)
	for _, c := range []struct {
		question string
		want     string // joined by ", "
	}{
		{`"id": "q", "type": "single", "text": "?", ` + two, ""},
		{`"id": "q", "type": "multiple", "text": "?", "max_choices": 2, ` + two, ""},
		{`"id": "q", "type": "scale", "text": "?", "min": 1, "max": 5, "min_label": "bad", "max_label": {"es": "bueno"}`, ""},
		{`"id": "q", "type": "number", "text": "?", "min": 0.5, "max": 2, "step": 0.25`, ""},
		{`"id": "q", "type": "text", "text": {"es": "¿?"}, "max_length": 10000`, ""},
		{`"id": "q", "type": "note", "text": "Read this."`, ""},
		{`"id": "q", "instrument": "sus", "required": true`, ""},

		{`"type": "note", "text": "?"`, "id: survey.id"},
		{`"id": "Q", "type": "note", "text": "?"`, "id: survey.id"},
		{`"id": "q.1", "type": "note", "text": "?"`, "id: survey.id"},
		{`"id": "_action", "type": "note", "text": "?"`, "id: survey.id"},
		{`"id": "` + strings.Repeat("q", 41) + `", "type": "note", "text": "?"`, "id: survey.id"},
		{`"id": "before", "type": "note", "text": "?"`, "id: survey.id_twice"},
		{`"id": "q", "text": "?"`, "type: error.oneof"},
		{`"id": "q", "type": "slider", "text": "?"`, "type: error.oneof"},
		{`"id": "q", "type": "slider"`, "text: error.required, type: error.oneof"},
		{`"id": "q", "type": "note"`, "text: error.required"},
		{`"id": "q", "type": "note", "text": {"en": "  "}`, "text: error.required"},
		{`"id": "q", "type": "note", "text": {"en": "?", "es": "` + long + `"}`, "text.es: error.max_length"},
		{`"id": "q", "type": "note", "text": "?", "help": "` + long + `"`, "help.en: error.max_length"},
		{`"id": "q", "type": "note", "text": "?", "required": true`, "required: survey.note_required"},

		{`"id": "q", "type": "single", "text": "?"`, "options: error.min_items"},
		{`"id": "q", "type": "single", "text": "?", "options": [{"value": "a", "text": "A"}]`, "options: error.min_items"},
		{`"id": "q", "type": "single", "text": "?", "options": [{"value": "a", "text": "A"}, {"value": "a", "text": "B"}]`,
			"options[1].value: survey.value_twice"},
		{`"id": "q", "type": "single", "text": "?", "options": [{"value": "a b", "text": "A"}, {"text": ""}]`,
			"options[0].value: survey.value, options[1].text: error.required, options[1].value: survey.value"},
		{`"id": "q", "type": "multiple", "text": "?", "max_choices": 3, ` + two, "max_choices: survey.max_choices"},
		{`"id": "q", "type": "multiple", "text": "?", "max_choices": -1, ` + two, "max_choices: survey.max_choices"},
		{`"id": "q", "type": "single", "text": "?", "options": [` + strings.Trim(strings.Repeat(`{"value": "=", "text": "A"},`, 51), ",") + `]`, "51"},

		{`"id": "q", "type": "scale", "text": "?"`, "min: survey.limits"},
		{`"id": "q", "type": "number", "text": "?", "min": 1`, "min: survey.limits"},
		{`"id": "q", "type": "scale", "text": "?", "min": 5, "max": 5`, "max: survey.limits_order"},
		{`"id": "q", "type": "number", "text": "?", "min": 5, "max": 1`, "max: survey.limits_order"},
		{`"id": "q", "type": "number", "text": "?", "min": 0, "max": 1e10`, "max: survey.limits_order"},
		{`"id": "q", "type": "scale", "text": "?", "min": 1e300, "max": 1e300`, "max: survey.limits_order"},
		{`"id": "q", "type": "scale", "text": "?", "min": 1, "max": 5.5`, "max: survey.scale"},
		{`"id": "q", "type": "scale", "text": "?", "min": 1, "max": 22`, "max: survey.scale"},
		{`"id": "q", "type": "scale", "text": "?", "min": 1, "max": 5, "step": 1`, "max: survey.scale"},
		{`"id": "q", "type": "number", "text": "?", "min": 1, "max": 5, "step": 0`, "step: survey.step"},
		{`"id": "q", "type": "number", "text": "?", "min": 1, "max": 5, "step": -1`, "step: survey.step"},
		{`"id": "q", "type": "number", "text": "?", "min": 0, "max": 1001`, "step: survey.step"},
		{`"id": "q", "type": "text", "text": "?", "max_length": -1`, "max_length: survey.max_length"},
		{`"id": "q", "type": "text", "text": "?", "max_length": 10001`, "max_length: survey.max_length"},

		{`"id": "q", "instrument": "horoscope"`, "instrument: error.oneof"},
		{`"id": "q", "instrument": "sus", "type": "scale"`, "type: survey.instrument_type"},
		{`"id": "q", "instrument": "sus", "items": ["one", "two"]`, "items: survey.items"},
		{`"id": "q", "instrument": "sus", "items": ["1", "2", "3", "4", "", "6", "7", "8", "9", "10"]`, "items[4]: error.required"},

		{`"id": "q", "type": "note", "text": "?", "show_if": {}`, "show_if: error.required"},
		{`"id": "q", "type": "note", "text": "?", "show_if": {"all": [{"question": "later", "op": "answered"}]}`,
			"show_if.all[0].question: survey.show_if_question"},
		{`"id": "q", "type": "note", "text": "?", "show_if": {"all": [{"question": "q", "op": "answered"}]}`,
			"show_if.all[0].question: survey.show_if_question"},
		{`"id": "q", "type": "note", "text": "?", "show_if": {"any": [{"question": "before", "op": "eq", "value": "a"}, {"question": "before", "op": "like", "value": "a"}]}`,
			"show_if.any[1].op: error.oneof"},
		{`"id": "q", "type": "note", "text": "?", "show_if": {"all": [{"question": "before", "op": "eq"}]}`, "show_if.all[0].value: survey.show_if_value"},
		{`"id": "q", "type": "note", "text": "?", "show_if": {"all": [{"question": "before", "op": "eq", "value": ["a", "b"]}]}`,
			"show_if.all[0].value: survey.show_if_value"},
		{`"id": "q", "type": "note", "text": "?", "show_if": {"all": [{"question": "before", "op": "in", "value": ["a", "z"]}]}`,
			"show_if.all[0].value: survey.show_if_value"},
		{`"id": "q", "type": "note", "text": "?", "show_if": {"all": [{"question": "before", "op": "in", "value": ["a", "b"]}]}`, ""},
	} {
		v := read(t, `[{"questions": [{"id": "before", "type": "single", "text": "?", `+two+`}]}, {"questions": [{`+c.question+`}]}]`)
		got := strings.ReplaceAll(strings.Join(bad(t, v.Check()), ", "), "pages[1].questions[0].", "")
		if c.want == "51" { // each of the 51 has a bad value, and all but the first are there twice
			if !strings.Contains(got, "options: error.max_items") || strings.Count(got, "].value: survey.value") != 51 {
				t.Errorf("{%s}: %s", c.question, got)
			}
			continue
		}
		equal(t, c.question, got, c.want)
	}
}

func TestCheckOfASurvey(t *testing.T) {
	note := func(n int) string {
		var all []string
		for i := range n {
			all = append(all, fmt.Sprintf(`{"id": "n%d", "type": "note", "text": "?"}`, i))
		}
		return `[{"questions": [` + strings.Join(all, ",") + `]}]`
	}
	numbers := func(n int) string {
		return strings.ReplaceAll(note(n), `"note", "text": "?"`, `"number", "text": "?", "min": 0, "max": 1000`)
	}
	for _, c := range []struct {
		about, pages string
		change       func(*Survey)
		want         []string
	}{
		{"nothing asked yet", `[]`, func(*Survey) {}, nil},
		{"no title", `[]`, func(v *Survey) { v.Title = nil }, []string{"title: error.required"}},
		{"a title in Spanish only", `[]`, func(v *Survey) { v.Title = base.Words{"es": "Portal"} }, nil},
		{"anonymous", `[]`, func(v *Survey) { v.Anonymous = true }, []string{"anonymous: survey.anonymous"}},
		{"a hundred questions", note(100), func(*Survey) {}, nil},
		{"a hundred and one", note(101), func(*Survey) {}, []string{"pages: error.max_items"}},
		{"numbers that results can count", numbers(4), func(*Survey) {}, nil},
		{"more than results can count", numbers(5), func(*Survey) {}, []string{"pages: survey.too_many_values"}},
		{"the same instrument twice", `[{"questions": [{"id": "a", "instrument": "sus"}, {"id": "b", "instrument": "sus"}]}]`, func(*Survey) {},
			[]string{"pages[0].questions[1].instrument: survey.instrument_twice"}},
	} {
		v := read(t, c.pages)
		c.change(&v)
		equal(t, c.about, bad(t, v.Check()), c.want)
	}
}
