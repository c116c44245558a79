package upload

import (
	"context"
	"iter"
)

// Job is a file, with how it is read and what its user found: M says what its columns mean, R what the file would do or did.
type Job[M, R any] struct {
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
}
