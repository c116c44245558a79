package surveys

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"soundings/cohorts/base"
)

// read makes a survey of the JSON of its pages.
func read(t testing.TB, pages string) Survey {
	t.Helper()
	v := Survey{ID: "portal", Title: base.Words{"en": "Portal"}}
	if err := json.Unmarshal([]byte(pages), &v.Pages); err != nil {
		t.Fatalf("%v in %s", err, pages)
	}
	return v
}

// portal is a survey with every type of question and conditions on and between pages.
func portal(t testing.TB) Survey {
	t.Helper()
	v := read(t, `[
		{"questions": [
			{"id": "hello", "type": "note", "text": "Thank you for your time."},
			{"id": "helped", "type": "single", "text": "Did it help?", "required": true,
			 "options": [{"value": "yes", "text": "Yes"}, {"value": "no", "text": "No"}]},
			{"id": "why", "type": "text", "text": "What went wrong?", "max_length": 20,
			 "show_if": {"all": [{"question": "helped", "op": "eq", "value": "no"}]}}]},
		{"questions": [
			{"id": "used", "type": "multiple", "text": "What did you use?", "max_choices": 2,
			 "show_if": {"all": [{"question": "helped", "op": "eq", "value": "yes"}]},
			 "options": [{"value": "mail", "text": "Mail"}, {"value": "labs", "text": "Labs"}, {"value": "visits", "text": "Visits"}]},
			{"id": "hours", "type": "number", "text": "For how many hours?", "min": 0, "max": 24, "step": 0.5,
			 "show_if": {"any": [{"question": "used", "op": "answered"}]}}]},
		{"questions": [
			{"id": "again", "type": "scale", "text": "Would you use it again?", "min": 0, "max": 10},
			{"id": "sus", "instrument": "sus"}]}]`)
	if err := v.Check(); err != nil {
		t.Fatal(err)
	}
	return v
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

// sus returns the ten items with these.
func sus(items ...int) Answers {
	a := Answers{}
	for i, x := range items {
		a[fmt.Sprintf("sus.%d", i+1)] = []string{fmt.Sprint(x)}
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

// bad returns the fields of a refusal, sorted; nothing where there is none.
func bad(t *testing.T, err error) []string {
	t.Helper()
	var refused *base.Error
	if err == nil {
		return nil
	}
	if !errors.As(err, &refused) || refused.Code != base.Invalid {
		t.Fatalf("refused by %v, want Invalid", err)
	}
	return slices.Sorted(slices.Values(named(refused.Fields)))
}

func ids(questions []Question) string {
	var all []string
	for _, q := range questions {
		all = append(all, q.ID)
	}
	return strings.Join(all, " ")
}

func equal[T any](t *testing.T, about string, got, want T) {
	t.Helper()
	if fmt.Sprintf("%#v", got) != fmt.Sprintf("%#v", want) {
		t.Errorf("%s: got %#v, want %#v", about, got, want)
	}
}

// near holds a number to the digits that were published.
func near(t *testing.T, about string, got, want, by float64) {
	t.Helper()
	if math.IsNaN(got) || math.Abs(got-want) > by {
		t.Errorf("%s: got %v, want %v", about, got, want)
	}
}
