package metrics

import (
	"context"
	"time"
)

// MaxChunk is how many events or refs one call of a store takes.
const MaxChunk = 450

// Store keeps what events add up to.
type Store interface {
	// FoldEvents adds some of what is pending to what members did and to the tallies, and returns how much.
	FoldEvents(ctx context.Context, zone *time.Location) (int, error)
	// Adoption returns the cells of a cohort that were folded, but for those of Sliced7, which are many.
	Adoption(ctx context.Context, cohort string) (Tally, error)
	// Slices returns the cells of Sliced7 on one day.
	Slices(ctx context.Context, cohort string, day Day) (Tally, error)
	// Activities returns what these members of a cohort did, at most MaxChunk; a member of whom nothing is known is missing.
	Activities(ctx context.Context, cohort string, refs []string) (map[string]Activity, error)
	// EnqueueMembers has the next folds count these memberships in, named as cohort/ref, at most MaxChunk.
	EnqueueMembers(ctx context.Context, memberships []string) error
	// RecountEvents returns by cohort what is kept, with what is pending, and what the facts add up to, both as they
	// were at one moment; and the same of every membership.
	RecountEvents(ctx context.Context, zone *time.Location) (kept, counted Recounted, err error)
}

// Recounted is everything that events add up to.
type Recounted struct {
	Tallies    map[string]Tally    // by cohort
	Activities map[string]Activity // by cohort/ref
	Events     int
	Misplaced  int // see Event.Misplaced
}
