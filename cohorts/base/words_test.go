package base

import (
	"cmp"
	"encoding/json"
	"fmt"
	"testing"
)

func TestWordsInJSON(t *testing.T) {
	for text, want := range map[string]Words{
		`"Hello"`:                         {"en": "Hello"},
		`{"en": "Hello", "es": " Hola "}`: {"en": "Hello", "es": "Hola"},
		`{"es": "Hola"}`:                  {"es": "Hola"},
		`{"en": "", "es": "Hola"}`:        {"es": "Hola"},
		`{}`:                              {},
		`null`:                            {},
	} {
		var w Words
		if err := json.Unmarshal([]byte(text), &w); err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if len(w) != 0 || len(want) != 0 {
			equal(t, text, w, want)
		}
	}
	for _, text := range []string{`{"fr": "Bonjour"}`, `3`, `["Hello"]`, `{"en": 3}`} {
		if json.Unmarshal([]byte(text), new(Words)) == nil {
			t.Errorf("%s is accepted", text)
		}
	}
}

func TestWordsInALanguage(t *testing.T) {
	for _, c := range []struct {
		words    Words
		language string
		want     string
	}{
		{Words{"en": "Yes", "es": "Sí"}, "es", "Sí"},
		{Words{"en": "Yes", "es": "Sí"}, "en", "Yes"},
		{Words{"en": "Yes", "es": "Sí"}, "", "Yes"},
		{Words{"en": "Yes"}, "es", "Yes"},
		{Words{"es": "Sí"}, "en", "Sí"},
		{nil, "en", ""},
	} {
		equal(t, c.language, c.words.In(c.language), c.want)
	}
}

// Names stand in one line, whatever was pasted.
func TestOneLine(t *testing.T) {
	for text, want := range map[string]string{
		"": "", " \n\t ": "", "Secure messaging": "Secure messaging", " Secure \r\n messaging\n": "Secure messaging", "a\u2028b\u0085c\x00d": "a b c d",
		"Mensajes\u00a0seguros": "Mensajes seguros", "Peña-O’Brien": "Peña-O’Brien",
	} {
		equal(t, text, OneLine(text), want)
		equal(t, text, Words{"en": text, "es": "Sí"}.OneLine().In("en"), cmp.Or(want, "Sí"))
	}
}

func equal[T any](t *testing.T, about string, got, want T) {
	t.Helper()
	if fmt.Sprintf("%#v", got) != fmt.Sprintf("%#v", want) {
		t.Errorf("%s: got %#v, want %#v", about, got, want)
	}
}
