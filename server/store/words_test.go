package store_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/server/services/servicestest"
	"soundings/surveys"
)

type raw = bson.Raw

// portalPages is a survey of three pages: the second is asked only of whom the portal helped, and a question of the first
// only of the others.
const portalPages = `[
	{"questions": [
		{"id": "helped", "type": "single", "text": "Did it help?", "required": true,
		 "options": [{"value": "yes", "text": "Yes"}, {"value": "no", "text": "No"}]},
		{"id": "why", "type": "text", "text": "What went wrong?", "show_if": {"all": [{"question": "helped", "op": "eq", "value": "no"}]}}]},
	{"questions": [
		{"id": "hours", "type": "number", "text": "For how many hours?", "min": 0, "max": 24, "step": 0.5, "required": true,
		 "show_if": {"all": [{"question": "helped", "op": "eq", "value": "yes"}]}}]},
	{"questions": [
		{"id": "used", "type": "multiple", "text": "What did you use?",
		 "options": [{"value": "mail", "text": "Mail"}, {"value": "labs", "text": "Labs"}]},
		{"id": "sus", "instrument": "sus"}]}]`

func readPages(text string) ([]surveys.Page, error) {
	var pages []surveys.Page
	return pages, json.Unmarshal([]byte(text), &pages)
}

// must returns what is there; a fault in the middle of a test is a panic with its trace.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// refused holds an error against the code it should have.
func refused(t *testing.T, about string, err error, code base.Code) {
	t.Helper()
	if !base.IsCode(err, code) {
		t.Errorf("%s: answered with %v, want %s", about, err, code)
	}
}

// bad returns the fields of a refusal.
func bad(err error) []string {
	var refused *base.Error
	if !errors.As(err, &refused) {
		return nil
	}
	return named(refused.Fields)
}

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

// written returns something in a form that can be compared.
func written(v any) string { return string(must(json.Marshal(v))) }

// said makes answers of "field=value" pairs; a field may be said several times.
func said(pairs ...string) surveys.Answers {
	a := surveys.Answers{}
	for _, pair := range pairs {
		field, value, _ := strings.Cut(pair, "=")
		a[field] = append(a[field], value)
	}
	return a
}

func byRef(all []contact.Invitation) map[string]contact.Invitation { return servicestest.ByRef(all) }

// refsOf returns who is invited, in order.
func refsOf(all []contact.Invitation) []string {
	var refs []string
	for _, i := range all {
		refs = append(refs, i.Ref)
	}
	slices.Sort(refs)
	return refs
}

// together does n things at once and returns what each came to.
func together[T any](n int, do func(n int) T) []T {
	all := make([]T, n)
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i := range all {
		wg.Go(func() {
			<-start
			all[i] = do(i)
		})
	}
	close(start)
	wg.Wait()
	return all
}

// count returns how often each value is there.
func count[T comparable](all []T) map[T]int {
	m := map[T]int{}
	for _, v := range all {
		m[v]++
	}
	return m
}
