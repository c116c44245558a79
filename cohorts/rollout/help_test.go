package rollout

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"soundings/cohorts/base"
)

var noon = time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)

// bad returns the fields of a refusal as "name: text id", sorted.
func bad(err error) string {
	var refused *base.Error
	if !errors.As(err, &refused) {
		return ""
	}
	var all []string
	for _, f := range refused.Fields {
		all = append(all, f.Name+": "+f.Text.ID)
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

func equal[T any](t *testing.T, about string, got, want T) {
	t.Helper()
	if fmt.Sprintf("%#v", got) != fmt.Sprintf("%#v", want) {
		t.Errorf("%s: got %#v, want %#v", about, got, want)
	}
}

func near(t *testing.T, about string, got, want, by float64) {
	t.Helper()
	if !(got >= want-by && got <= want+by) {
		t.Errorf("%s: got %v, want %v ± %v", about, got, want, by)
	}
}

// at returns steps with these shares.
func at(percents ...Percent) []Step {
	steps := make([]Step, len(percents))
	for i, p := range percents {
		steps[i].Percent = p
	}
	return steps
}

// ids returns the ids of texts.
func ids(texts []base.Text) string {
	var all []string
	for _, t := range texts {
		all = append(all, t.ID)
	}
	return strings.Join(all, ", ")
}
