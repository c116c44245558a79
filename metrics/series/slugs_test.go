package series

import (
	"fmt"
	"maps"
	"slices"
	"testing"
)

// What stands in a label is a slug of the title, told apart by as much of the id as it takes where titles are alike.
func TestSlugs(t *testing.T) {
	for _, test := range []struct {
		about  string
		titles map[string]string
		want   string
	}{
		{"each of its own", map[string]string{"AAAA1": "Half of all", "BBBB1": "Nearly all"}, "half-of-all nearly-all"},
		{"of one title", map[string]string{"AAAA1": "Half", "BBBB1": "half!"}, "half-aaaa half-bbbb"},
		{"of one title and ids that begin alike", map[string]string{"AAAA1": "Half", "AAAA2": "Half", "AAAA3": "Half"}, "half-aaaa half-aaaa2 half-aaaa3"},
		{"a title that is another's with its id", map[string]string{"AAAA1": "Half", "AAAB1": "Half", "C": "Half aaaa"}, "half-aaaa half-aaaa1 half-aaab"},
		{"without a letter", map[string]string{"AAAA1": "¡!", "BBBB1": "…"}, "goal-aaaa goal-bbbb"},
		{"in other letters", map[string]string{"AAAA1": "Más de la mitad"}, "mas-de-la-mitad"},
	} {
		got := slices.Sorted(maps.Values(slugs(test.titles, "goal")))
		if fmt.Sprint(got) != "["+test.want+"]" {
			t.Errorf("%s: %v", test.about, got)
		}
	}
}
