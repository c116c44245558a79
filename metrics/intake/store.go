package intake

import (
	"context"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/rollout"
	"soundings/cohorts/upload"
	"soundings/metrics"
)

// Store keeps events, those that are kept apart, and files of events.
type Store interface {
	// MembershipsByRef returns the memberships of these participants; a participant who is not known is missing.
	MembershipsByRef(ctx context.Context, refs []string) (map[string]metrics.Memberships, error)
	// MembershipChanges returns the changes of memberships to agreed and away from it since a moment, at most limit of them.
	MembershipChanges(ctx context.Context, since time.Time, limit int) ([]rollout.MembershipChange, error)
	// Revisions returns the revision of features and rollouts, and how often somebody was removed for good, by one small read.
	Revisions(ctx context.Context) (catalogue, forgotten int64, err error)
	// AddEvents keeps events, each id once, and returns the positions of those that were kept already. Of parked ones it
	// takes the parked copy away.
	AddEvents(ctx context.Context, events []metrics.Event, parked bool) (known []int, err error)
	// Park keeps events apart until then; those that are kept apart already stay as they are.
	Park(ctx context.Context, events []metrics.Event, until time.Time) error
	// Parked returns a page of the events that are kept apart.
	Parked(ctx context.Context, of ParkedOf, after string) (base.Page[Parked], error)
	// Unpark forgets events that are kept apart.
	Unpark(ctx context.Context, ids []string) error

	// KnownEvents returns the positions of the ids that are kept already, counted or not.
	KnownEvents(ctx context.Context, ids []string) ([]int, error)
	// RefsByMail returns for each mail address the refs of those who have it, at most two.
	RefsByMail(ctx context.Context, mails []string) ([][]string, error)
	// Spellings returns for each ref those that differ from it at most in capital letters, at most two.
	Spellings(ctx context.Context, refs []string) ([][]string, error)

	Files() upload.Store[Reading, FileReport]
	// ApplyFile keeps f, at most upload.Chunk fresh events, and apart until then the unknown; it forgets the chunk before
	// Next. It returns base.ErrChanged also when one of the fresh is kept already.
	ApplyFile(ctx context.Context, f File, fresh, unknown []metrics.Event, until time.Time) error
	// Reading returns how the last file with this header was read; ok: there was one.
	Reading(ctx context.Context, header []string) (r Reading, ok bool, err error)
	// SaveReading remembers it, over that of the same header; of many headers the latest.
	SaveReading(ctx context.Context, header []string, r Reading) error

	// RemoveEvents deletes the events of a participant that count for a cohort, or with an empty one all, takes what they
	// added out of the rollups, and returns how many there were. The member stays counted as one who agreed.
	RemoveEvents(ctx context.Context, ref, cohort string) (int, error)
	// ForgetEvents deletes the events of a participant, and takes what they added out of the rollups.
	ForgetEvents(ctx context.Context, ref string) error
}

// Parked is an event that is kept apart because its participant or feature is not known.
type Parked struct {
	Event metrics.Event
	Until time.Time
}

// ParkedOf names events that are kept apart, by one of its fields; all of them if it has none.
type ParkedOf struct {
	Ref, Feature string
	Until        time.Time // those kept until then at most
}
