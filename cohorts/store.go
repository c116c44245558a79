package cohorts

import "context"

// Store keeps what this package knows. Save methods add a document whose Version is 0 and replace one with the Version
// named; they answer ErrChanged when that is not what is kept. Each is all or none and durable when it returns.
// A list passed to one call has at most MaxChunk items.
type Store interface {
	Clinic(ctx context.Context) (Clinic, error) // the zero Clinic where none is kept
	SaveClinic(ctx context.Context, c Clinic, wording *ConsentWording) error
	ConsentWording(ctx context.Context, version int) (ConsentWording, error)

	Participants(ctx context.Context, refs ...string) ([]Participant, error) // in the order asked; Version 0: not kept
	FindParticipants(ctx context.Context, q ParticipantQuery) (Page[Participant], error)
	SaveParticipants(ctx context.Context, ps []Participant) error

	StartImport(ctx context.Context, job Import, rows [][]string) error // its rows are there from the moment it is
	ImportRows(ctx context.Context, id string, chunk int) ([][]string, error)
	ApplyImport(ctx context.Context, job Import, changed []Participant) error // keeps job and changed together
	UnfinishedImports(ctx context.Context) ([]Import, error)

	Cohort(ctx context.Context, id string) (Cohort, error) // NotFound
	Cohorts(ctx context.Context) ([]Cohort, error)
	SaveCohort(ctx context.Context, c Cohort) error // ErrChanged also when a new one's id is taken

	Memberships(ctx context.Context, cohort string, refs ...string) ([]Membership, error) // in the order asked; Version 0: none
	FindMemberships(ctx context.Context, q MembershipQuery) (Page[Membership], error)
	MembershipsOf(ctx context.Context, ref string) ([]Membership, error)
	SaveSteps(ctx context.Context, steps []Step) error
	History(ctx context.Context, cohort, ref string) ([]Consent, error) // oldest first
	MemberCounts(ctx context.Context, cohort string) (map[State]int, error)
}

// MaxChunk is how many items one Save takes.
const MaxChunk = 250
