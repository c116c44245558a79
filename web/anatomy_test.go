package web

import (
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"soundings/web/texts"
)

// The parts of a page work without a script: one filled button, all other acts and the menu behind a summary, and a table
// whose cells bear the names of their columns, as cards need them.
func TestThePartsOfAPage(t *testing.T) {
	pages, _, catalogue := newPages(t)
	for _, lang := range texts.Languages() {
		for _, e := range allExamples(catalogue.In(lang)) {
			if e.Name != "the parts of a page" {
				continue
			}
			w := httptest.NewRecorder()
			if err := pages.Render(w, 200, e.View); err != nil {
				t.Fatal(err)
			}
			root, err := html.Parse(strings.NewReader(w.Body.String()))
			if err != nil {
				t.Fatal(err)
			}
			count := map[string]int{}
			for n := range root.Descendants() {
				switch class := attribute(n, "class"); {
				case n.Data == "details":
					count[class]++
				case n.Data == "td" && attribute(n, "data-label") == "":
					t.Errorf("%s: a cell has no label", lang)
				case n.Data == "td":
					count["td"]++
				case n.Data == "button" && class == "" && attribute(n.Parent.Parent, "class") == "acts":
					count["filled"]++
				case n.Data == "a" && attribute(n, "href") == "/cohorts" && attribute(n, "aria-current") == "page":
					count["menu"]++
				}
			}
			for what, want := range map[string]int{"more": 1, "narrow": 1, "td": 9, "filled": 1, "menu": 2} {
				if count[what] != want {
					t.Errorf("%s: %d of %s, not %d", lang, count[what], what, want)
				}
			}
		}
	}
}
