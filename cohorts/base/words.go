package base

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Words is a text for participants by language: {"en": …, "es": …}. In JSON a plain string is the English text.
type Words map[string]string

// In returns the text in a language; when it has none, the English or the Spanish one.
func (w Words) In(language string) string {
	for _, l := range []string{language, "en", "es"} {
		if w[l] != "" {
			return w[l]
		}
	}
	return ""
}

// Tidy returns the texts without surrounding blanks, and without empty ones.
func (w Words) Tidy() Words {
	tidy := Words{}
	for language, text := range w {
		if text = strings.TrimSpace(text); text != "" {
			tidy[language] = text
		}
	}
	return tidy
}

// OneLine is Tidy for names and titles: they stand in one line, and in subjects, lists and files.
func (w Words) OneLine() Words {
	tidy := Words{}
	for language, text := range w {
		if text = OneLine(text); text != "" {
			tidy[language] = text
		}
	}
	return tidy
}

// OneLine returns a text without line breaks and other signs that cannot be seen: one blank stands for each row of them.
func OneLine(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
}

// MissingIn returns a bad field for each of these languages in which the text is not there, called as in "name.es". A text
// that is there in no language is not missed.
func (w Words) MissingIn(name string, languages []string) []Field {
	var missing []Field
	for _, l := range languages {
		if w[l] == "" && w.In(l) != "" {
			missing = append(missing, Field{Name: name + "." + l, Text: T("words.missing", "Text", shortened(w.In(l)), "Language", T("language."+l))})
		}
	}
	return missing
}

// shortened returns the beginning of a long text.
func shortened(text string) string {
	const enough = 60
	if runes := []rune(text); len(runes) > enough {
		return strings.TrimSpace(string(runes[:enough])) + "…"
	}
	return text
}

// TooLong returns a bad field for each language in which the text has more characters than limit.
func (w Words) TooLong(name string, limit int) []Field {
	var bad []Field
	for _, l := range slices.Sorted(maps.Keys(w)) {
		bad = append(bad, TooLong(name+"."+l, w[l], limit)...)
	}
	return bad
}

// TooLong returns a bad field where a text has more characters than limit, and none otherwise.
func TooLong(name, text string, limit int) []Field {
	if utf8.RuneCountInString(text) <= limit {
		return nil
	}
	return []Field{{Name: name, Text: T("error.max_length", "Limit", limit)}}
}

// UnmarshalJSON reads {"en": …, "es": …} or a plain string.
func (w *Words) UnmarshalJSON(data []byte) error {
	if data = bytes.TrimSpace(data); len(data) > 0 && data[0] == '"' {
		var text string
		if err := json.Unmarshal(data, &text); err != nil {
			return err
		}
		*w = Words{"en": text}
		return nil
	}
	var texts struct {
		En string `json:"en"`
		Es string `json:"es"`
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&texts); err != nil {
		return fmt.Errorf("a text is a string or {\"en\": …, \"es\": …}: %w", err)
	}
	*w = Words{"en": texts.En, "es": texts.Es}.Tidy()
	return nil
}
