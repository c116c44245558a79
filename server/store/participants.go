package store

import (
	"context"
	"fmt"

	"soundings/cohorts"
	"soundings/server/store/engine"
)

type participantDoc struct {
	Head       `bson:",inline"`
	Group      string            `bson:"group"`
	Language   string            `bson:"language"`
	Attributes map[string]string `bson:"attributes"`
	Name       []byte            `bson:"name,omitempty"` // sealed, as are mail and phone
	Mail       []byte            `bson:"mail,omitempty"`
	Phone      []byte            `bson:"phone,omitempty"`
	MailHash   string            `bson:"mail_hash,omitempty"`
	PhoneHash  string            `bson:"phone_hash,omitempty"`
	WordHashes []string          `bson:"word_hashes,omitempty"`
}

func (s *Store) participantDoc(p cohorts.Participant) (*participantDoc, error) {
	d := &participantDoc{
		Head: Head{ID: p.Ref, Version: p.Version}, Group: string(p.Group), Language: p.Language, Attributes: p.Attributes,
		MailHash: s.seal.mailHash(p.Email), PhoneHash: s.seal.phoneHash(p.Phone), WordHashes: s.seal.wordHashes(p.Name),
	}
	for field, f := range map[string]struct {
		text string
		to   *[]byte
	}{"name": {p.Name, &d.Name}, "mail": {p.Email, &d.Mail}, "phone": {p.Phone, &d.Phone}} {
		if f.text == "" {
			continue
		}
		sealed, err := s.seal.close(participants, p.Ref, field, f.text)
		if err != nil {
			return nil, err
		}
		*f.to = sealed
	}
	return d, nil
}

func (s *Store) participant(d *participantDoc) (cohorts.Participant, error) {
	p := cohorts.Participant{
		Ref: d.ID, Group: cohorts.Group(d.Group), Language: d.Language, Attributes: d.Attributes, Version: d.Version,
	}
	for field, f := range map[string]struct {
		sealed []byte
		to     *string
	}{"name": {d.Name, &p.Name}, "mail": {d.Mail, &p.Email}, "phone": {d.Phone, &p.Phone}} {
		if err := s.seal.open(participants, d.ID, field, f.sealed, f.to); err != nil {
			return p, err
		}
	}
	return p, nil
}

// Participants answers the participants with these refs in the order asked; Version 0: not kept.
func (s *Store) Participants(ctx context.Context, refs ...string) ([]cohorts.Participant, error) {
	if len(refs) == 0 {
		return nil, nil
	}
	docs, err := get[participantDoc](ctx, s, participants, refs...)
	if err != nil {
		return nil, err
	}
	all := make([]cohorts.Participant, len(docs))
	for i, d := range docs {
		if d == nil {
			continue
		}
		if all[i], err = s.participant(d); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// FindParticipants answers a page of participants.
func (s *Store) FindParticipants(ctx context.Context, q cohorts.ParticipantQuery) (cohorts.Page[cohorts.Participant], error) {
	query := engine.Query{Collection: participants, After: q.After, Limit: q.Limit}
	if query.Limit == 0 {
		query.Limit = 50
	}
	switch {
	case q.Ref != "":
		query.From, query.To = q.Ref, q.Ref+"\x00"
	case q.Email != "":
		query.Index, query.Equal = "mail", []any{s.seal.mailHash(q.Email)}
	case q.Phone != "":
		query.Index, query.Equal = "phone", []any{s.seal.phoneHash(q.Phone)}
	case q.Word != "":
		query.Index, query.Equal = "word", []any{s.seal.wordHash(q.Word)}
	case q.Group != "":
		query.Index, query.Equal = "group", []any{string(q.Group)}
	}
	docs, next, err := find[participantDoc](ctx, s, query)
	page := cohorts.Page[cohorts.Participant]{Next: next}
	if err != nil {
		return page, err
	}
	for _, d := range docs {
		p, err := s.participant(d)
		if err != nil {
			return page, err
		}
		page.Items = append(page.Items, p)
	}
	return page, nil
}

// SaveParticipants keeps participants, all or none.
func (s *Store) SaveParticipants(ctx context.Context, ps []cohorts.Participant) error {
	a := s.begin("participants.save", subjectOf(len(ps), func() string { return ps[0].Ref }))
	if err := s.addParticipants(a, ps); err != nil {
		return err
	}
	return a.commit(ctx)
}

func (s *Store) addParticipants(a *act, ps []cohorts.Participant) error {
	for _, p := range ps {
		d, err := s.participantDoc(p)
		if err != nil {
			return err
		}
		a.save(participants, d)
	}
	return nil
}

// subjectOf names what an act on n things is done to: the one thing, or how many.
func subjectOf(n int, one func() string) string {
	if n == 1 {
		return one()
	}
	return fmt.Sprintf("%d items", n)
}
