// Package expect says what a test expects, in the words of package base: Equal, Refused, Fields and Named.
package expect

import (
	"errors"
	"fmt"
	"testing"

	"soundings/cohorts/base"
)

// Equal fails the test unless got and want are written alike in Go; about says what they are.
func Equal[T any](t testing.TB, about string, got, want T) {
	t.Helper()
	if fmt.Sprintf("%#v", got) != fmt.Sprintf("%#v", want) {
		t.Errorf("%s: got %#v, want %#v", about, got, want)
	}
}

// Refused fails the test unless err is a base.Error with this code.
func Refused(t testing.TB, about string, err error, code base.Code) {
	t.Helper()
	if !base.IsCode(err, code) {
		t.Errorf("%s: got error %v, want %s", about, err, code)
	}
}

// Fields returns the bad fields of a refusal in their order, as "name: text id"; none for any other error.
func Fields(err error) []string {
	var refused *base.Error
	if !errors.As(err, &refused) {
		return nil
	}
	return Named(refused.Fields)
}

// Named returns fields in their order, as "name: text id".
func Named(fields []base.Field) []string {
	var all []string
	for _, f := range fields {
		all = append(all, f.Name+": "+f.Text.ID)
	}
	return all
}
