// Package texts holds every sentence that people read, in each language, and says them.
package texts

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"soundings/cohorts/base"
)

//go:embed en/*.json es/*.json
var files embed.FS

// regions says whose habits of writing numbers and plurals a language follows: the clinics are in the United States.
var regions = map[string]string{"en": "en-US", "es": "es-US"}

// Languages lists the languages there are texts in.
func Languages() []string { return []string{"en", "es"} }

// Catalogue is every text in every language. It never changes after Load, and any number of requests may use it at once.
type Catalogue struct {
	voices map[string]*voice
}

// voice is one language: what it can say, and how it writes numbers.
type voice struct {
	lang      string
	plain     map[string]string // texts that mention nothing, ready to be said
	localizer *i18n.Localizer   // says the others
	numbers   *message.Printer
	months    [12]string
}

// Load reads the texts that are built in.
func Load() (*Catalogue, error) {
	c := &Catalogue{voices: map[string]*voice{}}
	for _, lang := range Languages() {
		messages, err := read(files, lang)
		if err != nil {
			return nil, err
		}
		v, err := newVoice(lang, messages)
		if err != nil {
			return nil, fmt.Errorf("taking in the texts in %q: %w", lang, err)
		}
		c.voices[lang] = v
	}
	return c, nil
}

// read returns the messages of one language, from all its files.
func read(from fs.FS, lang string) ([]*i18n.Message, error) {
	names, err := fs.Glob(from, lang+"/*.json")
	if err != nil {
		return nil, fmt.Errorf("listing the texts in %q: %w", lang, err)
	}
	var all []*i18n.Message
	for _, name := range names {
		content, err := fs.ReadFile(from, name)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", path.Base(name), err)
		}
		messages, err := i18n.ParseMessageBytes(content, json.Unmarshal)
		if err != nil {
			return nil, fmt.Errorf("understanding %s: %w", name, err)
		}
		all = append(all, messages...)
	}
	return all, nil
}

func newVoice(lang string, messages []*i18n.Message) (*voice, error) {
	tag, err := language.Parse(regions[lang])
	if err != nil {
		return nil, err
	}
	v := &voice{lang: lang, plain: make(map[string]string, len(messages)), numbers: message.NewPrinter(tag)}
	for _, m := range messages {
		if isPlain(m) {
			v.plain[m.ID] = m.Other
		}
		if m.One != "" && m.Many == "" {
			m.Many = m.Other // Spanish has a form for round millions; ours are the same
		}
	}
	bundle := i18n.NewBundle(tag)
	if err := bundle.AddMessages(tag, messages...); err != nil {
		return nil, err
	}
	v.localizer = i18n.NewLocalizer(bundle, tag.String())
	for i := range v.months {
		v.months[i] = v.plain["month."+strconv.Itoa(i+1)]
	}
	return v, nil
}

// In returns the printer of a language; of English where there are no texts in it.
func (c *Catalogue) In(lang string) Printer {
	v, ok := c.voices[lang]
	if !ok {
		v = c.voices["en"]
	}
	return Printer{v}
}

// Printer says texts in one language. It is small: pass it by value.
type Printer struct {
	v *voice
}

// Lang returns the language's code, as in <html lang>.
func (p Printer) Lang() string {
	if p.v == nil {
		return "en"
	}
	return p.v.lang
}

// T says the text with this id. Pairs name what it mentions: T("survey.page", "Number", 2, "Pages", 3); a "Count"
// chooses the plural. A text that is missing is said as its id in ⟦brackets⟧.
func (p Printer) T(id string, pairs ...any) string {
	if p.v == nil {
		return missing(id)
	}
	if s, ok := p.v.plain[id]; ok {
		return s
	}
	return p.Say(base.T(id, pairs...))
}

// Say says a text that the domain chose. What it mentions may be a Text itself, and is said first; numbers are written
// as the language does.
func (p Printer) Say(t base.Text) string {
	if p.v == nil {
		return missing(t.ID)
	}
	if s, ok := p.v.plain[t.ID]; ok {
		return s
	}
	args := make(map[string]any, len(t.Args))
	for name, value := range t.Args {
		args[name] = p.argument(value)
	}
	said, err := p.v.localizer.Localize(&i18n.LocalizeConfig{MessageID: t.ID, TemplateData: args, PluralCount: t.Args["Count"]})
	if err != nil || said == "" {
		return missing(t.ID)
	}
	return said
}

func (p Printer) argument(value any) any {
	switch value := value.(type) {
	case base.Text:
		return p.Say(value)
	case base.Words:
		return value.In(p.Lang())
	case base.Day:
		return p.Date(time.Time(value))
	case int:
		return p.Int(value)
	case float64:
		return p.Number(value, 1)
	}
	return value
}

func missing(id string) string { return "⟦" + id + "⟧" }

// isPlain reports whether a message mentions nothing, so that it is always the same.
func isPlain(m *i18n.Message) bool {
	return m.One == "" && !strings.Contains(m.Other, "{{")
}
