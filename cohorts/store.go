package cohorts

import (
	"context"

	"soundings/cohorts/base"
	"soundings/cohorts/upload"
)

// Store keeps what this package knows. A Save method adds an item whose Version is 0, and replaces the kept item
// otherwise; it returns base.ErrChanged when the kept one has another Version. Each call is all or none and durable when
// it returns. A list passed to one call has at most MaxChunk items.
type Store interface {
	Clinic(ctx context.Context) (Clinic, error) // the zero Clinic where none is kept
	SaveClinic(ctx context.Context, c Clinic, wording *ConsentWording) error
	ConsentWording(ctx context.Context, version int) (ConsentWording, error)
	KeepConsentCopy(ctx context.Context, c ConsentCopy) error // does nothing where it is kept
	ConsentCopy(ctx context.Context, id string) (ConsentCopy, error)

	Participants(ctx context.Context, refs ...string) ([]Participant, error) // in the order asked; Version 0: not kept
	FindParticipants(ctx context.Context, q ParticipantQuery) (base.Page[Participant], error)
	SaveParticipants(ctx context.Context, ps []Participant) error
	BeginRemoval(ctx context.Context, p Participant, r Removal) error // p is deleted when r is kept
	Removals(ctx context.Context) ([]Removal, error)
	EndRemoval(ctx context.Context, r Removal) error
	ForgetMember(ctx context.Context, ref string) error   // deletes memberships, and takes them out of the counts
	AttributeNames(ctx context.Context) ([]string, error) // in order

	Imports() upload.Store[Reading, ImportReport]
	ApplyImport(ctx context.Context, job Import, changed []Participant) error // keeps job and changed, forgets the chunk before Next
	ImportReading(ctx context.Context) (Reading, error)
	SaveImportReading(ctx context.Context, r Reading) error
	RefsByMail(ctx context.Context, mails []string) ([][]string, error) // of each address the refs of those who have it, at most two
	Spellings(ctx context.Context, refs []string) ([][]string, error)   // of each the refs that differ from it at most in capital letters, at most two

	Cohort(ctx context.Context, id string) (Cohort, error) // NotFound
	Cohorts(ctx context.Context) ([]Cohort, error)
	SaveCohort(ctx context.Context, c Cohort) error // ErrChanged also when a new one's id is taken

	// SelectMembers keeps first memberships, and a draw if there is one. It returns ErrChanged when the cohort or one of the
	// people has another Version than named, and gives each of them the next.
	SelectMembers(ctx context.Context, c Cohort, people []Participant, steps []Transition, d *Draw) error
	Draws(ctx context.Context, cohort string) ([]Draw, error) // latest first
	SaveWaiting(ctx context.Context, ws []Waiter) error       // passes over people who wait already or are members
	FindWaiting(ctx context.Context, cohort, after string, limit int) (base.Page[Waiter], error)
	ForgetWaiting(ctx context.Context, ws []Waiter) error // any number
	StrataCounts(ctx context.Context, cohort string) (StrataCounts, error)

	Joining(ctx context.Context, cohort string) (Joining, error) // with its id alone where none is kept
	SaveJoining(ctx context.Context, j Joining) error
	AddJoinRequest(ctx context.Context, j Joining, r JoinRequest) error          // with j, at its version; of one that is kept only that is written, as it was
	JoinRequest(ctx context.Context, id string) (JoinRequest, error)             // NotFound
	AdmitJoinRequest(ctx context.Context, r JoinRequest) error                   // forgets all but its ref and its sheet
	DropJoinRequest(ctx context.Context, j Joining, r JoinRequest) error         // with j, at its version
	CountJoinRequests(ctx context.Context, cohort string, most int) (int, error) // those that wait, up to most
	JoinRequests(ctx context.Context, cohort string, admitted bool, after string, limit int) (base.Page[JoinRequest], error)

	Memberships(ctx context.Context, cohort string, refs ...string) ([]Membership, error) // in the order asked; Version 0: none
	FindMemberships(ctx context.Context, q MembershipQuery) (base.Page[Membership], error)
	MembershipsOf(ctx context.Context, ref string) ([]Membership, error)
	SaveTransitions(ctx context.Context, steps []Transition) error
	History(ctx context.Context, cohort, ref string) ([]Consent, error) // oldest first
	MemberCounts(ctx context.Context, cohort string) (map[State]int, error)
}

// MaxChunk is how many items one Save takes; Participants and ApplyImport take upload.Chunk.
const MaxChunk = 250
