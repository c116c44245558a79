package base

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
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
