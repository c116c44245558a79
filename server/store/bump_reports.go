package store

import (
	"context"
	"errors"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/server/store/engine"
	"soundings/surveys/board"
)

// bumpReportDoc is what one person wrote of a bump, or that they hit it too.
type bumpReportDoc struct {
	Head     `bson:",inline"`
	Bump     string     `bson:"bump"`
	Ref      string     `bson:"ref,omitempty"`
	Group    string     `bson:"group"`
	Proxy    string     `bson:"proxy,omitempty"`
	Text     []byte     `bson:"text,omitempty"` // sealed
	Language string     `bson:"language,omitempty"`
	Call     bool       `bson:"call,omitempty"`
	Picture  string     `bson:"picture,omitempty"`
	From     string     `bson:"from,omitempty"`
	Survey   string     `bson:"survey,omitempty"` // in whose answers it began
	Question string     `bson:"question,omitempty"`
	At       time.Time  `bson:"at"`
	Fixed    string     `bson:"fixed,omitempty"`
	Said     *time.Time `bson:"said,omitempty"`
	Hash     string     `bson:"hash"`
	Quote    *quoteDoc  `bson:"quote,omitempty"`
}

// quoteDoc is a sentence of a report that others may be shown, if its author says so.
type quoteDoc struct {
	Text     []byte     `bson:"text"` // sealed
	Asked    time.Time  `bson:"asked"`
	May      string     `bson:"may,omitempty"`
	Answered *time.Time `bson:"answered,omitempty"`
}

func newBumpReportDoc(with sealer, r board.Report) (d *bumpReportDoc, err error) {
	d = &bumpReportDoc{
		Head: Head{ID: r.ID, Version: r.Version}, Bump: r.Bump, Ref: r.Ref, Group: string(r.Group), Proxy: r.Proxy, Language: r.Language, Call: r.Call, Picture: r.Picture,
		From: r.From, Survey: r.Survey, Question: r.Question, At: r.At, Fixed: string(r.Fixed), Said: optional(r.Said), Hash: r.Hash,
	}
	if r.Text != "" {
		d.Text, err = seal(with, bumpReports, r.ID, "text", r.Text)
	}
	if err == nil && r.Quote.Text != "" {
		d.Quote = &quoteDoc{Asked: r.Quote.Asked, May: string(r.Quote.May), Answered: optional(r.Quote.Answered)}
		d.Quote.Text, err = seal(with, bumpReports, r.ID, "quote", r.Quote.Text)
	}
	return d, err
}

func (d *bumpReportDoc) report(with sealer) (board.Report, error) {
	r := board.Report{
		ID: d.ID, Bump: d.Bump, Ref: d.Ref, Group: cohorts.Group(d.Group), Proxy: d.Proxy, Language: d.Language, Call: d.Call, Picture: d.Picture, From: d.From, Survey: d.Survey, Question: d.Question, At: d.At,
		Fixed: board.Fixed(d.Fixed), Said: given(d.Said), Hash: d.Hash, Version: d.Version,
	}
	err := unseal(with, bumpReports, d.ID, "text", d.Text, &r.Text)
	if err == nil && d.Quote != nil {
		r.Quote = board.Quote{Asked: d.Quote.Asked, May: board.Fixed(d.Quote.May), Answered: given(d.Quote.Answered)}
		err = unseal(with, bumpReports, d.ID, "quote", d.Quote.Text, &r.Quote.Text)
	}
	return r, err
}

// bumpNoteDoc is one line of a card's history.
type bumpNoteDoc struct {
	Head   `bson:",inline"`
	Bump   string    `bson:"bump"`
	At     time.Time `bson:"at"`
	ByKind string    `bson:"by_kind"`
	By     string    `bson:"by,omitempty"`
	Kind   string    `bson:"kind"`
	From   string    `bson:"from,omitempty"`
	To     string    `bson:"to,omitempty"`
	Text   []byte    `bson:"text,omitempty"` // sealed
}

func newBumpNoteDoc(with sealer, n board.Note) (d *bumpNoteDoc, err error) {
	d = &bumpNoteDoc{Head: Head{ID: n.ID}, Bump: n.Bump, At: n.At, ByKind: string(n.By.Kind), By: n.By.ID, Kind: string(n.Kind), From: n.From, To: n.To}
	if n.By.Kind == base.ActorParticipant {
		d.By = "" // who it was is in their report, which they can have removed
	}
	if n.Text != "" {
		d.Text, err = seal(with, bumpNotes, n.ID, "text", n.Text)
	}
	return d, err
}

func (d *bumpNoteDoc) note(with sealer) (board.Note, error) {
	n := board.Note{ID: d.ID, Bump: d.Bump, At: d.At, By: base.Actor{Kind: base.ActorKind(d.ByKind), ID: d.By}, Kind: board.NoteKind(d.Kind), From: d.From, To: d.To}
	return n, unseal(with, bumpNotes, d.ID, "text", d.Text, &n.Text)
}

// Report returns the report with this id, or NotFound.
func (s *Store) Report(ctx context.Context, id string) (board.Report, error) {
	d, err := one[bumpReportDoc](ctx, s, bumpReports, id, "bump.unknown")
	if err != nil {
		return board.Report{}, err
	}
	return d.report(s.sealer)
}

// ReportByHash returns the report whose receipt's token has this hash, or NotFound.
func (s *Store) ReportByHash(ctx context.Context, hash string) (board.Report, error) {
	docs, _, err := find[bumpReportDoc](ctx, s, engine.Query{Collection: bumpReports, Index: "hash", Equal: []any{hash}, Limit: 1})
	switch {
	case err != nil:
		return board.Report{}, err
	case len(docs) == 0:
		return board.Report{}, base.Refuse(base.NotFound, "link.unknown")
	}
	return docs[0].report(s.sealer)
}

// Reports returns a page of the reports on a card, the first first.
func (s *Store) Reports(ctx context.Context, bump, after string, limit int) (base.Page[board.Report], error) {
	return s.reports(ctx, engine.Query{Collection: bumpReports, Index: "bump", Equal: []any{bump}, After: after, Limit: limit})
}

// ReportsOf returns the reports of one participant.
func (s *Store) ReportsOf(ctx context.Context, ref string) ([]board.Report, error) {
	var all []board.Report
	for r, err := range base.Each(func(after string) (base.Page[board.Report], error) {
		return s.reports(ctx, engine.Query{Collection: bumpReports, Index: "ref", Equal: []any{ref}, After: after})
	}) {
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

func (s *Store) reports(ctx context.Context, q engine.Query) (base.Page[board.Report], error) {
	docs, next, err := find[bumpReportDoc](ctx, s, q)
	page := base.Page[board.Report]{Next: next}
	for _, d := range docs {
		r, bad := d.report(s.sealer)
		page.Items, err = append(page.Items, r), errors.Join(err, bad)
	}
	return page, err
}

// Notes returns a page of a card's history, the first first.
func (s *Store) Notes(ctx context.Context, bump, after string, limit int) (base.Page[board.Note], error) {
	docs, next, err := find[bumpNoteDoc](ctx, s, engine.Query{Collection: bumpNotes, Index: "bump", Equal: []any{bump}, After: after, Limit: limit})
	page := base.Page[board.Note]{Next: next}
	for _, d := range docs {
		n, bad := d.note(s.sealer)
		page.Items, err = append(page.Items, n), errors.Join(err, bad)
	}
	return page, err
}

// reportCodeDoc is how often the code of the break room was issued anew.
type reportCodeDoc struct {
	Head  `bson:",inline"`
	Issue int `bson:"issue"`
}

const reportCodeID = "report-code"

// ReportCode returns which code the break room has; Version 0: the first.
func (s *Store) ReportCode(ctx context.Context) (board.Code, error) {
	docs, err := get[reportCodeDoc](ctx, s, settings, reportCodeID)
	if err != nil || docs[0] == nil {
		return board.Code{}, err
	}
	return board.Code{Issue: docs[0].Issue, Version: docs[0].Version}, nil
}

// SaveReportCode keeps which code the break room has.
func (s *Store) SaveReportCode(ctx context.Context, c board.Code) error {
	return s.begin("board.code", reportCodeID).save(settings, &reportCodeDoc{Head{ID: reportCodeID, Version: c.Version}, c.Issue}).commit(ctx)
}
