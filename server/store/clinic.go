package store

import (
	"context"
	"fmt"
	"time"

	"soundings/cohorts"
)

type clinicDoc struct {
	Head      `bson:",inline"`
	Name      string   `bson:"name"`
	Phone     string   `bson:"phone"`
	Languages []string `bson:"languages"`
	TimeZone  string   `bson:"time_zone"`
	Demo      bool     `bson:"demo,omitempty"`
	Wording   int      `bson:"wording"`

	Bounds map[string]int `bson:"bounds,omitempty"` // by group

	Quiet           quietDoc `bson:"quiet,omitempty"`
	MessagesPerWeek int      `bson:"messages_per_week,omitempty"`

	News      string     `bson:"news,omitempty"` // who may read them
	NewsSince *time.Time `bson:"news_since,omitempty"`
}

// quietDoc is when nobody is written to or called.
type quietDoc struct {
	From string   `bson:"from,omitempty"`
	To   string   `bson:"to,omitempty"`
	Days []string `bson:"days,omitempty"`
}

// IsZero reports whether no time is quiet: it is left out.
func (d quietDoc) IsZero() bool { return d.From == "" && d.To == "" && len(d.Days) == 0 }

// Clinic returns the clinic's settings; the zero Clinic where none are kept. They are not read again for a moment.
func (s *Store) Clinic(ctx context.Context) (cohorts.Clinic, error) {
	c, mark, ok := s.clinics.get("", s.now())
	if ok {
		return c, nil
	}
	c, err := s.readClinic(ctx)
	if err == nil {
		s.clinics.put("", c, mark, s.now())
	}
	return c, err
}

func (s *Store) readClinic(ctx context.Context) (cohorts.Clinic, error) {
	docs, err := get[clinicDoc](ctx, s, settings, "clinic")
	if err != nil || docs[0] == nil {
		return cohorts.Clinic{}, err
	}
	d := docs[0]
	return cohorts.Clinic{
		Name: d.Name, Phone: d.Phone, Languages: d.Languages, TimeZone: d.TimeZone, Demo: d.Demo, Wording: d.Wording, Version: d.Version,
		Bounds: boundsOf(d.Bounds), Quiet: cohorts.Quiet(d.Quiet), MessagesPerWeek: d.MessagesPerWeek,
		News: cohorts.NewsReaders(d.News), NewsSince: given(d.NewsSince),
	}, nil
}

func boundsDoc(bounds map[cohorts.Group]int) map[string]int {
	if bounds == nil {
		return nil
	}
	doc := map[string]int{}
	for g, least := range bounds {
		doc[string(g)] = least
	}
	return doc
}

func boundsOf(doc map[string]int) map[cohorts.Group]int {
	if doc == nil {
		return nil
	}
	bounds := map[cohorts.Group]int{}
	for g, least := range doc {
		bounds[cohorts.Group(g)] = least
	}
	return bounds
}

type wordingDoc struct {
	Head   `bson:",inline"`
	Number int                       `bson:"number"`
	Since  time.Time                 `bson:"since"`
	Texts  map[string]consentTextDoc `bson:"texts"`
}

type consentTextDoc struct {
	Asked   string `bson:"asked"`
	Counted string `bson:"counted,omitempty"`
	Risks   string `bson:"risks,omitempty"`
	Other   string `bson:"other,omitempty"`
	Use     string `bson:"use"`
	Care    string `bson:"care"`
	Stop    string `bson:"stop"`
	Kept    string `bson:"kept"`
	Whom    string `bson:"whom"`
}

// SaveClinic keeps the clinic's settings, with the consent wording that they name where that is new.
func (s *Store) SaveClinic(ctx context.Context, c cohorts.Clinic, wording *cohorts.ConsentWording) error {
	s.clinics.forget("")
	defer s.clinics.forget("")
	a := s.begin("settings.save", "clinic").save(settings, &clinicDoc{
		Head: Head{ID: "clinic", Version: c.Version}, Name: c.Name, Phone: c.Phone, Languages: c.Languages,
		TimeZone: c.TimeZone, Demo: c.Demo, Wording: c.Wording, Bounds: boundsDoc(c.Bounds), Quiet: quietDoc(c.Quiet), MessagesPerWeek: c.MessagesPerWeek,
		News: string(c.News), NewsSince: optional(c.NewsSince),
	})
	if wording != nil {
		d := &wordingDoc{Head: Head{ID: wordingID(wording.Number)}, Number: wording.Number, Since: wording.Since, Texts: map[string]consentTextDoc{}}
		for language, t := range wording.Texts {
			d.Texts[language] = consentTextDoc(t)
		}
		a.save(wordings, d)
	}
	return a.commit(ctx)
}

// ConsentWording returns one version of the words that people agree to.
func (s *Store) ConsentWording(ctx context.Context, number int) (cohorts.ConsentWording, error) {
	d, err := one[wordingDoc](ctx, s, wordings, wordingID(number), "error.not_found")
	if err != nil {
		return cohorts.ConsentWording{}, err
	}
	w := cohorts.ConsentWording{Number: d.Number, Since: d.Since, Texts: map[string]cohorts.ConsentText{}}
	for language, t := range d.Texts {
		w.Texts[language] = cohorts.ConsentText(t)
	}
	return w, nil
}

func wordingID(number int) string { return fmt.Sprintf("%06d", number) }
