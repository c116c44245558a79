package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

type participantDoc struct {
	Head       `bson:",inline"`
	Fold       string            `bson:"fold"` // the ref in small letters, to be found by in any
	Group      string            `bson:"group"`
	Language   string            `bson:"language"`
	Attributes map[string]string `bson:"attributes"`
	Tags       []string          `bson:"tags"` // the attributes as name=value, to be found by
	Proxy      string            `bson:"proxy,omitempty"`
	Minor      bool              `bson:"minor,omitempty"`
	Name       []byte            `bson:"name,omitempty"` // sealed, as are mail and phone
	Mail       []byte            `bson:"mail,omitempty"`
	Phone      []byte            `bson:"phone,omitempty"`
	Street     []byte            `bson:"street,omitempty"` // sealed too, as is the rest of the address
	City       []byte            `bson:"city,omitempty"`
	Region     []byte            `bson:"region,omitempty"`
	Postcode   []byte            `bson:"postcode,omitempty"`
	BestTime   string            `bson:"best_time,omitempty"`
	MailHash   string            `bson:"mail_hash,omitempty"`
	PhoneHash  string            `bson:"phone_hash,omitempty"`
	WordHashes []string          `bson:"word_hashes,omitempty"`
}

func (s *Store) participantDoc(p cohorts.Participant) (*participantDoc, error) {
	d := &participantDoc{
		Head: Head{ID: p.Ref, Version: p.Version}, Fold: foldOf(p.Ref), Group: string(p.Group), Language: p.Language, Attributes: p.Attributes,
		Tags: tagsOf(p.Attributes), Proxy: p.Proxy, Minor: p.Minor, BestTime: string(p.BestTime), MailHash: s.sealer.mailHash(p.Email), PhoneHash: s.sealer.phoneHash(p.Phone), WordHashes: s.sealer.wordHashes(p.Name),
	}
	for _, f := range d.sealed(&p) {
		if *f.text == "" {
			continue
		}
		sealed, err := seal(s.sealer, participants, p.Ref, f.name, *f.text)
		if err != nil {
			return nil, err
		}
		*f.sealed = sealed
	}
	return d, nil
}

// foldOf returns a ref as it is found in any letters.
func foldOf(ref string) string { return strings.ToLower(ref) }

// sealedText is a field of a participant that is kept sealed.
type sealedText struct {
	name   string
	text   *string
	sealed *[]byte
}

// sealed returns the fields of p that d holds sealed.
func (d *participantDoc) sealed(p *cohorts.Participant) []sealedText {
	return []sealedText{
		{"name", &p.Name, &d.Name}, {"mail", &p.Email, &d.Mail}, {"phone", &p.Phone, &d.Phone},
		{"street", &p.Address.Street, &d.Street}, {"city", &p.Address.City, &d.City},
		{"region", &p.Address.Region, &d.Region}, {"postcode", &p.Address.Postcode, &d.Postcode},
	}
}

func tagsOf(attributes map[string]string) []string {
	tags := make([]string, 0, len(attributes))
	for name, value := range attributes {
		tags = append(tags, name+"="+value)
	}
	slices.Sort(tags)
	return tags
}

// bare returns the participant without the sealed fields.
func (d *participantDoc) bare() cohorts.Participant {
	return cohorts.Participant{
		Ref: d.ID, Group: cohorts.Group(d.Group), Language: d.Language, Attributes: d.Attributes, Proxy: d.Proxy,
		Minor: d.Minor, BestTime: cohorts.Hours(d.BestTime), Version: d.Version,
	}
}

func (s *Store) participant(d *participantDoc) (cohorts.Participant, error) {
	p := d.bare()
	for _, f := range d.sealed(&p) {
		if err := unseal(s.sealer, participants, d.ID, f.name, *f.sealed, f.text); err != nil {
			return p, err
		}
	}
	return p, nil
}

// Participants returns the participants with these refs in the order asked; Version 0: not kept.
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

// SaveParticipants keeps participants, all or none.
func (s *Store) SaveParticipants(ctx context.Context, ps []cohorts.Participant) error {
	a := s.begin("participants.save", subjectOf(len(ps), func() string { return ps[0].Ref }))
	if err := s.addParticipants(ctx, a, ps); err != nil {
		return err
	}
	return a.commit(ctx)
}

func (s *Store) addParticipants(ctx context.Context, a *act, ps []cohorts.Participant) error {
	docs, errs := make([]*participantDoc, len(ps)), make([]error, len(ps))
	base.Spread(len(ps), func(i int) { docs[i], errs[i] = s.participantDoc(ps[i]) })
	if err := errors.Join(errs...); err != nil {
		return err
	}
	for _, d := range docs {
		a.save(participants, d)
	}
	return s.addAttributes(ctx, ps)
}

// subjectOf returns the subject of an act on n things: the id of the one thing, or how many there are.
func subjectOf(n int, one func() string) string {
	if n == 1 {
		return one()
	}
	return fmt.Sprintf("%d items", n)
}
