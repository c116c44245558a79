package intake

import (
	"context"
	"fmt"

	"soundings/cohorts/base"
	"soundings/cohorts/upload"
	"soundings/metrics"
)

// Counts are how many rows of a file came to what.
type Counts struct {
	Accepted   int
	Duplicates int // known already, or twice in the file
	Unknown    int // of unknown participants and features
	Refused    int // of people who have not agreed
	Blank      int // of whom nothing is told yet, as those who never signed in
}

func (c *Counts) add(d Counts) {
	c.Accepted += d.Accepted
	c.Duplicates += d.Duplicates
	c.Unknown += d.Unknown
	c.Refused += d.Refused
	c.Blank += d.Blank
}

// FileReport is what taking in a file of events would do, and did.
type FileReport struct {
	Rows  int
	Empty int // rows without content, which are not among Rows
	Counts
	Sheets upload.Sheets
	Bad    int              // rows with mistakes
	Errors upload.RowErrors // mistakes: with any, nothing is taken in
	Aside  upload.RowErrors // rows that are not counted and stop nothing
	Asks   bool             // some dates do not begin with the year: their order matters
	Taken  Counts           // what came of the rows that were taken in
}

// Mistakes returns what is wrong with the file.
func (r FileReport) Mistakes() []upload.RowError { return r.Errors }

// fileCheck holds the rows of a file against the rules, chunk after chunk, and adds up what they would do.
type fileCheck struct {
	read   *rowReader
	bad    upload.BadRow // nil: nobody asks
	seen   map[string]bool
	report FileReport
}

// check goes through all rows twice: to learn how their dates are written, then to hold them against the rules.
func (c *fileCheck) check(ctx context.Context, all upload.Chunks) error {
	if err := c.look(all); err != nil {
		return err
	}
	if len(c.report.Errors) > 0 { // there is nothing to say of the rows
		return nil
	}
	for rows, err := range all {
		if err != nil {
			return err
		}
		if err := c.rows(ctx, rows); err != nil {
			return err
		}
	}
	if len(c.report.Errors) > 0 {
		c.report.Counts = Counts{}
	}
	return nil
}

// look counts the rows, and finds in which order their dates are written.
func (c *fileCheck) look(all upload.Chunks) error {
	hints := upload.DateHints{}
	for rows, err := range all {
		if err != nil {
			return err
		}
		c.report.Rows += len(rows)
		for _, row := range rows {
			hints.Note(c.read.cell(row, atColumn))
		}
	}
	c.report.Asks = hints.Asked
	dates := &c.read.reading.Dates
	if !hints.Asked || *dates != "" {
		return nil
	}
	if *dates = hints.Order(); *dates == "" {
		c.report.Errors.Add(upload.RowError{Line: 1, Column: atColumn, Text: base.T("event_file.dates")})
	}
	return nil
}

// rows checks one chunk.
func (c *fileCheck) rows(ctx context.Context, rows []upload.Row) error {
	sorted, err := c.read.sort(ctx, rows, c.seen)
	if err != nil {
		return err
	}
	c.report.add(sorted.counts)
	for _, row := range sorted.bad {
		c.report.Bad++
		if err := c.tell(row.row, &c.report.Errors, row.bad...); err != nil {
			return err
		}
	}
	for _, a := range sorted.aside {
		if err := c.tell(a.row, &c.report.Aside, a.why); err != nil {
			return err
		}
	}
	return nil
}

// tell lists why a row does not count, and tells whoever asks.
func (c *fileCheck) tell(row upload.Row, list *upload.RowErrors, why ...upload.RowError) error {
	list.Add(why...)
	if c.bad == nil {
		return nil
	}
	return c.bad(row, why)
}

// sortedRows is what becomes of some rows.
type sortedRows struct {
	counts Counts
	bad    []readRow
	aside  []asideRow
	batch  *batch // of the others
}

type asideRow struct {
	row upload.Row
	why upload.RowError
}

// sort decides what becomes of some rows, and keeps nothing. Ids in seen are known; those of these rows are added.
func (r *rowReader) sort(ctx context.Context, rows []upload.Row, seen map[string]bool) (*sortedRows, error) {
	all, err := r.read(ctx, rows)
	if err != nil {
		return nil, err
	}
	s := &sortedRows{}
	events, from := s.part(all)
	if s.batch, err = r.s.sorted(ctx, events, seen); err != nil {
		return nil, err
	}
	if err := s.batch.passKnown(ctx); err != nil {
		return nil, err
	}
	for _, rejected := range s.batch.taken.Rejected {
		s.pass(from[rejected.Index], rejected.Text)
		if rejected.result == "refused" {
			s.counts.Refused++
		} else {
			s.counts.Unknown++
		}
	}
	s.counts.Accepted, s.counts.Duplicates = s.batch.taken.Accepted, s.batch.taken.Duplicates
	return s, nil
}

// part puts the rows that are no events by themselves where they belong, and returns the events and the row of each.
func (s *sortedRows) part(all []readRow) (events []metrics.Event, from []upload.Row) {
	for _, row := range all {
		switch {
		case len(row.bad) > 0:
			s.bad = append(s.bad, row)
		case row.blank:
			s.counts.Blank++
		case row.stranger:
			s.counts.Unknown++
			s.pass(row.row, base.T("event_file.unknown_mail"))
		default:
			events, from = append(events, row.event), append(from, row.row)
		}
	}
	return events, from
}

// pass notes a row that is not counted and stops nothing.
func (s *sortedRows) pass(row upload.Row, why base.Text) {
	s.aside = append(s.aside, asideRow{row, upload.RowError{Line: row.Line, Text: why}})
}

// passKnown takes those of the fresh events out that are kept already.
func (b *batch) passKnown(ctx context.Context) error {
	ids := make([]string, len(b.fresh))
	for i, e := range b.fresh {
		ids[i] = e.ID
	}
	known, err := b.s.Store.KnownEvents(ctx, ids)
	if err != nil {
		return fmt.Errorf("looking for known events: %w", err)
	}
	b.pass(known)
	return nil
}
