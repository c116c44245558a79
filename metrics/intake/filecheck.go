package intake

import (
	"context"
	"fmt"
	"slices"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/metrics"
)

// maxListed bounds the rows that one report names.
const maxListed = 1000

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

// FileReport is what taking in a file of events would do.
type FileReport struct {
	Rows int
	Counts
	Bad    int                // rows with mistakes
	Errors []cohorts.RowError // mistakes: with any, nothing is taken in
	Aside  []cohorts.RowError // rows that are not counted and stop nothing
	Asks   bool               // some dates do not begin with the year: their order matters
}

func list(to *[]cohorts.RowError, errs ...cohorts.RowError) {
	*to = append(*to, errs[:min(len(errs), maxListed-len(*to))]...)
}

// NotCounted is called with a row that is not counted, and why.
type NotCounted func(row cohorts.Row, why []cohorts.RowError) error

// fileCheck holds the rows of a file against the rules, chunk after chunk, and adds up what they would do.
type fileCheck struct {
	read   *rowReader
	seen   map[string]bool
	report FileReport
}

// chunks calls each with the rows of a file, some at a time.
type chunks func(each func(rows []cohorts.Row) error) error

// tableChunks are those of a table that is not kept.
func tableChunks(t cohorts.Table) chunks {
	return func(each func([]cohorts.Row) error) error {
		for rows := range slices.Chunk(t.Rows, cohorts.ImportChunk) {
			if err := each(rows); err != nil {
				return err
			}
		}
		return nil
	}
}

// keptChunks are those of a file that is kept.
func (s *Service) keptChunks(ctx context.Context, f File) chunks {
	return func(each func([]cohorts.Row) error) error { return s.Cohorts.EachChunk(ctx, f.Upload, each) }
}

// checkFile finds what taking in a file would do. Where the reading does not say the order of dates it returns the one that
// the dates themselves tell, else, of a file that asks for one, otherwise.
func (s *Service) checkFile(ctx context.Context, header []string, r Reading, otherwise Dates, all chunks, each NotCounted) (FileReport, Reading, error) {
	read, bad, err := s.newRowReader(ctx, header, r)
	if err != nil {
		return FileReport{}, r, err
	}
	c := &fileCheck{read: read, seen: map[string]bool{}, report: FileReport{Errors: bad}}
	if err := c.look(all, otherwise); err != nil {
		return c.report, r, err
	}
	if len(c.report.Errors) > 0 { // there is nothing to say of the rows
		return c.report, read.reading, nil
	}
	err = all(func(rows []cohorts.Row) error { return c.rows(ctx, rows, each) })
	if len(c.report.Errors) > 0 {
		c.report.Counts = Counts{}
	}
	return c.report, read.reading, err
}

// look counts the rows, and finds in which order their dates are written.
func (c *fileCheck) look(all chunks, otherwise Dates) error {
	hints := dateHints{}
	err := all(func(rows []cohorts.Row) error {
		c.report.Rows += len(rows)
		for _, row := range rows {
			hints.note(c.read.cell(row, atColumn))
		}
		return nil
	})
	c.report.Asks = hints.asked
	dates := &c.read.reading.Dates
	if !hints.asked || *dates != "" {
		return err
	}
	if *dates = hints.order(); *dates == "" {
		*dates = otherwise
	}
	if *dates == "" {
		c.report.Errors = append(c.report.Errors, cohorts.RowError{Line: 1, Column: atColumn, Text: base.T("event_file.dates")})
	}
	return err
}

// rows checks at most cohorts.ImportChunk rows.
func (c *fileCheck) rows(ctx context.Context, rows []cohorts.Row, each NotCounted) error {
	tell := func(row cohorts.Row, to *[]cohorts.RowError, why ...cohorts.RowError) error {
		list(to, why...)
		if each == nil {
			return nil
		}
		return each(row, why)
	}
	sorted, err := c.read.sort(ctx, rows, c.seen)
	if err != nil {
		return err
	}
	c.report.add(sorted.counts)
	for _, row := range sorted.bad {
		c.report.Bad++
		if err := tell(row.row, &c.report.Errors, row.bad...); err != nil {
			return err
		}
	}
	for _, a := range sorted.aside {
		if err := tell(a.row, &c.report.Aside, a.why); err != nil {
			return err
		}
	}
	return nil
}

// sortedRows is what becomes of some rows.
type sortedRows struct {
	counts Counts
	bad    []readRow
	aside  []asideRow
	batch  *batch // of the others
}

type asideRow struct {
	row cohorts.Row
	why cohorts.RowError
}

// sort decides what becomes of some rows, and keeps nothing. Ids in seen are known; those of these rows are added.
func (r *rowReader) sort(ctx context.Context, rows []cohorts.Row, seen map[string]bool) (*sortedRows, error) {
	all, err := r.read(ctx, rows)
	if err != nil {
		return nil, err
	}
	s := &sortedRows{}
	var events []metrics.Event
	var from []cohorts.Row // of each event
	aside := func(row cohorts.Row, why base.Text) {
		s.aside = append(s.aside, asideRow{row, cohorts.RowError{Line: row.Line, Text: why}})
	}
	for _, row := range all {
		switch {
		case len(row.bad) > 0:
			s.bad = append(s.bad, row)
		case row.blank:
			s.counts.Blank++
		case row.stranger:
			s.counts.Unknown++
			aside(row.row, base.T("event_file.unknown_mail"))
		default:
			events, from = append(events, row.event), append(from, row.row)
		}
	}
	if s.batch, err = r.s.sorted(ctx, events, seen); err != nil {
		return nil, err
	}
	if err := s.batch.passKnown(ctx); err != nil {
		return nil, err
	}
	for _, rejected := range s.batch.taken.Rejected {
		switch aside(from[rejected.Index], rejected.Text); rejected.result {
		case "refused":
			s.counts.Refused++
		default:
			s.counts.Unknown++
		}
	}
	s.counts.Accepted, s.counts.Duplicates = s.batch.taken.Accepted, s.batch.taken.Duplicates
	return s, nil
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
