package store

import (
	"context"
	"errors"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/server/store/engine"
)

// entryDoc is one line of the charter; its words are sealed.
type entryDoc struct {
	Head     `bson:",inline"`
	Kind     string    `bson:"kind"`
	Title    []byte    `bson:"title"`
	Text     []byte    `bson:"text,omitempty"`
	Owner    []byte    `bson:"owner,omitempty"`
	Date     time.Time `bson:"date"` // the zero time where there is none, so that the index has it
	Feature  string    `bson:"feature,omitempty"`
	Audience string    `bson:"audience,omitempty"` // of older entries, which had one
	Groups   []string  `bson:"groups,omitempty"`
	Figure   string    `bson:"figure,omitempty"`
	Survey   string    `bson:"survey,omitempty"`
	Cohort   string    `bson:"cohort,omitempty"`
	Target   float64   `bson:"target,omitempty"`
	Work     string    `bson:"work,omitempty"`
	Session  string    `bson:"session,omitempty"`
	Bump     string    `bson:"bump,omitempty"`
	Link     string    `bson:"link,omitempty"`
	Touches  []string  `bson:"touches,omitempty"`
	Mends    []string  `bson:"mends,omitempty"`
	Done     time.Time `bson:"done,omitempty"`

	Seats    []string    `bson:"seats,omitempty"`
	Grounds  []groundDoc `bson:"grounds,omitempty"`
	Taken    *takenDoc   `bson:"taken,omitempty"`
	Deciders []byte      `bson:"deciders,omitempty"` // who had the seats that took it, by name: sealed
	Expected time.Time   `bson:"expected,omitempty"`

	Announcement string `bson:"announcement,omitempty"` // by which the server told it

	Unsealed map[string]string `bson:"unsealed,omitempty"` // the words of an older entry
}

func (s *Store) entryDoc(e plan.Entry) (*entryDoc, error) {
	d := &entryDoc{
		Taken: newTakenDoc(e.Taken),
		Head:  Head{ID: e.ID, Version: e.Version}, Kind: string(e.Kind), Date: e.Date,
		Feature: e.Feature, Figure: string(e.Figure), Survey: e.Survey, Cohort: e.Cohort, Target: e.Target, Work: e.Work, Session: e.Session, Bump: e.Bump, Link: e.Link, Touches: e.Touches, Mends: e.Mends, Done: e.Done, Expected: e.Expected,
		Announcement: e.Announcement,
	}
	for _, g := range e.Audience {
		d.Groups = append(d.Groups, string(g))
	}
	for _, seat := range e.Seats {
		d.Seats = append(d.Seats, string(seat))
	}
	for _, g := range e.Grounds {
		d.Grounds = append(d.Grounds, groundDoc(g))
	}
	if e.Taken != nil {
		var err error
		if d.Deciders, err = seal(s.sealer, charter, e.ID, "deciders", namesOf(*e.Taken)); err != nil {
			return nil, err
		}
	}
	for _, of := range []struct {
		name  string
		words string
		to    *[]byte
	}{{"title", e.Title, &d.Title}, {"text", e.Text, &d.Text}, {"owner", e.Owner, &d.Owner}} {
		if of.words == "" {
			continue
		}
		var err error
		if *of.to, err = seal(s.sealer, charter, e.ID, of.name, of.words); err != nil {
			return nil, err
		}
	}
	return d, nil
}

func (s *Store) entry(d *entryDoc) (plan.Entry, error) {
	e := plan.Entry{
		ID: d.ID, Kind: plan.Kind(d.Kind), Title: d.Unsealed["title"], Text: d.Unsealed["text"], Owner: d.Unsealed["owner"], Date: d.Date, Feature: d.Feature,
		Figure: plan.Figure(d.Figure), Survey: d.Survey, Cohort: d.Cohort, Target: d.Target, Work: d.Work, Session: d.Session, Bump: d.Bump, Link: d.Link, Touches: d.Touches, Mends: d.Mends, Done: d.Done, Expected: d.Expected, Announcement: d.Announcement, Version: d.Version,
	}
	if d.Audience != "" {
		e.Audience = []cohorts.Group{cohorts.Group(d.Audience)}
	}
	for _, g := range d.Groups {
		e.Audience = append(e.Audience, cohorts.Group(g))
	}
	for _, seat := range d.Seats {
		e.Seats = append(e.Seats, plan.Seat(seat))
	}
	for _, g := range d.Grounds {
		e.Grounds = append(e.Grounds, plan.Ground(g))
	}
	var err error
	if e.Taken, err = s.taken(d); err != nil {
		return e, err
	}
	return e, errors.Join(
		unseal(s.sealer, charter, d.ID, "title", d.Title, &e.Title),
		unseal(s.sealer, charter, d.ID, "text", d.Text, &e.Text),
		unseal(s.sealer, charter, d.ID, "owner", d.Owner, &e.Owner),
	)
}

// Entry returns the entry of the charter with this id, or NotFound.
func (s *Store) Entry(ctx context.Context, id string) (plan.Entry, error) {
	d, err := one[entryDoc](ctx, s, charter, id, "plan.entry_unknown")
	if err != nil {
		return plan.Entry{}, err
	}
	return s.entry(d)
}

// Entries returns the entries of one kind, the earliest date first.
func (s *Store) Entries(ctx context.Context, k plan.Kind) ([]plan.Entry, error) {
	return s.entries(ctx, engine.Query{Collection: charter, Index: "kind", Equal: []any{string(k)}})
}

// EntriesAbout returns the entries about one feature, the earliest date first.
func (s *Store) EntriesAbout(ctx context.Context, feature string) ([]plan.Entry, error) {
	return s.entries(ctx, engine.Query{Collection: charter, Index: "feature", Equal: []any{feature}})
}

func (s *Store) entries(ctx context.Context, q engine.Query) ([]plan.Entry, error) {
	docs, err := findAll[entryDoc](ctx, s, q)
	if err != nil {
		return nil, err
	}
	all := make([]plan.Entry, len(docs))
	for i, d := range docs {
		if all[i], err = s.entry(d); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// SaveEntry keeps an entry of the charter.
func (s *Store) SaveEntry(ctx context.Context, e plan.Entry) error {
	d, err := s.entryDoc(e)
	if err != nil {
		return err
	}
	return s.begin("charter.save", e.ID).save(charter, d).commit(ctx)
}

// sealCharter seals the words of entries that an older program wrote in the open. One that was changed meanwhile was sealed
// by that.
func (s *Store) sealCharter(ctx context.Context) error {
	for docs, err := range pages[entryDoc](ctx, s, engine.Query{Collection: charter}) {
		if err != nil {
			return err
		}
		for _, d := range docs {
			if d.Unsealed == nil {
				continue
			}
			e, err := s.entry(d)
			if err != nil {
				return err
			}
			if d, err = s.entryDoc(e); err != nil {
				return err
			}
			if err := s.begin("", "").rewrite(charter, d).commit(ctx); err != nil && !base.IsCode(err, base.Conflict) {
				return err
			}
		}
	}
	return nil
}

// DeleteEntry takes an entry out of the charter.
func (s *Store) DeleteEntry(ctx context.Context, e plan.Entry) error {
	return s.begin("charter.remove", e.ID).remove(charter, e.ID, e.Version).commit(ctx)
}
