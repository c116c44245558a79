package store

import (
	"context"
	"time"

	"soundings/cohorts/contact"
)

// choicesDoc is by which channels somebody wants to be asked.
type choicesDoc struct {
	Head    `bson:",inline"` // the id is the ref
	Mail    bool             `bson:"mail"`
	Text    bool             `bson:"text"`
	Letter  bool             `bson:"letter"`
	Changed time.Time        `bson:"changed"`
}

// Choices returns by which channels a participant wants to be asked; Version 0: they have not said.
func (s *Store) Choices(ctx context.Context, ref string) (contact.Choices, error) {
	docs, err := get[choicesDoc](ctx, s, choices, ref)
	if err != nil || docs[0] == nil {
		return contact.Choices{Ref: ref}, err
	}
	d := docs[0]
	return contact.Choices{Ref: d.ID, Mail: d.Mail, Message: d.Text, Letter: d.Letter, Changed: d.Changed, Version: d.Version}, nil
}

// SaveChoices keeps by which channels a participant wants to be asked.
func (s *Store) SaveChoices(ctx context.Context, c contact.Choices) error {
	d := &choicesDoc{Head{ID: c.Ref, Version: c.Version}, c.Mail, c.Message, c.Letter, c.Changed}
	return s.begin("", "").save(choices, d).commit(ctx)
}

// ForgetChoices deletes what a participant chose.
func (s *Store) ForgetChoices(ctx context.Context, ref string) error {
	return s.drop(ctx, choices, ref)
}
