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
	// SavePlan keeps a plan; act names what was done for the audit: "create", "change" or "adopt". It returns ErrChanged
	// also when the id of a new plan is taken.
	SavePlan(ctx context.Context, act string, p Plan) error

	Entry(ctx context.Context, id string) (Entry, error) // NotFound
	Entries(ctx context.Context, k Kind) ([]Entry, error)
	EntriesAbout(ctx context.Context, feature string) ([]Entry, error) // the earliest date first
	SaveEntry(ctx context.Context, e Entry) error
	DeleteEntry(ctx context.Context, e Entry) error

	Team(ctx context.Context) (Team, error) // the zero Team where none is kept
	SaveTeam(ctx context.Context, t Team) error
	Rota(ctx context.Context) (Rota, error) // the zero Rota where none is kept
	SaveRota(ctx context.Context, r Rota) error
	Vendor(ctx context.Context) (Vendor, error) // the zero Vendor where none is kept
	SaveVendor(ctx context.Context, v Vendor) error
}

// Accounts knows who can sign in.
type Accounts interface {
	Accounts(ctx context.Context) ([]Account, error) // by name
}

// Known is a feature of the catalogue.
type Known struct {
	Effort float64   // 0: not estimated
	Needs  []string  // keys
	Live   time.Time // when it went live; zero: it has not
	Gone   bool      // it is retired
}

// Catalogue knows every feature of the portal.
type Catalogue interface {
	PlanFeatures(ctx context.Context) (map[string]Known, error) // by key
}

// Polls knows the results of polls.
type Polls interface {
	// Priorities returns the share in the ranking of each feature of a poll, by key, from 0 to 1; NotFound.
	Priorities(ctx context.Context, poll string) (map[string]float64, error)
	// Asked returns the groups that a poll asks; NotFound.
	Asked(ctx context.Context, poll string) ([]cohorts.Group, error)
}

// Bumps knows the cards of the board.
type Bumps interface {
	// UnknownBumps returns those of these ids that no card has.
	UnknownBumps(ctx context.Context, ids []string) ([]string, error)
}
