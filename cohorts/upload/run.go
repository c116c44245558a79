package upload

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"time"

	"soundings/cohorts/base"
)

// Worker applies rows that are kept.
type Worker[M, R any] interface {
	// Begin begins to apply a job.
	Begin(ctx context.Context, job Job[M, R]) (Prepare[M, R], error)
}

// Prepare finds what a chunk changes, and changes nothing. It runs while the chunk before is applied, never beside itself.
type Prepare[M, R any] func(ctx context.Context, rows []Row) (Apply[M, R], error)

// Apply makes the changes of a chunk and saves the job in one act that forgets the chunk before Next; the report may grow by
// what came of it. What it does before that act may be done again. It returns a Conflict where the job or something that the
// chunk changes is not as it was.
type Apply[M, R any] func(ctx context.Context, job *Job[M, R]) error

// Store keeps the jobs of one worker. Save and Forget return base.ErrChanged when the Version is not what is kept.
type Store[M, R any] interface {
	// Keep keeps a new job, Uploading until all its rows are kept, then in its own state with KeptVersion.
	Keep(ctx context.Context, job Job[M, R], rows Chunks) error
	Save(ctx context.Context, job Job[M, R]) error
	Find(ctx context.Context, id string) (Job[M, R], error) // NotFound
	List(ctx context.Context) ([]Job[M, R], error)          // the latest first
	// Rows returns one chunk; none where another server has applied it.
	Rows(ctx context.Context, id string, chunk int) ([]Row, error)
	Forget(ctx context.Context, f File) error // with its rows
	ForgetLostRows(ctx context.Context) error // those of no job of any worker
}

// Runs keeps rows and applies them chunk after chunk, going on after a crash or on another server.
type Runs[M, R any] struct {
	Worker Worker[M, R]
	Store  Store[M, R]
	Now    func() time.Time
	Rand   io.Reader // random bytes for ids
	Log    *slog.Logger
}

// Start keeps rows that were checked. Resume applies them.
func (s *Runs[M, R]) Start(ctx context.Context, m M, rows []Row) (Job[M, R], error) {
	job := s.newJob(ctx, len(rows))
	job.State, job.Reading = Running, m
	return s.keep(ctx, job, func(yield func([]Row, error) bool) {
		for some := range slices.Chunk(rows, Chunk) {
			if !yield(some, nil) {
				return
			}
		}
	})
}

func (s *Runs[M, R]) newJob(ctx context.Context, rows int) Job[M, R] {
	return Job[M, R]{File: File{
		ID: base.NewID(s.Rand), Rows: rows, Chunks: (rows + Chunk - 1) / Chunk, Started: s.Now(), By: base.ActorFrom(ctx),
	}}
}

func (s *Runs[M, R]) keep(ctx context.Context, job Job[M, R], rows Chunks) (Job[M, R], error) {
	if err := s.Store.Keep(ctx, job, rows); err != nil {
		return job, fmt.Errorf("keep an uploaded file: %w", err)
	}
	job.Version = KeptVersion
	return job, nil
}

// Find returns the job with this id, or NotFound.
func (s *Runs[M, R]) Find(ctx context.Context, id string) (Job[M, R], error) {
	job, err := s.Store.Find(ctx, id)
	if err != nil {
		return job, fmt.Errorf("read an uploaded file: %w", err)
	}
	return job, nil
}

// List returns the jobs that wait, run, or ended not long ago, the latest first.
func (s *Runs[M, R]) List(ctx context.Context) ([]Job[M, R], error) {
	all, err := s.Store.List(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the uploaded files: %w", err)
	}
	return all, nil
}

func (s *Runs[M, R]) chunk(ctx context.Context, f File, n int) ([]Row, error) {
	rows, err := s.Store.Rows(ctx, f.ID, n)
	if err != nil {
		return nil, fmt.Errorf("read the rows of an uploaded file: %w", err)
	}
	return rows, nil
}

func (s *Runs[M, R]) save(ctx context.Context, job Job[M, R]) (Job[M, R], error) {
	if err := s.Store.Save(ctx, job); err != nil {
		return job, fmt.Errorf("keep an uploaded file: %w", err)
	}
	job.Version++
	return job, nil
}

// apply goes on with a running job until all its chunks are applied. Two servers may do it at once: a chunk goes in with the
// job's own version, so that each goes in once. While one chunk is applied the next is prepared.
func (s *Runs[M, R]) apply(ctx context.Context, job Job[M, R]) (Job[M, R], error) {
	ctx = base.WithActor(ctx, job.By)
	prepare, err := s.Worker.Begin(ctx, job)
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
func (s *Runs[M, R]) step(job Job[M, R]) Job[M, R] {
	job.Next++
	job.Touched = s.Now()
	if job.Next >= job.Chunks {
		job.State = Finished
	}
	return job
}

// readyChunk is a chunk that was prepared.
type readyChunk[M, R any] struct {
	apply Apply[M, R]
	err   error
}

// ready prepares the next chunk of a running job. What it returns gives the chunk, then nothing more; of a job that does not
// run it gives nothing.
func (s *Runs[M, R]) ready(ctx context.Context, job Job[M, R], prepare Prepare[M, R]) <-chan readyChunk[M, R] {
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
func (s *Runs[M, R]) Resume(ctx context.Context) error {
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
func (s *Runs[M, R]) Sweep(ctx context.Context) error {
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
