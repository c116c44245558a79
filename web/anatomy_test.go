package web

import (
	"fmt"
	"net/http/httptest"
	"slices"
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
					count["here"]++
				}
			}
			for what, want := range map[string]int{"more": 1, "menu": 1, "td": 9, "filled": 1, "here": 1} {
				if count[what] != want {
					t.Errorf("%s: %d of %s, not %d", lang, count[what], what, want)
				}
			}
		}
	}
}

// On a phone each row of a list is a card of label and value: every cell of a page of the team says which column it is of.
// Tables that stand behind a picture, for what is drawn, stay tables.
func TestTablesAreCardsOnPhones(t *testing.T) {
	pages, _, catalogue := newPages(t)
	tables := 0
	for _, lang := range texts.Languages() {
		for _, e := range allExamples(catalogue.In(lang)) {
			w := httptest.NewRecorder()
			if err := pages.Render(w, 200, e.View); err != nil {
				t.Fatal(err)
			}
			root, err := html.Parse(strings.NewReader(w.Body.String()))
			if err != nil {
				t.Fatal(err)
			}
			for n := range root.Descendants() {
				if n.Data == "table" && !inChart(n) {
					tables++
					for _, problem := range notCards(n) {
						t.Errorf("%s, %s: %s", e.Name, lang, problem)
					}
				}
			}
		}
	}
	if tables < 50 {
		t.Errorf("only %d tables were looked at", tables)
	}
}

func inChart(n *html.Node) bool {
	for n := range n.Ancestors() {
		if strings.Contains(attribute(n, "class"), "chart") {
			return true
		}
	}
	return false
}

// notCards returns what keeps a table from being shown as cards.
func notCards(table *html.Node) (problems []string) {
	if !slices.Contains(strings.Fields(attribute(table, "class")), "cards") {
		problems = append(problems, "a table is none of cards")
	}
	var heads []string
	for row := range table.Descendants() {
		if row.Data != "tr" {
			continue
		}
		column := 0
		for cell := range row.ChildNodes() {
			switch {
			case cell.Data == "th" && attribute(cell, "scope") == "col":
				heads = append(heads, inner(cell))
			case cell.Data == "td" && (column >= len(heads) || attribute(cell, "data-label") != heads[column]):
				problems = append(problems, fmt.Sprintf("a cell of column %d of %q is labelled %q", column, heads, attribute(cell, "data-label")))
			}
			if cell.Type == html.ElementNode {
				column++
			}
		}
	}
	return problems
}
