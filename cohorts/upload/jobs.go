package upload

import (
	"context"
	"fmt"
	"io"

	"soundings/cohorts/base"
)

// Jobs takes in the files of one user.
type Jobs[M any, R Report] struct {
	Runs[M, R]
	User    User[M, R]
	MaxRows int  // of one file; 0: as many as MaxBytes hold
	Told    Told // of the next file
}

// Upload reads a CSV file and keeps its rows, sealed, until somebody confirms or discards them; after an hour they are gone.
// It returns what is wrong where the file cannot be taken at all; then nothing is kept.
func (s *Jobs[M, R]) Upload(ctx context.Context, name string, file io.Reader) (Job[M, R], []RowError, error) {
	var none Job[M, R]
	t, bad, err := s.read(file)
	if err != nil || len(bad) > 0 {
		return none, bad, err
	}
	guess, bad, err := s.User.Guess(ctx, t)
	if err != nil || len(bad) > 0 {
		return none, bad, err
	}
	job := fileJob(s.newJob(ctx, t.Len()), name, t)
	job.State = Waiting
	if job.Report, job.Reading, err = s.User.Check(ctx, t.Header, guess, t.Chunks(), nil); err != nil {
		return none, nil, err
	}
	job, err = s.keep(ctx, job, t.Chunks())
	return job, nil, err
}

// read reads a table that is not too long.
func (s *Jobs[M, R]) read(file io.Reader) (Table, []RowError, error) {
	t, bad, err := ReadTable(file, s.Told)
	if err != nil || len(bad) > 0 || s.MaxRows == 0 || t.Len() <= s.MaxRows {
		return t, bad, err
	}
	rows, err := unpack(t.rows.chunks[s.MaxRows/Chunk])
	if err != nil {
		return t, nil, err
	}
	return t, []RowError{{Line: rows[s.MaxRows%Chunk].Line, Text: base.T("import.too_many", "Limit", s.MaxRows)}}, nil
}

// Check finds what a waiting file would do if it were read in that way.
func (s *Jobs[M, R]) Check(ctx context.Context, id string, m M) (Job[M, R], error) {
	job, err := s.waiting(ctx, id)
	if err != nil {
		return job, err
	}
	if job.Report, job.Reading, err = s.User.Check(ctx, job.Header, m, s.rows(ctx, job.File), nil); err != nil {
		return job, err
	}
	return s.save(ctx, job)
}

// BadRows calls each with every row of a waiting file that would not count, and why.
func (s *Jobs[M, R]) BadRows(ctx context.Context, job Job[M, R], each BadRow) error {
	_, _, err := s.User.Check(ctx, job.Header, job.Reading, s.rows(ctx, job.File), each)
	return err
}

// Confirm starts to apply a waiting file without mistakes, and remembers how it was read. A small one is done when this
// returns; a larger one goes on in the background.
func (s *Jobs[M, R]) Confirm(ctx context.Context, id string) (Job[M, R], error) {
	job, err := s.waiting(ctx, id)
	switch {
	case err != nil:
		return job, err
	case len(job.Report.Mistakes()) > 0 || job.Rows == 0:
		return job, base.Refuse(base.Conflict, "import.has_mistakes")
	}
	if err := s.User.Remember(ctx, job.Header, job.Reading); err != nil {
		return job, fmt.Errorf("remember how a file was read: %w", err)
	}
	job.State, job.By = Running, base.ActorFrom(ctx)
	if job.Small() {
		job.Touched = s.Now()
	}
	if job, err = s.save(ctx, job); err != nil || !job.Small() {
		return job, err
	}
	return s.apply(context.WithoutCancel(ctx), job)
}

// Discard forgets a waiting file.
func (s *Jobs[M, R]) Discard(ctx context.Context, id string) error {
	job, err := s.waiting(ctx, id)
	if err != nil {
		return err
	}
	if err := s.Store.Forget(ctx, job.File); err != nil {
		return fmt.Errorf("forget an uploaded file: %w", err)
	}
	return nil
}

// FirstRows returns the first n rows of a file, or all where it has fewer.
func (s *Jobs[M, R]) FirstRows(ctx context.Context, f File, n int) ([]Row, error) {
	rows, err := s.chunk(ctx, f, 0)
	return rows[:min(n, len(rows))], err
}

// rows returns the kept rows of a file.
func (s *Jobs[M, R]) rows(ctx context.Context, f File) Chunks {
	return func(yield func([]Row, error) bool) {
		for n := range f.Chunks {
			rows, err := s.chunk(ctx, f, n)
			if !yield(rows, err) || err != nil {
				return
			}
		}
	}
}

func (s *Jobs[M, R]) waiting(ctx context.Context, id string) (Job[M, R], error) {
	job, err := s.Find(ctx, id)
	if err == nil && job.State != Waiting {
		err = base.Refuse(base.Conflict, "import.started")
	}
	return job, err
}

// fileJob returns a job of the rows of a file.
func fileJob[M any, R Report](job Job[M, R], name string, t Table) Job[M, R] {
	job.Name, job.Header, job.Empty, job.Sheets = name, t.Header, t.Empty, t.Sheets
	return job
}
