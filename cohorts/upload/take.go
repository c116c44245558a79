package upload

import (
	"context"
	"io"
)

// Take takes in a CSV file at once. It checks every row before it keeps one: a report with Mistakes means that nothing was
// kept. A dry run keeps nothing in any case. It returns the job as it was checked and as it ended, or what is wrong where the
// file cannot be read as a table.
func (s *Jobs[M, R]) Take(ctx context.Context, file io.Reader, m M, dryRun bool) (checked, ended Job[M, R], bad []RowError, err error) {
	t, bad, err := s.read(file)
	if err != nil || len(bad) > 0 {
		return checked, ended, bad, err
	}
	job := fileJob(s.newJob(ctx, t.Len()), "", t)
	if job.Report, job.Reading, err = s.User.Check(ctx, t.Header, m, t.Chunks(), nil); err != nil {
		return job, job, nil, err
	}
	checked = job
	if len(job.Report.Mistakes()) > 0 || dryRun || job.Rows == 0 {
		return checked, job, nil, nil
	}
	job.State, job.Touched = Running, s.Now()
	if job, err = s.keep(ctx, job, t.Chunks()); err != nil {
		return checked, job, nil, err
	}
	// From here on it finishes, whoever waits for it.
	ended, err = s.apply(context.WithoutCancel(ctx), job)
	return checked, ended, nil, err
}
