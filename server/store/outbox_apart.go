package store

import (
	"context"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/server/store/engine"
)

// outboxOf returns the collection in which a message lies. Those about what is answered in secret lie apart: no list reads them.
func outboxOf(id string) string {
	if contact.IsSecretMessage(id) {
		return secretOutbox
	}
	return outbox
}

// DueSecrets returns the same of mails about what is answered in secret.
func (s *Store) DueSecrets(ctx context.Context, now time.Time, limit int) ([]contact.Message, error) {
	return s.due(ctx, secretOutbox, contact.ByMail, now, limit)
}

// ForgetMessages deletes the messages about one participant, and what is kept of those that they got. The counts stay.
func (s *Store) ForgetMessages(ctx context.Context, ref string) error {
	for _, from := range []string{outbox, secretOutbox} {
		if err := s.forgetMessages(ctx, from, ref); err != nil {
			return err
		}
	}
	return s.drop(ctx, contacts, ref)
}

func (s *Store) forgetMessages(ctx context.Context, from, ref string) error {
	for {
		docs, next, err := find[messageDoc](ctx, s, engine.Query{Collection: from, Index: "ref", Equal: []any{ref}, Limit: cohorts.MaxChunk})
		if err != nil {
			return err
		}
		a := s.begin("", "")
		for _, d := range docs {
			if a.remove(from, d.ID, d.Version); d.message().Open() { // it waits no longer
				a.moveMessage(d.message(), contact.MessageSkipped)
			}
		}
		switch err := a.commit(ctx); {
		case base.IsCode(err, base.Conflict): // one of them is just being sent
			continue
		case err != nil:
			return err
		case next == "":
			return nil
		}
	}
}
