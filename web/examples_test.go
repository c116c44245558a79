package web

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"soundings/web/auth"
	"soundings/web/page"
	"soundings/web/texts"
)

// with has the server of a clinic made anew with another configuration.
func (k *house) with(t *testing.T, change func(*Config)) {
	t.Helper()
	c := k.Config
	c.Registry = prometheus.NewRegistry()
	change(&c)
	var err error
	if k.Server, err = New(c); err != nil {
		t.Fatal(err)
	}
}

// Every example can be looked at in each language, from one list.
func TestExamples(t *testing.T) {
	k := newClinic(t)
	k.with(t, func(c *Config) { c.Demo = true })
	b := k.visitor(t)
	list := b.get("/examples").is(200).says("Every page, by example", "web/ask", "poll draft", "ask/poll.gohtml")
	var links []string
	for n := range list.nodes() {
		if link := attribute(n, "href"); strings.HasPrefix(link, "/examples/") {
			links = append(links, link)
		}
	}
	all := 0
	for _, room := range shown() {
		n := len(room.Pages(k.site.Texts.In("en")))
		all += n
		for _, lang := range texts.Languages() {
			for i := range n {
				path := fmt.Sprintf("/examples/%s/%d?lang=%s", room.Name, i, lang)
				if !slices.Contains(links, path) {
					t.Errorf("the list does not lead to %s", path)
				}
				if body := b.get(path).is(200).body; !strings.Contains(body, `<html lang="`+lang+`"`) {
					t.Errorf("%s is not in its language", path)
				}
			}
		}
	}
	if want := all * len(texts.Languages()); len(links) != want {
		t.Errorf("the list has %d links, not %d", len(links), want)
	}
	for _, path := range []string{"/examples/ask/1000", "/examples/ask/-1", "/examples/ask/x", "/examples/nothing/0"} {
		b.get(path).is(404)
	}
	if home := k.as(t, auth.Manager).get("/").is(200).body; strings.Contains(home, "/examples") {
		t.Error("the menu leads to the examples")
	}
}

// A clinic of its own has no examples, whoever asks.
func TestNoExamplesWithoutDemo(t *testing.T) {
	k := newClinic(t)
	for _, b := range []*browser{k.visitor(t), k.as(t, auth.Manager)} {
		for _, path := range []string{"/examples", "/examples/ask/0", "/examples/ask/0?lang=es"} {
			b.get(path).is(404)
		}
	}
}

// sources returns a copy of what pages are made of.
func sources(t *testing.T) string {
	t.Helper()
	to := t.TempDir()
	for _, folder := range append(folders(), page.Frame()) {
		if err := os.CopyFS(filepath.Join(to, folder.Room), folder.Files); err != nil {
			t.Fatal(err)
		}
	}
	return to
}

// edit replaces a text in a file.
func edit(t *testing.T, file, old, now string) {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(content), old) {
		t.Fatalf("%s does not hold %q", file, old)
	}
	if err := os.WriteFile(file, []byte(strings.ReplaceAll(string(content), old, now)), 0o644); err != nil {
		t.Fatal(err)
	}
}

// stylesheet returns the address of a page's stylesheet.
func (a reply) stylesheet() string {
	_, rest, _ := strings.Cut(a.body, `<link rel="stylesheet" href="`)
	address, _, _ := strings.Cut(rest, `"`)
	return address
}

// Whoever changes a template, a part or a stylesheet of a checkout sees it at the next look, without a restart.
func TestPagesOfACheckout(t *testing.T) {
	folder := sources(t)
	k := newClinic(t)
	k.with(t, func(c *Config) {
		var err error
		if c.Built, err = Develop(os.DirFS(folder)); err != nil {
			t.Fatal(err)
		}
	})
	b := k.visitor(t)
	before := b.get("/").is(200).hides("Changed")
	b.get(before.stylesheet()).is(200)

	edit(t, filepath.Join(folder, "answer", "home.gohtml"), "<h1>", "<h1>Changed page ")
	edit(t, filepath.Join(folder, "page", "layout_patient.gohtml"), "<main ", "<p>Changed layout</p><main ")
	edit(t, filepath.Join(folder, "page", "static", "patient.css"), "h1", ".changed, h1")
	after := b.get("/").is(200).says("Changed page", "Changed layout")
	if before.stylesheet() == after.stylesheet() {
		t.Error("the stylesheet has the address that browsers have kept")
	}
	if css := b.get(after.stylesheet()).is(200).body; !strings.Contains(css, ".changed") {
		t.Errorf("the stylesheet is %s", css)
	}
	b.get(before.stylesheet()).is(404)

	edit(t, filepath.Join(folder, "answer", "home.gohtml"), "<h1>", "{{.Nothing}}<h1>")
	b.get("/").is(http.StatusInternalServerError)
	edit(t, filepath.Join(folder, "answer", "home.gohtml"), "{{.Nothing}}", "")
	b.get("/").is(200)

	if err := os.RemoveAll(filepath.Join(folder, "ask")); err != nil {
		t.Fatal(err)
	}
	if _, err := Develop(os.DirFS(folder)); err == nil || !strings.Contains(err.Error(), "no folder ask") {
		t.Errorf("a checkout without a room: %v", err)
	}
}
