package cohorts

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"soundings/cohorts/base"
)

// Clinic holds the clinic's settings that the pages show.
type Clinic struct {
	Name      string   `json:"name" validate:"required,max=100"`
	Phone     string   `json:"phone" validate:"required,max=40,phone"` // participants see it as the number to call
	Languages []string `json:"languages" validate:"required,min=1,unique,dive,oneof=en es"`
	TimeZone  string   `json:"-"` // IANA name; fixed at set-up
	Demo      bool     `json:"-"` // a made-up clinic
	Wording   int      `json:"-"` // version of the consent wording in use; 0: the built-in one
	Version   int64    `json:"-"`

	// Bounds are the fewest people of a group on whom a shown figure may rest, where the clinic has raised them; nil: as they are.
	// What is lower than a group's own raises nothing.
	Bounds map[Group]int `json:"bounds,omitempty" validate:"omitempty,dive,keys,oneof=patient staff provider hit leadership practice,endkeys,min=1,max=200"`

	Quiet           Quiet `json:"quiet"`
	MessagesPerWeek int   `json:"messages_per_week,omitempty" validate:"min=0,max=20"` // that one person gets at most; 0: as it is

	News      NewsReaders `json:"news,omitempty" validate:"omitempty,oneof=public link"` // who may read the news; empty: as it is
	NewsSince time.Time   `json:"-"`                                                     // since when there are any; zero: there are none
}

// NewsReaders are those who may read what was heard and what was done.
type NewsReaders string

// The readers of the news. Without a choice they are everybody.
const (
	NewsPublic NewsReaders = "public"
	NewsByLink NewsReaders = "link" // whoever has a personal link
)

// Messages returns how many messages a week one person gets at most.
func (c Clinic) Messages() int { return cmp.Or(c.MessagesPerWeek, 2) }

// Ready refuses to ask anybody anything for a clinic whose name and telephone number they would not see.
func (c Clinic) Ready() error {
	if c.Name == "" || c.Phone == "" {
		return base.Refuse(base.Conflict, "settings.unfinished")
	}
	return nil
}

// Publishable refuses to open what people are asked for a clinic that is not set up, or where texts are missing in each of its
// languages: nobody could be asked. missingIn returns a bad field for each text that is not there in one of some languages.
func (c Clinic) Publishable(missingIn func(languages []string) []base.Field) error {
	if err := c.Ready(); err != nil {
		return err
	}
	whole := func(language string) bool { return len(missingIn([]string{language})) == 0 }
	if !slices.ContainsFunc(c.Languages, whole) {
		return base.InvalidFields(missingIn(c.Languages)...)
	}
	return nil
}

// Speaks returns the language in which the clinic asks somebody who reads this one: the same where it has pages in it, and
// otherwise its first.
func (c Clinic) Speaks(language string) string {
	if slices.Contains(c.Languages, language) || len(c.Languages) == 0 {
		return cmp.Or(language, "en")
	}
	return c.Languages[0]
}

// Zone returns the time zone of the clinic's clocks; before set-up UTC.
func (c Clinic) Zone() *time.Location {
	zone, err := time.LoadLocation(c.TimeZone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// DayOf returns the day of the clinic on which a time was, as in "2027-03-01".
func (c Clinic) DayOf(t time.Time) string { return t.In(c.Zone()).Format(time.DateOnly) }

// ConsentText is the clinic's own wording of the consent page in one language. An empty part means the built-in text. What
// a page has to say whatever a clinic writes, as whom to call in an emergency, is no part of it.
type ConsentText struct {
	Asked   string `json:"asked" validate:"max=2000"`   // what we ask of you
	Counted string `json:"counted" validate:"max=2000"` // what is counted of how you use the portal
	Risks   string `json:"risks" validate:"max=2000"`   // what may go wrong, and what good may come of it
	Other   string `json:"other" validate:"max=2000"`   // what else you can do
	Use     string `json:"use" validate:"max=2000"`     // who sees your answers, and what for
	Care    string `json:"care" validate:"max=2000"`    // care is the same either way
	Stop    string `json:"stop" validate:"max=2000"`    // how you may leave
	Kept    string `json:"kept" validate:"max=2000"`    // what can be removed then, and what cannot
	Whom    string `json:"whom" validate:"max=2000"`    // who can be called with questions
}

// ConsentPart is one part of a ConsentText.
type ConsentPart struct {
	Name string // in JSON
	Of   func(*ConsentText) *string
}

// ConsentParts returns the parts in the order of the page.
func ConsentParts() []ConsentPart {
	return []ConsentPart{
		{"asked", func(t *ConsentText) *string { return &t.Asked }},
		{"counted", func(t *ConsentText) *string { return &t.Counted }},
		{"risks", func(t *ConsentText) *string { return &t.Risks }},
		{"other", func(t *ConsentText) *string { return &t.Other }},
		{"use", func(t *ConsentText) *string { return &t.Use }},
		{"care", func(t *ConsentText) *string { return &t.Care }},
		{"stop", func(t *ConsentText) *string { return &t.Stop }},
		{"kept", func(t *ConsentText) *string { return &t.Kept }},
		{"whom", func(t *ConsentText) *string { return &t.Whom }},
	}
}

// ConsentWording is one version of the words that people agree to. A version never changes, because every consent names
// the version that was on the page.
type ConsentWording struct {
	Number int                    // from 1; 0 is the built-in text
	Texts  map[string]ConsentText // by language
	Since  time.Time
}

// MissingIn returns a bad field for each part that the clinic has in its own words, but not in one of these languages: who
// reads that one would agree to something else.
func (w ConsentWording) MissingIn(languages []string) []base.Field {
	var missing []base.Field
	for _, part := range ConsentParts() {
		own := base.Words{}
		for language, text := range w.Texts {
			own[language] = *part.Of(&text)
		}
		for _, f := range own.MissingIn("consent", languages) {
			f.Name += "." + part.Name
			missing = append(missing, f)
		}
	}
	return missing
}

// Clinic returns the clinic's settings; the zero Clinic before set-up.
func (s *Service) Clinic(ctx context.Context) (Clinic, error) {
	c, err := s.Store.Clinic(ctx)
	if err != nil {
		return c, fmt.Errorf("reading the clinic's settings: %w", err)
	}
	return c, nil
}

// ConsentWording returns the words that consent pages show now.
func (s *Service) ConsentWording(ctx context.Context) (ConsentWording, error) {
	c, err := s.Clinic(ctx)
	if err != nil || c.Wording == 0 {
		return ConsentWording{}, err
	}
	w, err := s.Store.ConsentWording(ctx, c.Wording)
	if err != nil {
		return w, fmt.Errorf("reading the consent wording: %w", err)
	}
	return w, nil
}

// SaveClinic saves the clinic's settings. When texts differ from the wording in use, it saves them as a new version of
// the wording. The time zone and the demo mark are fixed at set-up and stay as they are.
func (s *Service) SaveClinic(ctx context.Context, c Clinic, texts map[string]ConsentText) error {
	c.Name = base.OneLine(c.Name)
	if err := base.Check(c); err != nil {
		return err
	}
	for _, t := range texts {
		if err := base.Check(t); err != nil {
			return err
		}
	}
	kept, err := s.Clinic(ctx)
	if err != nil {
		return err
	}
	c.Wording, c.Version, c.NewsSince = kept.Wording, kept.Version, kept.NewsSince
	c.News = cmp.Or(c.News, kept.News)
	if kept.Version > 0 {
		c.TimeZone, c.Demo = kept.TimeZone, kept.Demo // fixed at set-up
	}
	if c.Bounds == nil {
		c.Bounds = kept.Bounds
	}
	now, err := s.ConsentWording(ctx)
	if err != nil {
		return err
	}
	var wording *ConsentWording
	if !sameTexts(now.Texts, texts) {
		c.Wording++
		wording = &ConsentWording{Number: c.Wording, Texts: texts, Since: s.Now()}
	}
	if err := s.Store.SaveClinic(ctx, c, wording); err != nil {
		return fmt.Errorf("keeping the clinic's settings: %w", err)
	}
	return nil
}

func sameTexts(a, b map[string]ConsentText) bool {
	for _, language := range []string{"en", "es"} {
		if a[language] != b[language] {
			return false
		}
	}
	return true
}
