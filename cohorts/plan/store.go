package plan

import (
	"context"
	"time"

	"soundings/cohorts"
)

// Store keeps what this package knows. Save methods follow the rules of cohorts.Store.
type Store interface {
	Clinic(ctx context.Context) (cohorts.Clinic, error) // the zero Clinic where none is kept

	Plan(ctx context.Context, id string) (Plan, error) // NotFound
	Plans(ctx context.Context) ([]Plan, error)         // newest first
	// SavePlan keeps a plan and what was done: "create", "change" or "adopt"; ErrChanged also when a new one's id is taken.
	SavePlan(ctx context.Context, act string, p Plan) error

	Entry(ctx context.Context, id string) (Entry, error) // NotFound
	Entries(ctx context.Context, k Kind) ([]Entry, error)
	EntriesAbout(ctx context.Context, feature string) ([]Entry, error) // the earliest date first
	SaveEntry(ctx context.Context, e Entry) error
	DeleteEntry(ctx context.Context, e Entry) error
}

// Known is what the catalogue says of a feature.
type Known struct {
	Effort float64
	Needs  []string
	Live   time.Time // since when everybody has it; zero: they have not yet
	Gone   bool      // it is retired
}

// Catalogue knows every feature.
type Catalogue interface {
	PlanFeatures(ctx context.Context) (map[string]Known, error) // by key
}

// Polls knows what was found out about what people want.
type Polls interface {
	// Priorities returns for each feature of a poll its share in the ranking, between 0 and 1; NotFound.
	Priorities(ctx context.Context, poll string) (map[string]float64, error)
	// Asked returns the groups that a poll asks; NotFound.
	Asked(ctx context.Context, poll string) ([]cohorts.Group, error)
}
