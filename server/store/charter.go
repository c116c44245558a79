package store

import (
	"context"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/plan"
	"soundings/server/store/engine"
)

// entryDoc is one line of the charter.
type entryDoc struct {
	Head     `bson:",inline"`
	Kind     string    `bson:"kind"`
	Title    string    `bson:"title"`
	Text     string    `bson:"text,omitempty"`
	Owner    string    `bson:"owner,omitempty"`
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
	Link     string    `bson:"link,omitempty"`
	Done     time.Time `bson:"done,omitempty"`
	Expected time.Time `bson:"expected,omitempty"`
}

func newEntryDoc(e plan.Entry) *entryDoc {
	d := &entryDoc{
		Head: Head{ID: e.ID, Version: e.Version}, Kind: string(e.Kind), Title: e.Title, Text: e.Text, Owner: e.Owner, Date: e.Date,
		Feature: e.Feature, Figure: string(e.Figure), Survey: e.Survey, Cohort: e.Cohort, Target: e.Target, Work: e.Work, Session: e.Session, Link: e.Link, Done: e.Done, Expected: e.Expected,
	}
	for _, g := range e.Audience {
		d.Groups = append(d.Groups, string(g))
	}
	return d
}

func (d *entryDoc) entry() plan.Entry {
	e := plan.Entry{
		ID: d.ID, Kind: plan.Kind(d.Kind), Title: d.Title, Text: d.Text, Owner: d.Owner, Date: d.Date, Feature: d.Feature,
		Figure: plan.Figure(d.Figure), Survey: d.Survey, Cohort: d.Cohort, Target: d.Target, Work: d.Work, Session: d.Session, Link: d.Link, Done: d.Done, Expected: d.Expected, Version: d.Version,
	}
	if d.Audience != "" {
		e.Audience = []cohorts.Group{cohorts.Group(d.Audience)}
	}
	for _, g := range d.Groups {
		e.Audience = append(e.Audience, cohorts.Group(g))
	}
	return e
}

// Entry returns the entry of the charter with this id, or NotFound.
func (s *Store) Entry(ctx context.Context, id string) (plan.Entry, error) {
	d, err := one[entryDoc](ctx, s, charter, id, "plan.entry_unknown")
	if err != nil {
		return plan.Entry{}, err
	}
	return d.entry(), nil
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
		all[i] = d.entry()
	}
	return all, nil
}

// SaveEntry keeps an entry of the charter.
func (s *Store) SaveEntry(ctx context.Context, e plan.Entry) error {
	return s.begin("charter.save", e.ID).save(charter, newEntryDoc(e)).commit(ctx)
}

// DeleteEntry takes an entry out of the charter.
func (s *Store) DeleteEntry(ctx context.Context, e plan.Entry) error {
	return s.begin("charter.remove", e.ID).remove(charter, e.ID, e.Version).commit(ctx)
}
