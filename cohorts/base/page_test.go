package base

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Each goes through all pages, stops when its reader does, and yields the error of a page last.
func TestEach(t *testing.T) {
	broken := errors.New("no such page")
	for _, c := range []struct {
		about string
		pages []string // the items of each page; "!" is one that cannot be read
		upTo  int      // how many the reader takes; 0: all
		want  string
		asked int
	}{
		{"nothing", []string{""}, 0, "", 1},
		{"one page", []string{"ab"}, 0, "a b", 1},
		{"three pages, one of them empty", []string{"ab", "", "c"}, 0, "a b c", 3},
		{"a reader who has enough", []string{"ab", "cd"}, 1, "a", 1},
		{"a reader who has enough on the second page", []string{"ab", "cd"}, 3, "a b c", 2},
		{"a page that cannot be read", []string{"ab", "!", "c"}, 0, "a b no such page", 2},
	} {
		asked := 0
		list := func(after string) (Page[string], error) {
			if want := []string{"", "1", "2"}[asked]; after != want {
				t.Errorf("%s: page %d is asked for after %q", c.about, asked, after)
			}
			items := c.pages[asked]
			asked++
			if items == "!" {
				return Page[string]{}, broken
			}
			p := Page[string]{Items: slices.DeleteFunc(strings.Split(items, ""), func(s string) bool { return s == "" })}
			if asked < len(c.pages) {
				p.Next = fmt.Sprint(asked)
			}
			return p, nil
		}
		var got []string
		for item, err := range Each(list) {
			if err != nil {
				item = err.Error()
			}
			if got = append(got, item); len(got) == c.upTo {
				break
			}
		}
		equal(t, c.about, strings.Join(got, " "), c.want)
		equal(t, c.about+": pages read", asked, c.asked)
	}
}
