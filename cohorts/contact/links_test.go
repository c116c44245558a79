package contact

import (
	"regexp"
	"strings"
	"testing"
)

func links(t testing.TB, secret string) Links {
	t.Helper()
	l, err := NewLinks([]byte(secret))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// The same secret always derives the same links: they stand in letters, and are kept nowhere.
func TestLinksAreDerived(t *testing.T) {
	l, again, other := links(t, "a secret"), links(t, "a secret"), links(t, "another")
	id := l.ID(ForSurvey, "portal", "P-001")
	if id != again.ID(ForSurvey, "portal", "P-001") || l.Token(id) != again.Token(id) || l.Hash(l.Token(id)) != again.Hash(l.Token(id)) {
		t.Error("the same secret derives other links")
	}
	token := l.Token(id)
	if !regexp.MustCompile(`^[0-9A-HJKMNP-TV-Z]{16}$`).MatchString(token) {
		t.Errorf("a token is %q", token)
	}
	different := map[string]bool{}
	for _, x := range []string{
		id, token, other.ID(ForSurvey, "portal", "P-001"), other.Token(id), l.Hash(token), other.Hash(token),
		l.ID(ForConsent, "portal", "P-001"), l.ID(ForSurvey, "porta", "lP-001"), l.ID(ForSurvey, "portal", "P-002"),
		l.Token(l.ID(ForSurvey, "portal", "P-002")), l.Hash(strings.ToLower(token)),
	} {
		if different[x] {
			t.Errorf("%q is derived twice", x)
		}
		different[x] = true
	}
}

func TestReadToken(t *testing.T) {
	const token = "0123456789ABCDEF"
	for about, typed := range map[string]string{
		"as printed":               "0123-4567-89AB-CDEF",
		"without dashes":           "0123456789ABCDEF",
		"in small letters":         "0123-4567-89ab-cdef",
		"with blanks":              " 0123 4567 89AB\tCDEF\r\n",
		"O for 0, I and L for 1":   "OI23-4567-89AB-CDEF",
		"o for 0, i and l for 1":   "ol23-4567-89ab-cdef",
		"dashes that a phone made": "0123–4567—89AB‑CDEF",
		"dashes anywhere":          "-01-2345-6789-ABCDEF--",

		"a full stop behind":       "0123-4567-89AB-CDEF.",
		"a comma behind":           "0123-4567-89AB-CDEF,",
		"in parentheses":           "(0123-4567-89AB-CDEF)",
		"in angle brackets":        "<0123-4567-89AB-CDEF>",
		"in quotation marks":       "“0123-4567-89AB-CDEF”",
		"in Spanish ones":          "«0123-4567-89AB-CDEF»",
		"an apostrophe behind":     "0123-4567-89AB-CDEF’",
		"a slash behind":           "0123-4567-89AB-CDEF/",
		"a sentence's end":         "0123-4567-89AB-CDEF).;",
		"soft hyphens":             "0123\u00ad-4567-\u00ad89AB-CDEF",
		"zero-width blanks":        "\u200b0123-4567\u2060-89AB-CDEF\ufeff",
		"a blank of another kind":  "0123-4567-89AB-CDEF\u00a0",
		"a part of a bold word":    "*0123-4567-89AB-CDEF*",
		"percent signs":            "0123%2D4567%2D89AB%2DCDEF",
		"a bracket by percent":     "0123-4567-89AB-CDEF%3E",
		"an end by percent":        "0123-4567-89AB-CDEF%E2%80%9D%20",
		"a whole link":             "https://beta.example.org/s/0123-4567-89AB-CDEF",
		"a whole link in brackets": "<https://beta.example.org/s/0123-4567-89AB-CDEF>.",
		"a link with a question":   "https://beta.example.org/s/0123-4567-89AB-CDEF?lang=es",
		"a link that ends twice":   "https://beta.example.org/s/0123-4567-89AB-CDEF/#main",
		"a link over two lines":    "https://beta.example.org/p/0123-4567-\r\n 89AB-CDEF",
		"a link without its begin": "beta.example.org/u/0123-4567-89ab-cdef",
		"a link under a path":      "https://example.org/soundings/s/0123456789abcdef",
	} {
		if got, ok := ReadToken(typed); !ok || got != token {
			t.Errorf("%s: %q is read as %q, %v", about, typed, got, ok)
		}
	}
	for about, typed := range map[string]string{
		"nothing": "", "one short": "0123-4567-89AB-CDE", "one too many": "0123-4567-89AB-CDEF-0", "a U": "0123-4567-89AB-CDEU",
		"another sign": "0123-4567-89AB-CDE!", "padding": "0123-4567-89AB-CD==", "another alphabet": "０１２３456789ABCDEF", "a path": "../../etc/passwd", "a link without a code": "https://beta.example.org/s/", "a word behind": "0123-4567-89AB-CDEF thanks", "two codes": "0123-4567-89AB-CDEF 0123-4567-89AB-CDEF",
		"a code in a question": "https://beta.example.org/?c=0123-4567-89AB-CDEF", "a bad escape": "0123-4567-89AB-CDEF%",
	} {
		if got, ok := ReadToken(typed); ok {
			t.Errorf("%s: %q is read as %q", about, typed, got)
		}
	}
}

func TestPrintToken(t *testing.T) {
	for token, want := range map[string]string{"0123456789ABCDEF": "0123-4567-89AB-CDEF", "ABCDE": "ABCD-E", "": ""} {
		if got := PrintToken(token); got != want {
			t.Errorf("%q is printed as %q, want %q", token, got, want)
		}
	}
}

// Whatever is typed: what is read is a token, and reading it again, or as it is printed, changes nothing.
func FuzzReadToken(f *testing.F) {
	for _, typed := range []string{"0123-4567-89AB-CDEF", "ol23 4567 89ab cdef", "0123\n4567\n89AB\nCDEF", "ı123-4567-89ab-cdeſ", "\xff", ""} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		token, ok := ReadToken(typed)
		if !ok {
			return
		}
		if len(token) != 16 || strings.ContainsAny(token, "ILOU- \r\n") {
			t.Errorf("%q is read as %q", typed, token)
		}
		for _, again := range []string{token, PrintToken(token), strings.ToLower(token)} {
			if got, ok := ReadToken(again); !ok || got != token {
				t.Errorf("%q is read as %q, and that as %q", typed, token, got)
			}
		}
	})
}
