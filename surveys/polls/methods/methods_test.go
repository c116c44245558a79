package methods

import (
	"strings"
	"testing"
)

func TestKanoTable(t *testing.T) {
	want := []string{ // rows: with the feature; columns: without it
		"questionable attractive attractive attractive one-dimensional",
		"reverse indifferent indifferent indifferent must-be",
		"reverse indifferent indifferent indifferent must-be",
		"reverse indifferent indifferent indifferent must-be",
		"reverse reverse reverse reverse questionable",
	}
	for i, with := range Feelings() {
		for j, without := range Feelings() {
			got := Pair{with, without}.Category().String()
			if want := strings.Fields(want[i])[j]; got != want {
				t.Errorf("%s with, %s without: %s, want %s", with, without, got, want)
			}
		}
	}
}

// Every row of the table is whole: it is found by its name, has its texts, reads a ballot, and writes it as it was read.
func TestTheTableIsWhole(t *testing.T) {
	for _, m := range All() {
		found, ok := ByName(m.Name)
		if !ok || found.Name != m.Name {
			t.Errorf("%s is not found by its name", m.Name)
		}
		for _, text := range []string{m.Title, m.When, m.Guide, m.Counted, m.By} {
			if text == "" {
				t.Errorf("a text of %s is missing", m.Name)
			}
		}
		if (m.Category == nil) != (m.Categories == nil) {
			t.Errorf("%s: categories and what puts ballots in them go together", m.Name)
		}
		a := Ask{Features: []string{"a", "b"}, Dots: 10, Top: 2, Sets: [][]string{{"a", "b"}}}
		if low, high := m.Scale(a); low >= high {
			t.Errorf("%s: marks go from %d to %d", m.Name, low, high)
		}
		if _, wrong := m.Read(a, Values{}); len(wrong) != 1 || wrong[0].Text.ID != "ballot.empty" {
			t.Errorf("an empty ballot of %s: %v", m.Name, wrong)
		}
	}
	if _, ok := ByName("vote"); ok {
		t.Error("a method that there is not is found")
	}
}
