package upload

import (
	"context"
	"iter"
)

// Job is a file, with how it is read and what its user found: M says what its columns mean, R what the file would do or did.
type Job[M any, R Report] struct {
	File
	Reading M
	Report  R
}

// Report is what a check of a file found.
type Report interface {
	Mistakes() []RowError // with any, nothing of the file is applied
}

// Chunks are the rows of a file, at most Chunk at a time.
type Chunks = iter.Seq2[[]Row, error]

// BadRow is called with a row that will not count, and why.
type BadRow func(row Row, why []RowError) error

// User is somebody whose rows stand in files.
type User[M any, R Report] interface {
	// Guess returns how a file is most likely read, and what is wrong with the file as a whole: then it is not kept.
	Guess(ctx context.Context, t Table) (M, []RowError, error)
	// Check holds every row against the rules, read in that way, and keeps nothing. It returns what the file would do, and how
	// it was read where the rows themselves say it. It calls bad, if there is one, with each row that will not count.
	Check(ctx context.Context, header []string, m M, rows Chunks, bad BadRow) (R, M, error)
	// Remember keeps how a file with this header was read, for the next Guess.
	Remember(ctx context.Context, header []string, m M) error
	// Begin begins to apply a job.
	Begin(ctx context.Context, job Job[M, R]) (Prepare[M, R], error)
}

// Prepare finds what a chunk changes, and changes nothing. It runs while the chunk before is applied, never beside itself.
type Prepare[M any, R Report] func(ctx context.Context, rows []Row) (Apply[M, R], error)

// Apply makes the changes of a chunk and saves the job in one act that forgets the chunk before Next; the report may grow by
// what came of it. It returns a Conflict where the job or something that the chunk changes is not as it was.
type Apply[M any, R Report] func(ctx context.Context, job *Job[M, R]) error

// Store keeps the jobs of one user. Save and Forget return base.ErrChanged when the Version is not what is kept.
type Store[M any, R Report] interface {
	// Keep keeps a new job, Uploading until all its rows are kept, then in its own state with KeptVersion.
	Keep(ctx context.Context, job Job[M, R], rows Chunks) error
	Save(ctx context.Context, job Job[M, R]) error
	Find(ctx context.Context, id string) (Job[M, R], error) // NotFound
	List(ctx context.Context) ([]Job[M, R], error)          // the latest first
	// Rows returns one chunk; none where another server has applied it.
	Rows(ctx context.Context, id string, chunk int) ([]Row, error)
	Forget(ctx context.Context, f File) error // with its rows
	ForgetLostRows(ctx context.Context) error // those of no job of any user
}
