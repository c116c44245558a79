package web

import (
	"net/http/httptest"
	"strings"
	"testing"

	"soundings/web/page"
	"soundings/web/texts"
)

// newPages returns the templates and the printers of a test.
func newPages(t *testing.T) (*page.Templates, *page.Static, *texts.Catalogue) {
	t.Helper()
	pages, files, err := page.Load(folders()...)
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := texts.Load()
	if err != nil {
		t.Fatal(err)
	}
	return pages, files, catalogue
}

// Every page is whole in every language: no text is missing, nothing is left unfilled, and a reader can find the main part.
func TestPagesAreWhole(t *testing.T) {
	pages, _, catalogue := newPages(t)
	seen := map[string]bool{}
	for _, lang := range texts.Languages() {
		p := catalogue.In(lang)
		for _, e := range allExamples(p) {
			t.Run(lang+"/"+e.Name, func(t *testing.T) {
				seen[e.View.Template()] = true
				w := httptest.NewRecorder()
				if err := pages.Render(w, 200, e.View); err != nil {
					t.Fatal(err)
				}
				body := w.Body.String()
				for _, bad := range []string{"⟦", "<no value>", "ZgotmplZ", "style=", "<script>", " onclick=", "%!"} {
					if i := strings.Index(body, bad); i >= 0 {
						t.Errorf("the page holds %q: …%s…", bad, body[max(0, i-80):min(len(body), i+80)])
					}
				}
				if scripts := strings.Count(body, "<script"); scripts != strings.Count(body, `<script type="module" src="/static/`) {
					t.Error("a script stands in the page itself")
				}
				for _, part := range []string{`<html lang="` + lang + `"`, "<title>", "<h1", `<main id="main"`, "</html>"} {
					if strings.Count(body, part) != 1 {
						t.Errorf("the page holds %q %d times, not once", part, strings.Count(body, part))
					}
				}
			})
		}
	}
	for _, name := range pages.Names() {
		if !seen[name] {
			t.Errorf("no example shows %s", name)
		}
	}
}

// allExamples returns the examples of all rooms.
func allExamples(p texts.Printer) []page.Example {
	var all []page.Example
	for _, room := range shown() {
		all = append(all, room.Pages(p)...)
	}
	return all
}
