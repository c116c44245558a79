package cohorts

import (
	"context"
	"fmt"
	"io"

	"soundings/cohorts/base"
)

// Upload reads a CSV file and keeps its rows, sealed, until somebody confirms or discards them; after an hour they are gone.
// It returns what is wrong where the file cannot be read as a table; then nothing is kept.
func (s *Service) Upload(ctx context.Context, name string, file io.Reader) (Import, []RowError, error) {
	t, bad, err := ReadTable(file)
	if err != nil || len(bad) > 0 {
		return Import{}, bad, err
	}
	last, err := s.Store.ImportMapping(ctx)
	if err != nil {
		return Import{}, nil, fmt.Errorf("reading the last mapping of columns: %w", err)
	}
	job := s.newImport(ctx, name, t, Guess(t.Header, last))
	job.State = Waiting
	if err := s.Store.KeepImport(ctx, job, t.Rows); err != nil {
		return job, nil, fmt.Errorf("keeping the rows: %w", err)
	}
	job, err = s.CheckImport(ctx, job.ID, job.Mapping)
	return job, nil, err
}

// CheckImport finds what a waiting import would do if its columns went where the mapping says.
func (s *Service) CheckImport(ctx context.Context, id string, m Mapping) (Import, error) {
	job, err := s.waiting(ctx, id)
	if err != nil {
		return job, err
	}
	job.Mapping = m
	if job.Report, err = s.check(ctx, job, nil); err != nil {
		return job, err
	}
	return s.saveImport(ctx, job)
}

// BadRows calls each with every bad row of a waiting import, and why.
func (s *Service) BadRows(ctx context.Context, job Import, each func(Row, []RowError) error) error {
	_, err := s.check(ctx, job, each)
	return err
}

func (s *Service) check(ctx context.Context, job Import, bad checkedRow) (ImportReport, error) {
	c := s.newCheck(job.Header, job.Mapping)
	if err := s.EachChunk(ctx, job.Upload, func(rows []Row) error { return c.rows(ctx, rows, bad) }); err != nil {
		return ImportReport{}, err
	}
	return c.done(), nil
}

// ConfirmImport starts a waiting import whose rows are all good, and remembers where its columns went. A small one is done
// when this returns; a larger one goes on in the background.
func (s *Service) ConfirmImport(ctx context.Context, id string) (Import, error) {
	job, err := s.waiting(ctx, id)
	switch {
	case err != nil:
		return job, err
	case len(job.Report.Errors) > 0 || job.Rows == 0:
		return job, base.Refuse(base.Conflict, "import.has_mistakes")
	}
	if err := s.Store.SaveImportMapping(ctx, job.Mapping); err != nil {
		return job, fmt.Errorf("remembering the mapping of columns: %w", err)
	}
	job.State, job.By = Running, base.ActorFrom(ctx)
	if job.Small() {
		job.Touched = s.Now()
	}
	if job, err = s.saveImport(ctx, job); err != nil || !job.Small() {
		return job, err
	}
	return s.apply(context.WithoutCancel(ctx), job)
}

// DiscardImport forgets a waiting import.
func (s *Service) DiscardImport(ctx context.Context, id string) error {
	job, err := s.waiting(ctx, id)
	if err != nil {
		return err
	}
	if err := s.Store.ForgetImport(ctx, job.Upload); err != nil {
		return fmt.Errorf("forgetting an import: %w", err)
	}
	return nil
}

// FindImport returns the import with this id, or NotFound.
func (s *Service) FindImport(ctx context.Context, id string) (Import, error) {
	job, err := s.Store.Import(ctx, id)
	if err != nil {
		return job, fmt.Errorf("reading an import: %w", err)
	}
	return job, nil
}

// Imports returns the imports that wait, run, or ended not long ago, the latest first.
func (s *Service) Imports(ctx context.Context) ([]Import, error) {
	all, err := s.Store.Imports(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the imports: %w", err)
	}
	return all, nil
}

func (s *Service) waiting(ctx context.Context, id string) (Import, error) {
	job, err := s.FindImport(ctx, id)
	if err == nil && job.State != Waiting {
		err = base.Refuse(base.Conflict, "import.started")
	}
	return job, err
}

func (s *Service) saveImport(ctx context.Context, job Import) (Import, error) {
	if err := s.Store.SaveImport(ctx, job); err != nil {
		return job, fmt.Errorf("keeping an import: %w", err)
	}
	job.Version++
	return job, nil
}
