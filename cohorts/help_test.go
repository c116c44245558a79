package cohorts

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"soundings/cohorts/base"
	"soundings/cohorts/upload"
)

// bad returns the fields of an Invalid error as "name: text id", sorted; none for nil.
func bad(t *testing.T, err error) []string {
	t.Helper()
	var refused *base.Error
	if err == nil {
		return nil
	}
	if !errors.As(err, &refused) || refused.Code != base.Invalid {
		t.Fatalf("refused by %v, want Invalid", err)
	}
	var all []string
	for _, f := range refused.Fields {
		all = append(all, f.Name+": "+f.Text.ID)
	}
	slices.Sort(all)
	return all
}

// says returns row errors as "line column: text id and what it mentions".
func says(errs []upload.RowError) []string {
	var all []string
	for _, e := range errs {
		text := fmt.Sprintf("%d %s: %s", e.Line, e.Column, e.Text.ID)
		for _, name := range []string{"Line", "Cells", "Columns"} {
			if v, ok := e.Text.Args[name]; ok {
				text += fmt.Sprintf(" %s=%v", name, v)
			}
		}
		all = append(all, text)
	}
	return all
}

func equal[T any](t *testing.T, about string, got, want T) {
	t.Helper()
	if fmt.Sprintf("%#v", got) != fmt.Sprintf("%#v", want) {
		t.Errorf("%s: got %#v, want %#v", about, got, want)
	}
}
