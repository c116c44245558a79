package cohorts

import (
	"context"
	"fmt"
	"io"

	"soundings/cohorts/upload"
)

// Import is a file of participants.
type Import = upload.Job[upload.Mapping, ImportReport]

// ImportReport is what an import did, or would do.
type ImportReport struct {
	Rows, Added, Changed, Unchanged int
	Empty                           int              // rows without content, which are not among Rows
	Bad                             int              // rows with mistakes
	Errors                          upload.RowErrors // none, or nothing was kept
}

// Mistakes returns what is wrong with the file.
func (r ImportReport) Mistakes() []upload.RowError { return r.Errors }

// Imports takes in files of participants.
func (s *Service) Imports() *upload.Jobs[upload.Mapping, ImportReport] {
	return &upload.Jobs[upload.Mapping, ImportReport]{User: importer{s}, Store: s.Store.Imports(), Now: s.Now, Rand: s.Rand, Log: s.Log}
}

// Import reads participants from a CSV file with the usual columns. See ImportMapped.
func (s *Service) Import(ctx context.Context, file io.Reader, dryRun bool) (ImportReport, error) {
	return s.ImportMapped(ctx, file, nil, dryRun)
}

// ImportMapped reads participants from a CSV file. It checks every row before it keeps one: a report with Errors means that
// nothing was kept. A dry run keeps nothing in any case. Columns that the file does not have stay as they are.
func (s *Service) ImportMapped(ctx context.Context, file io.Reader, m upload.Mapping, dryRun bool) (ImportReport, error) {
	checked, _, bad, err := s.Imports().Take(ctx, file, m, dryRun)
	if len(bad) > 0 {
		return ImportReport{Errors: bad}, err
	}
	checked.Report.Empty = checked.File.Empty
	return checked.Report, err
}

// importer is the user of package upload whose rows are participants.
type importer struct{ s *Service }

// Guess returns where the columns most likely go.
func (i importer) Guess(ctx context.Context, t upload.Table) (upload.Mapping, []upload.RowError, error) {
	last, err := i.s.Store.ImportMapping(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("read the last mapping of columns: %w", err)
	}
	return guess(t.Header, last), nil, nil
}

// Remember keeps where the columns went.
func (i importer) Remember(ctx context.Context, _ []string, m upload.Mapping) error {
	return i.s.Store.SaveImportMapping(ctx, m)
}

// Check finds what an import would do.
func (i importer) Check(ctx context.Context, header []string, m upload.Mapping, rows upload.Chunks, bad upload.BadRow) (ImportReport, upload.Mapping, error) {
	if err := m.Known(header); err != nil {
		return ImportReport{}, m, err
	}
	c := i.s.newCheck(header, m)
	for some, err := range rows {
		if err != nil {
			return ImportReport{}, m, err
		}
		if err := c.rows(ctx, some, bad); err != nil {
			return ImportReport{}, m, err
		}
	}
	return c.done(), m, nil
}

// Begin begins to apply an import. A ref is in one row, so that a chunk is prepared whatever the one before it does.
func (i importer) Begin(_ context.Context, job Import) (upload.Prepare[upload.Mapping, ImportReport], error) {
	columns, _ := columnsOf(job.Header, job.Reading)
	return func(ctx context.Context, rows []upload.Row) (upload.Apply[upload.Mapping, ImportReport], error) {
		changed, err := i.s.changed(ctx, columns, rows)
		return func(ctx context.Context, job *Import) error { return i.s.Store.ApplyImport(ctx, *job, changed) }, err
	}, nil
}

// changed returns the participants that some rows change, as they will be.
func (s *Service) changed(ctx context.Context, columns []string, rows []upload.Row) ([]Participant, error) {
	before, after, err := s.merge(ctx, columns, rows)
	if err != nil {
		return nil, err
	}
	var changed []Participant
	for i := range after {
		if after[i].Group != "" && (after[i].Version == 0 || !before[i].Same(after[i])) {
			changed = append(changed, after[i])
		}
	}
	return changed, nil
}
