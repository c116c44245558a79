package store

import (
	"context"
	"errors"
	"time"

	"soundings/cohorts/base"
	"soundings/server/store/engine"
	"soundings/surveys/board"
)

// announcementDoc tells what became of a bump, or that something comes later than planned; its words are sealed.
type announcementDoc struct {
	Head    `bson:",inline"`
	Bump    string               `bson:"bump,omitempty"`
	Again   int                  `bson:"again"`
	Plan    string               `bson:"plan,omitempty"`
	Until   *time.Time           `bson:"expected,omitempty"` // when that is expected
	Where   string               `bson:"where"`
	Refused bool                 `bson:"refused,omitempty"`
	Told    map[string]time.Time `bson:"told,omitempty"` // by audience
	Steps   []protocolStepDoc    `bson:"steps,omitempty"`
	News    bool                 `bson:"news,omitempty"`
	In      *time.Time           `bson:"in,omitempty"` // since when it is in the news
	Asking  bool                 `bson:"asking,omitempty"`
	Began   *time.Time           `bson:"began,omitempty"`
	Changed *time.Time           `bson:"changed,omitempty"` // when what it tells was
	Quotes  []string             `bson:"quotes,omitempty"`  // ids of reports of which a sentence is shown
	Words   []byte               `bson:"words,omitempty"`   // sealed: by audience, and what we heard, in English and Spanish
}

// heardWords is what we heard, among the words of the audiences.
const heardWords = "heard"

func newAnnouncementDoc(with sealer, a board.Announcement) (d *announcementDoc, err error) {
	d = &announcementDoc{
		Head: Head{ID: a.ID, Version: a.Version}, Bump: a.Bump, Again: a.Again, Plan: a.Plan, Until: optional(a.Expected), Where: a.Where, Refused: a.Refused, News: !a.In.IsZero(), In: optional(a.In),
		Asking: a.Asking, Began: optional(a.Began), Changed: optional(a.Changed), Steps: newStepDocs(a.Steps), Quotes: a.Quotes,
	}
	words := map[string][]string{}
	for audience, told := range a.Words {
		words[string(audience)] = []string{told["en"], told["es"]}
	}
	if len(a.Heard) > 0 {
		words[heardWords] = []string{a.Heard["en"], a.Heard["es"]}
	}
	for audience, at := range a.Told {
		if d.Told == nil {
			d.Told = map[string]time.Time{}
		}
		d.Told[string(audience)] = at
	}
	if len(words) > 0 {
		d.Words, err = seal(with, announcements, a.ID, "words", words)
	}
	return d, err
}

func (d *announcementDoc) announcement(with sealer) (board.Announcement, error) {
	a := board.Announcement{
		ID: d.ID, Bump: d.Bump, Again: d.Again, Plan: d.Plan, Expected: given(d.Until), Where: d.Where, Refused: d.Refused, In: given(d.In), Asking: d.Asking, Began: given(d.Began), Changed: given(d.Changed), Steps: stepsOf(d.Steps), Quotes: d.Quotes, Version: d.Version,
	}
	kept := map[string][]string{}
	err := unseal(with, announcements, d.ID, "words", d.Words, &kept)
	for audience, texts := range kept {
		words := base.Words{}
		for n, language := range []string{"en", "es"} {
			if n < len(texts) && texts[n] != "" {
				words[language] = texts[n]
			}
		}
		if audience == heardWords {
			a.Heard = words
			continue
		}
		if a.Words == nil {
			a.Words = map[board.Audience]base.Words{}
		}
		a.Words[board.Audience(audience)] = words
	}
	if len(d.Told) > 0 {
		a.Told = map[board.Audience]time.Time{}
	}
	for audience, at := range d.Told {
		a.Told[board.Audience(audience)] = at
	}
	return a, err
}

// markNews notes with the clinic's settings, which every page reads, that there are news, once there are.
func (s *Store) markNews(ctx context.Context, with *act, a board.Announcement) error {
	if a.In.IsZero() {
		return nil
	}
	docs, err := get[clinicDoc](ctx, s, settings, "clinic")
	if err != nil || docs[0] == nil || docs[0].NewsSince != nil {
		return err
	}
	docs[0].NewsSince = optional(a.In)
	with.save(settings, docs[0])
	s.clinics.forget("")
	return nil
}

// Announcement returns the announcement with this id, or NotFound.
func (s *Store) Announcement(ctx context.Context, id string) (board.Announcement, error) {
	d, err := one[announcementDoc](ctx, s, announcements, id, "announcement.unknown")
	if err != nil {
		return board.Announcement{}, err
	}
	return d.announcement(s.sealer)
}

// Announcements returns what was announced of a card, or of a plan, the first first.
func (s *Store) Announcements(ctx context.Context, of board.Source) ([]board.Announcement, error) {
	q := engine.Query{Collection: announcements, Index: "bump", Equal: []any{of.Bump}}
	if of.Bump == "" {
		q.Index, q.Equal = "plan", []any{of.Plan}
	}
	page, err := s.announcements(ctx, q)
	return page.Items, err
}

// AskingAnnouncements returns those of which some people have still no invitation.
func (s *Store) AskingAnnouncements(ctx context.Context, limit int) ([]board.Announcement, error) {
	page, err := s.announcements(ctx, engine.Query{Collection: announcements, Index: "asking", Equal: []any{true}, Limit: limit})
	return page.Items, err
}

// News returns a page of those in the news, the newest first.
func (s *Store) News(ctx context.Context, after string, limit int) (base.Page[board.Announcement], error) {
	return s.announcements(ctx, engine.Query{Collection: announcements, Index: "news", Equal: []any{true}, Descending: true, After: after, Limit: limit})
}

func (s *Store) announcements(ctx context.Context, q engine.Query) (base.Page[board.Announcement], error) {
	docs, next, err := find[announcementDoc](ctx, s, q)
	page := base.Page[board.Announcement]{Next: next}
	for _, d := range docs {
		a, bad := d.announcement(s.sealer)
		page.Items, err = append(page.Items, a), errors.Join(err, bad)
	}
	return page, err
}
