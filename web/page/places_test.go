package page

import (
	"net/url"
	"strings"
	"testing"
)

// Parts of a list stand in the order of the places that are typed; one without stays where it is, and an empty one is none.
func TestInPlaces(t *testing.T) {
	for _, test := range []struct{ about, places, want string }{
		{"as they stand", "1 2 3", "a b c"}, {"turned around", "3 2 1", "c b a"}, {"between", "1 2 1.5", "a c b"}, {"with a comma", "1 2 0,5", "c a b"},
		{"the same", "1 1 1", "a b c"}, {"nothing typed", "- - -", "a b c"}, {"no number", "x 1 y", "a b c"}, {"to the end", "9 2 3", "b c a"},
	} {
		form := url.Values{}
		for i, place := range strings.Fields(test.places) {
			name := "steps." + string(rune('0'+i+i/2)) // the third is the fourth: there is an empty one before it
			form.Set(name+".place", strings.Trim(place, "-"))
			form.Set(name+".text", string(rune('a'+i)))
		}
		got := InPlaces(form, "steps", 9, func(name string) (string, bool) { return form.Get(name + ".text"), form.Has(name + ".text") })
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s: got %v, want %s", test.about, got, test.want)
		}
	}
}
