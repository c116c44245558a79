package surveys

import (
	"fmt"
	"strings"
	"testing"

	"soundings/cohorts/base"
)

// Every bad definition names the place where it is bad, as it stands in JSON. Each line is one question; want is relative to
// it. What a question's type demands is tested in package kinds.
func TestCheckOfAQuestion(t *testing.T) {
	const two = `"options": [{"value": "a", "text": "A"}, {"value": "b", "text": "B"}]`
	long := strings.Repeat("é", 1001)
	for _, c := range []struct {
		question string
		want     string // joined by ", "
	}{
		{`"id": "q", "type": "note", "text": "Read this."`, ""},
		{`"id": "q", "type": "slider", "text": "?"`, "type: error.oneof"},
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
