package metrics

import "context"

// SeriesStore knows what members did.
type SeriesStore interface {
	// Adoption returns the cells of a cohort, but for those of Sliced7, which are many.
	Adoption(ctx context.Context, cohort string) (Tally, error)
}
