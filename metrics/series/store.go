package series

import (
	"context"

	"soundings/metrics"
)

// Store knows what members did.
type Store interface {
	// Adoption returns the cells of a cohort, but for those of Sliced7, which are many.
	Adoption(ctx context.Context, cohort string) (metrics.Tally, error)
}
