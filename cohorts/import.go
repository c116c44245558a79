package cohorts

import (
	"context"
	"fmt"
	"io"

	"soundings/cohorts/upload"
)

// Import is a file of participants.
type Import = upload.Job[Reading, ImportReport]

// ImportReport is what an import did, or would do.
type ImportReport struct {
	Rows, Added, Changed, Unchanged int
	Empty                           int // rows without content, which are not among Rows
	Sheets                          upload.Sheets
	Bad                             int              // rows with mistakes
	Errors                          upload.RowErrors // none, or nothing was kept
	Notices                         upload.RowErrors // what may be meant and stops nothing
	Opposite                        map[string]int   // how many kept values stand opposite empty cells, by column
	Asks                            bool             // some days do not begin with the year: their order matters
	Reach                           Reach
}

// Reach counts the people of a file by how they can be reached once it is applied. Who can be reached in several ways counts
// in each.
type Reach struct {
	Mail   int `json:"mail"`
	Phone  int `json:"phone"` // by text or by a call
	Letter int `json:"letter"`
	None   int `json:"none"`
}

// add counts one person.
func (r *Reach) add(p Participant) {
	mail, phone, letter := p.Email != "", p.Phone != "", p.Address.Complete()
	for _, way := range []struct {
		can bool
		n   *int
	}{{mail, &r.Mail}, {phone, &r.Phone}, {letter, &r.Letter}, {!mail && !phone && !letter, &r.None}} {
		if way.can {
			*way.n++
		}
	}
}

// Mistakes returns what is wrong with the file.
func (r ImportReport) Mistakes() []upload.RowError { return r.Errors }

// Imports takes in files of participants.
func (s *Service) Imports() *upload.Jobs[Reading, ImportReport] {
	return &upload.Jobs[Reading, ImportReport]{User: importer{s}, Runs: upload.Runs[Reading, ImportReport]{
		Worker: importer{s}, Store: s.Store.Imports(), Now: s.Now, Rand: s.Rand, Log: s.Log,
	}}
}

// Import reads participants from a CSV file with the usual columns. See ImportRead.
func (s *Service) Import(ctx context.Context, file io.Reader, dryRun bool) (ImportReport, error) {
	return s.ImportRead(ctx, file, Reading{}, dryRun)
}

// ImportRead reads participants from a CSV file. It checks every row before it keeps one: a report with Errors means that
// nothing was kept. A dry run keeps nothing in any case. Columns that the file does not have stay as they are.
func (s *Service) ImportRead(ctx context.Context, file io.Reader, r Reading, dryRun bool) (ImportReport, error) {
	jobs := s.Imports()
	jobs.Told = upload.Told{Letters: r.Letters, Sheet: r.Sheet}
	checked, _, bad, err := jobs.Take(ctx, file, r, dryRun)
	if len(bad) > 0 {
		return ImportReport{Errors: bad}, err
	}
	checked.Report.Empty, checked.Report.Sheets = checked.File.Empty, checked.File.Sheets
	return checked.Report, err
}

// importer is the user of package upload whose rows are participants.
type importer struct{ s *Service }

// Guess returns where the columns most likely go, and what the words of files meant before. The order of days is the one that
// this file's days tell, if they can.
func (i importer) Guess(ctx context.Context, t upload.Table) (Reading, []upload.RowError, error) {
	last, err := i.s.Store.ImportReading(ctx)
	if err != nil {
		return last, nil, fmt.Errorf("read how the last file was read: %w", err)
	}
	r := Reading{Columns: guess(t.Header, last.Columns), Values: last.Values}
	read, _ := newRowReader(t.Header, r, i.s.Now())
	hints := upload.DateHints{}
	for rows, err := range t.Chunks() {
		if err != nil {
			return r, nil, err
		}
		for _, row := range rows {
			read.note(&hints, row)
		}
	}
	if r.Dates = hints.Order(); r.Dates == "" && hints.Asked {
		r.Dates = last.Dates
	}
	return r, nil, nil
}

// Remember keeps where the columns went, and what words meant.
func (i importer) Remember(ctx context.Context, _ []string, r Reading) error {
	return i.s.Store.SaveImportReading(ctx, Reading{Columns: r.Columns, Values: r.Values, Dates: r.Dates})
}

// Check finds what an import would do.
func (i importer) Check(ctx context.Context, header []string, r Reading, rows upload.Chunks, bad upload.BadRow) (ImportReport, Reading, error) {
	if err := r.Columns.Known(header); err != nil {
		return ImportReport{}, r, err
	}
	c := i.s.newCheck(header, r)
	if err := c.look(rows); err != nil {
		return ImportReport{}, r, err
	}
	for some, err := range rows {
		if err != nil {
			return ImportReport{}, r, err
		}
		if err := c.rows(ctx, some, bad); err != nil {
			return ImportReport{}, r, err
		}
	}
	return c.done(), c.read.Reading, nil
}

// Begin begins to apply an import. A ref is in one row, so that a chunk is prepared whatever the one before it does.
func (i importer) Begin(_ context.Context, job Import) (upload.Prepare[Reading, ImportReport], error) {
	read, _ := newRowReader(job.Header, job.Reading, i.s.Now())
	return func(ctx context.Context, rows []upload.Row) (upload.Apply[Reading, ImportReport], error) {
		changed, err := i.s.changed(ctx, read, rows)
		return func(ctx context.Context, job *Import) error { return i.s.Store.ApplyImport(ctx, *job, changed) }, err
	}, nil
}

// changed returns the participants that some rows change, as they will be.
func (s *Service) changed(ctx context.Context, read rowReader, rows []upload.Row) ([]Participant, error) {
	all, err := s.merge(ctx, read, rows)
	if err != nil {
		return nil, err
	}
	var changed []Participant
	for _, m := range all {
		if m.after.Group != "" && (m.after.Version == 0 || !m.same()) {
			changed = append(changed, m.after)
		}
	}
	return changed, nil
}
