package intake

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/upload"
)

// Limits of a file of events.
const (
	MaxFileRows = 200_000
	MaxApart    = MaxEvents // how many events of one file are kept apart: most of a portal's people may be strangers here
)

// File is a file of events.
type File = upload.Job[Reading, FileReport]

// Files takes in files of events.
func (s *Service) Files() *upload.Jobs[Reading, FileReport] {
	return &upload.Jobs[Reading, FileReport]{User: fileTaker{s}, MaxRows: MaxFileRows, Runs: upload.Runs[Reading, FileReport]{
		Worker: fileTaker{s}, Store: s.Store.Files(), Now: s.Now, Rand: s.Rand, Log: s.Log,
	}}
}

// TakeFile takes in a CSV file of events at once. It checks every row before it keeps one: a report with Errors means that
// nothing was kept. A dry run keeps nothing in any case.
func (s *Service) TakeFile(ctx context.Context, file io.Reader, r Reading, dryRun bool) (FileReport, error) {
	files := s.Files()
	files.Told = upload.Told{Letters: r.Letters, Sheet: r.Sheet}
	checked, ended, bad, err := files.Take(ctx, file, r, dryRun)
	report := checked.Report
	report.Empty, report.Sheets = checked.File.Empty, checked.File.Sheets
	switch {
	case len(bad) > 0:
		report = FileReport{Errors: bad}
	case err == nil && ended.State == upload.Finished:
		report.Counts = ended.Report.Taken
	}
	return report, err
}

// fileTaker is the user of package upload whose rows are events.
type fileTaker struct{ s *Service }

// Guess returns how a file with this header was read the last time, else what its columns most likely are. The order of dates
// is the one that this file's dates tell, if they can.
func (t fileTaker) Guess(ctx context.Context, table upload.Table) (Reading, []upload.RowError, error) {
	if table.Len() == 0 {
		return Reading{}, []upload.RowError{{Line: 1, Text: base.T("event_file.no_rows")}}, nil
	}
	r, ok, err := t.s.Store.Reading(ctx, headerSet(table.Header))
	if err != nil {
		return r, nil, fmt.Errorf("read how a file was read: %w", err)
	}
	if !ok {
		r = GuessReading(table.Header)
	}
	r.Dates, err = r.datesIn(table)
	return r, nil, err
}

// datesIn returns the order of dates that the rows of a table tell, else the reading's own; none where it does not matter.
func (r Reading) datesIn(t upload.Table) (upload.Dates, error) {
	columns, _ := r.columns(t.Header)
	at, hints := slices.Index(columns, atColumn), upload.DateHints{}
	for rows, err := range t.Chunks() {
		if err != nil {
			return "", err
		}
		for _, row := range rows {
			if at >= 0 && at < len(row.Cells) {
				hints.Note(row.Cells[at])
			}
		}
	}
	if order := hints.Order(); order != "" || !hints.Asked {
		return order, nil
	}
	return r.Dates, nil
}

// headerSet returns the names of columns whatever their order: what a reading is remembered by.
func headerSet(header []string) []string {
	set := make([]string, len(header))
	for i, name := range header {
		set[i] = strings.TrimSpace(name)
	}
	slices.Sort(set)
	return set
}

// Remember keeps how a file was read.
func (t fileTaker) Remember(ctx context.Context, header []string, r Reading) error {
	return t.s.Store.SaveReading(ctx, headerSet(header), r)
}

// Check finds what taking in a file would do. Where the reading does not say the order of dates it returns the one that the
// dates themselves tell.
func (t fileTaker) Check(ctx context.Context, header []string, r Reading, rows upload.Chunks, bad upload.BadRow) (FileReport, Reading, error) {
	if err := r.Columns.Known(header); err != nil {
		return FileReport{}, r, err
	}
	read, wrong, err := t.s.newRowReader(ctx, header, r)
	if err != nil {
		return FileReport{}, r, err
	}
	c := &fileCheck{read: read, bad: bad, seen: map[string]bool{}, report: FileReport{Errors: wrong}}
	err = c.check(ctx, rows)
	return c.report, read.reading, err
}

// Begin begins to take in a file.
func (t fileTaker) Begin(ctx context.Context, f File) (upload.Prepare[Reading, FileReport], error) {
	read, _, err := t.s.newRowReader(ctx, f.Header, f.Reading)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, rows []upload.Row) (upload.Apply[Reading, FileReport], error) {
		t.s.taken.Store(time.Now().UnixNano())
		sorted, err := read.sort(ctx, rows, map[string]bool{})
		if err != nil {
			return nil, err
		}
		return sorted.take, nil
	}, nil
}

// take keeps the events of a chunk with the progress of their file. What came of them is counted with it, so that it is told
// once.
func (s *sortedRows) take(ctx context.Context, f *File) error {
	b := s.batch
	apart := b.unknown[:min(len(b.unknown), max(0, MaxApart-f.Report.Taken.Unknown))]
	f.Report.Aside = nil
	f.Report.Taken.add(s.counts)
	if err := b.s.Store.ApplyFile(ctx, *f, b.fresh, apart, b.now.Add(parkedFor)); err != nil {
		return err
	}
	b.record()
	return nil
}
