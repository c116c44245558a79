package texts

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/nicksnyder/go-i18n/v2/i18n"
)

// catalogueOf returns a language's messages by id, and fails on an id that stands twice.
func catalogueOf(t *testing.T, lang string) map[string]*i18n.Message {
	t.Helper()
	all, err := read(files, lang)
	if err != nil {
		t.Fatal(err)
	}
	byID := map[string]*i18n.Message{}
	for _, m := range all {
		if byID[m.ID] != nil {
			t.Errorf("%s: %q stands twice", lang, m.ID)
		}
		byID[m.ID] = m
	}
	return byID
}

var placeholder = regexp.MustCompile(`\{\{\.([A-Za-z]+)\}\}`)

// mentions returns what a text mentions, in order of the alphabet.
func mentions(text string) []string {
	named := map[string]bool{}
	for _, match := range placeholder.FindAllStringSubmatch(text, -1) {
		named[match[1]] = true
	}
	return slices.Sorted(maps.Keys(named))
}

func TestBothLanguagesSayTheSame(t *testing.T) {
	en, es := catalogueOf(t, "en"), catalogueOf(t, "es")
	for id, m := range en {
		n := es[id]
		if n == nil {
			t.Errorf("%q has no Spanish text", id)
			continue
		}
		if (m.One == "") != (n.One == "") {
			t.Errorf("%q has a plural in one language only", id)
		}
		if !slices.Equal(mentions(m.Other), mentions(n.Other)) {
			t.Errorf("%q mentions %v in English and %v in Spanish", id, mentions(m.Other), mentions(n.Other))
		}
	}
	for id := range es {
		if en[id] == nil {
			t.Errorf("%q has no English text", id)
		}
	}
}

func TestTextsAreTidy(t *testing.T) {
	for _, lang := range Languages() {
		for id, m := range catalogueOf(t, lang) {
			for _, text := range []string{m.One, m.Other} {
				switch {
				case text != strings.TrimSpace(text), strings.Contains(text, "  "):
					t.Errorf("%s: %q has blanks too many", lang, id)
				case strings.ContainsAny(text, "'\"<>"):
					t.Errorf("%s: %q has a straight quotation mark or a tag: %s", lang, id, text)
				case strings.Count(text, "{{") != len(placeholder.FindAllString(text, -1)):
					t.Errorf("%s: %q mentions something in a way that is not understood: %s", lang, id, text)
				}
			}
			if m.Other == "" {
				t.Errorf("%s: %q is empty", lang, id)
			}
		}
	}
}

// Every text is used, and every text that is used is there.
func TestTextsAreComplete(t *testing.T) {
	en := catalogueOf(t, "en")
	used := findUses(t)
	for id, places := range used.ids {
		if en[id] == nil {
			t.Errorf("no text %q: %s", id, places[0])
		}
	}
	for id := range en {
		if used.ids[id] == nil && !used.byPrefix(id) {
			t.Errorf("nobody says %q", id)
		}
	}
	for _, use := range used.calls {
		if m := en[use.id]; m != nil {
			if missing := without(mentions(m.Other), use.names); len(missing) > 0 {
				t.Errorf("%s: %q mentions %v, and nobody says what that is", use.place, use.id, missing)
			}
		}
	}
}

func without(all, some []string) []string {
	return slices.DeleteFunc(all, func(name string) bool { return slices.Contains(some, name) })
}
