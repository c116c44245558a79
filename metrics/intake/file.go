package intake

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// Limits of a file of events.
const (
	MaxFileRows = 200_000
	MaxApart    = MaxEvents // how many events of one file are kept apart: most of a portal's people may be strangers here
)

// File is a file of events.
type File struct {
	cohorts.Upload
	Reading Reading
	Report  FileReport // of the last check
	Taken   Counts     // what came of the rows that were taken in
}

// Upload reads a CSV file of events and keeps its rows, sealed, until somebody confirms or discards them; after an hour they
// are gone. How it is read is guessed, unless a file with the same header was read before. It returns what is wrong where the
// file cannot be read as a table; then nothing is kept.
func (s *Service) Upload(ctx context.Context, name string, file io.Reader) (File, []cohorts.RowError, error) {
	t, bad, err := readFile(file)
	if err == nil && len(bad) == 0 && len(t.Rows) == 0 {
		bad = []cohorts.RowError{{Line: 1, Text: base.T("event_file.no_rows")}}
	}
	if err != nil || len(bad) > 0 {
		return File{}, bad, err
	}
	r, ok, err := s.Store.Reading(ctx, headerSet(t.Header))
	if err != nil {
		return File{}, nil, fmt.Errorf("reading how a file was read: %w", err)
	}
	if !ok {
		r = GuessReading(t.Header)
	}
	otherwise := r.Dates
	r.Dates = "" // the dates of this file say it, if they can
	f := File{Upload: cohorts.NewUpload(ctx, s.Rand, s.Now(), name, t)}
	f.State = cohorts.Waiting
	if f.Report, f.Reading, err = s.checkFile(ctx, t.Header, r, otherwise, tableChunks(t), nil); err != nil {
		return f, nil, err
	}
	if err := s.Store.KeepFile(ctx, f, t.Rows); err != nil {
		return f, nil, fmt.Errorf("keeping the rows: %w", err)
	}
	f.Version = cohorts.KeptImportVersion
	return f, nil, nil
}

// readFile reads a table that is not too long.
func readFile(file io.Reader) (cohorts.Table, []cohorts.RowError, error) {
	t, bad, err := cohorts.ReadTable(file)
	if err == nil && len(t.Rows) > MaxFileRows {
		bad = []cohorts.RowError{{Line: t.Rows[MaxFileRows].Line, Text: base.T("event_file.too_many", "Limit", MaxFileRows)}}
	}
	return t, bad, err
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

// CheckFile finds what a waiting file would do if it were read so.
func (s *Service) CheckFile(ctx context.Context, id string, r Reading) (File, error) {
	f, err := s.waiting(ctx, id)
	if err != nil {
		return f, err
	}
	if f.Report, f.Reading, err = s.checkFile(ctx, f.Header, r, "", s.keptChunks(ctx, f), nil); err != nil {
		return f, err
	}
	return s.saveFile(ctx, f)
}

// NotCounted calls each with every row of a waiting file that would not be counted, and why.
func (s *Service) NotCounted(ctx context.Context, f File, each NotCounted) error {
	_, _, err := s.checkFile(ctx, f.Header, f.Reading, "", s.keptChunks(ctx, f), each)
	return err
}

// ConfirmFile starts to take in a waiting file without mistakes, and remembers how it was read. A small one is done when this
// returns; a larger one goes on in the background.
func (s *Service) ConfirmFile(ctx context.Context, id string) (File, error) {
	f, err := s.waiting(ctx, id)
	switch {
	case err != nil:
		return f, err
	case len(f.Report.Errors) > 0 || f.Rows == 0:
		return f, base.Refuse(base.Conflict, "import.has_mistakes")
	}
	if err := s.Store.SaveReading(ctx, headerSet(f.Header), f.Reading); err != nil {
		return f, fmt.Errorf("remembering how a file was read: %w", err)
	}
	f.State, f.By, f.Report.Aside = cohorts.Running, base.ActorFrom(ctx), nil
	if f.Small() {
		f.Touched = s.Now()
	}
	if f, err = s.saveFile(ctx, f); err != nil || !f.Small() {
		return f, err
	}
	return s.applyFile(context.WithoutCancel(ctx), f)
}

// DiscardFile forgets a waiting file.
func (s *Service) DiscardFile(ctx context.Context, id string) error {
	f, err := s.waiting(ctx, id)
	if err != nil {
		return err
	}
	if err := s.Store.ForgetFile(ctx, f); err != nil {
		return fmt.Errorf("forgetting a file: %w", err)
	}
	return nil
}

// FindFile returns the file with this id, or NotFound.
func (s *Service) FindFile(ctx context.Context, id string) (File, error) {
	f, err := s.Store.File(ctx, id)
	if err != nil {
		return f, fmt.Errorf("reading a file of events: %w", err)
	}
	return f, nil
}

// Files returns the files that wait, are taken in, or were not long ago, the latest first.
func (s *Service) Files(ctx context.Context) ([]File, error) {
	all, err := s.Store.Files(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the files of events: %w", err)
	}
	return all, nil
}

func (s *Service) waiting(ctx context.Context, id string) (File, error) {
	f, err := s.FindFile(ctx, id)
	if err == nil && f.State != cohorts.Waiting {
		err = base.Refuse(base.Conflict, "import.started")
	}
	return f, err
}

func (s *Service) saveFile(ctx context.Context, f File) (File, error) {
	if err := s.Store.SaveFile(ctx, f); err != nil {
		return f, fmt.Errorf("keeping a file of events: %w", err)
	}
	f.Version++
	return f, nil
}
