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

// ChoicesOf returns the choices of several participants in the order asked.
func (s *Store) ChoicesOf(ctx context.Context, refs ...string) ([]contact.Choices, error) {
	docs, err := get[choicesDoc](ctx, s, choices, refs...)
	if err != nil {
		return nil, err
	}
	all := make([]contact.Choices, len(docs))
	for i, d := range docs {
		if all[i].Ref = refs[i]; d != nil {
			all[i] = contact.Choices{Ref: d.ID, Mail: d.Mail, Message: d.Text, Letter: d.Letter, Changed: d.Changed, Version: d.Version}
		}
	}
	return all, nil
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
