package kinds

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"soundings/cohorts/base"
)

// read makes questions of the JSON of a list of them, by id.
func read(t *testing.T, list string) map[string]Question {
	t.Helper()
	var all []Question
	if err := json.Unmarshal([]byte(list), &all); err != nil {
		t.Fatalf("%v in %s", err, list)
	}
	questions := map[string]Question{}
	for _, q := range all {
		questions[q.ID] = q
	}
	return questions
}

// said makes answers of "field=value" pairs; a field may be said several times.
func said(pairs ...string) Answers {
	a := Answers{}
	for _, pair := range pairs {
		field, value, _ := strings.Cut(pair, "=")
		a[field] = append(a[field], value)
	}
	return a
}

// named returns fields as "name: text id".
func named(fields []base.Field) []string {
	var all []string
	for _, f := range fields {
		all = append(all, f.Name+": "+f.Text.ID)
	}
	return all
}

func equal[T any](t *testing.T, about string, got, want T) {
	t.Helper()
	if fmt.Sprintf("%#v", got) != fmt.Sprintf("%#v", want) {
		t.Errorf("%s: got %#v, want %#v", about, got, want)
	}
}

// Every row of the table is whole: it is found by its type, is named, and a question that takes answers can be read,
// missed, counted and exported.
func TestTheTableIsWhole(t *testing.T) {
	for _, k := range All() {
		q, ok := New(string(k.Type))
		if !ok || q.Type != k.Type || q.Kind().Type != k.Type || q.Known() != nil {
			t.Errorf("%s is not found as itself", k.Type)
		}
		if k.Name == "" || k.About == "" || k.Check == nil {
			t.Errorf("%s has no name, no description or no check", k.Type)
		}
		if q.ID = "q"; len(q.Fields()) > 0 && (k.Decode == nil || k.Native == nil || k.Missing == "") {
			t.Errorf("answers to %s cannot be read, exported or missed", k.Type)
		}
	}
}

// A question of no type that there is takes no answer and is refused; so is an instrument that nobody published.
func TestUnknownKinds(t *testing.T) {
	for about, c := range map[string]struct {
		question Question
		want     string
	}{
		"an unknown type":       {Question{ID: "q", Type: "slider", Text: base.Words{"en": "?"}}, "type: error.oneof"},
		"no type":               {Question{ID: "q", Text: base.Words{"en": "?"}}, "type: error.oneof"},
		"an unknown instrument": {Question{ID: "q", Instrument: "horoscope"}, "instrument: error.oneof"},
		"the kind of instruments, which is no type": {Question{ID: "q", Type: "instrument", Text: base.Words{"en": "?"}}, "type: error.oneof"},
	} {
		var checked Checker
		c.question.Kind().Check(c.question, &checked)
		equal(t, about, named(checked.Fields), []string{c.want})
		if c.question.Known() == nil {
			t.Errorf("%s is known", about)
		}
		answers, wrong := c.question.Decode(said("q=1", "q.1=1"))
		equal(t, about+": fields, answers, wrong", fmt.Sprint(c.question.Fields(), answers, wrong), "[] map[] []")
	}
	if _, ok := New("slider"); ok {
		t.Error("a new question of an unknown type can be begun")
	}
}

// People's own words are never counted one by one.
func TestOwnWordsAreNotCounted(t *testing.T) {
	for id, want := range map[string]int{"one": 1, "many": 2, "text": 0} {
		equal(t, id, len(read(t, types)[id].Tallied([]string{"a", "b"}[:max(want, 1)])), want)
	}
}

func TestNative(t *testing.T) {
	questions := read(t, types)
	for id, want := range map[string]string{"one": `"3"`, "many": `["3"]`, "scale": `3`, "whole": `3`, "text": `"3"`, "sus": `3`} {
		got, err := json.Marshal(questions[id].Kind().Native([]string{"3"}))
		if err != nil || string(got) != want {
			t.Errorf("%s is exported as %s (%v), want %s", id, got, err, want)
		}
	}
}
