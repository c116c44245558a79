package upload

import (
	"context"
	"fmt"
	"io"

	"soundings/cohorts/base"
)

// Take takes in a CSV file at once. It checks every row before it keeps one: a report with Mistakes means that nothing was
// kept. A dry run keeps nothing in any case. It returns the job as it was checked and as it ended, or what is wrong where the
// file cannot be read as a table.
func (s *Jobs[M, R]) Take(ctx context.Context, file io.Reader, m M, dryRun bool) (checked, ended Job[M, R], bad []RowError, err error) {
	t, bad, err := s.read(file)
	if err != nil || len(bad) > 0 {
		return checked, ended, bad, err
	}
	job := s.newJob(ctx, "", t)
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

// apply goes on with a running job until all its chunks are applied. Two servers may do it at once: a chunk goes in with the
// job's own version, so that each goes in once. While one chunk is applied the next is prepared.
func (s *Jobs[M, R]) apply(ctx context.Context, job Job[M, R]) (Job[M, R], error) {
	ctx = base.WithActor(ctx, job.By)
	prepare, err := s.User.Begin(ctx, job)
	if err != nil {
		return job, err
	}
	ready := s.ready(ctx, job, prepare)
	defer func() { <-ready }()
	for job.State == Running {
		chunk := <-ready
		if chunk.err != nil {
			return job, chunk.err
		}
		next := s.step(job)
		ready = s.ready(ctx, next, prepare)
		switch err := chunk.apply(ctx, &next); {
		case base.IsCode(err, base.Conflict): // somebody changed the job, or what the chunk changes
			<-ready
			if job, err = s.Find(ctx, job.ID); err != nil {
				return job, err
			}
			ready = s.ready(ctx, job, prepare)
		case err != nil:
			return job, fmt.Errorf("apply an uploaded file: %w", err)
		default:
			next.Version++
			job = next
		}
	}
	return job, nil
}

// step returns a job as it is once its next chunk is applied.
func (s *Jobs[M, R]) step(job Job[M, R]) Job[M, R] {
	job.Next++
	job.Touched = s.Now()
	if job.Next >= job.Chunks {
		job.State = Finished
	}
	return job
}

// readyChunk is a chunk that was prepared.
type readyChunk[M any, R Report] struct {
	apply Apply[M, R]
	err   error
}

// ready prepares the next chunk of a running job. What it returns gives the chunk, then nothing more; of a job that does not
// run it gives nothing.
func (s *Jobs[M, R]) ready(ctx context.Context, job Job[M, R], prepare Prepare[M, R]) <-chan readyChunk[M, R] {
	found := make(chan readyChunk[M, R], 1)
	if job.State != Running {
		close(found)
		return found
	}
	go func() {
		defer close(found)
		rows, err := s.chunk(ctx, job.File, job.Next)
		if err != nil {
			found <- readyChunk[M, R]{err: err}
			return
		}
		apply, err := prepare(ctx, rows)
		found <- readyChunk[M, R]{apply, err}
	}()
	return found
}

// Resume applies the files that somebody confirmed, and finishes those that a stop interrupted: for a background job.
func (s *Jobs[M, R]) Resume(ctx context.Context) error {
	all, err := s.List(ctx)
	if err != nil {
		return err
	}
	for _, job := range all {
		if !job.Stopped(s.Now()) {
			continue
		}
		if _, err := s.apply(ctx, job); err != nil {
			return err
		}
		s.Log.InfoContext(ctx, "applied an uploaded file", "file", job.ID, "rows", job.Rows)
	}
	return nil
}

// Sweep forgets the rows that nobody confirmed in time, what old files did, and rows that a stop left without a job.
func (s *Jobs[M, R]) Sweep(ctx context.Context) error {
	all, err := s.List(ctx)
	if err != nil {
		return err
	}
	for _, job := range all {
		if !job.Over(s.Now()) {
			continue
		}
		if err := s.Store.Forget(ctx, job.File); err != nil && !base.IsCode(err, base.Conflict) {
			return fmt.Errorf("forget an uploaded file: %w", err)
		}
	}
	if err := s.Store.ForgetLostRows(ctx); err != nil {
		return fmt.Errorf("forget rows of no uploaded file: %w", err)
	}
	return nil
}
