package auth

import (
	"context"
	"time"
)

// Store keeps what this package knows. Save methods and ChangeStaff add a document whose Version is 0 and replace one
// with the Version named; they return base.ErrChanged when that is not what is kept. Each is all or none and durable
// when it returns. Reading one thing that is not there is NotFound.
type Store interface {
	Roster(ctx context.Context) (Roster, error) // the zero Roster where none is kept
	Staff(ctx context.Context, id string) (Staff, error)
	StaffByEmail(ctx context.Context, email string) (Staff, error) // exact: addresses are kept in lower case
	StaffByIdentity(ctx context.Context, identity string) (Staff, error)
	StaffByCalendar(ctx context.Context, hash string) (Staff, error)
	AllStaff(ctx context.Context) ([]Staff, error)
	ChangeStaff(ctx context.Context, c StaffChange) error

	SetupLink(ctx context.Context, hash string) (SetupLink, error)
	SaveSetupLink(ctx context.Context, l SetupLink) error

	Key(ctx context.Context, hash string) (Key, error)
	Keys(ctx context.Context) ([]Key, error)
	SaveKey(ctx context.Context, k Key) error
	DeleteKey(ctx context.Context, id string) error // NotFound

	Session(ctx context.Context, hash string) (Session, error)     // also one that is over, until it is swept away
	Sessions(ctx context.Context, staff string) ([]Session, error) // of one member, also those that are over
	SaveSession(ctx context.Context, s Session) error
	DeleteSession(ctx context.Context, hash string) error // nil also when there is none

	DeleteExpired(ctx context.Context, now time.Time) error // sessions, set-up links and counters

	Trace(ctx context.Context, t Trace) error
	// TraceRead keeps the first of the equal ones until a moment at once, and then all others as one, counted together.
	TraceRead(ctx context.Context, t Trace, until time.Time) error

	CounterStore
}

// Act says what a StaffChange does, for the audit record.
type Act string

// The changes of the staff.
const (
	ActAdded       Act = "added"  // by a manager, with a link to choose a password
	ActSetUp       Act = "set_up" // chose a password by a set-up link; the account may be new
	ActRoleChanged Act = "role_changed"
	ActRemoved     Act = "removed"
	ActPassword    Act = "password" // chose another, knowing the one before

	ActSecondOn     Act = "second_on"
	ActSecondOff    Act = "second_off"
	ActRecovery     Act = "recovery" // made new recovery codes
	ActRecoveryUsed Act = "recovery_used"
	ActCode         Act = "code" // used a code to sign in: no record

	ActCalendar      Act = "calendar" // made an address for their calendar
	ActCalendarEnded Act = "calendar_ended"

	ActNone        Act = ""             // nothing is to change
	ActJoined      Act = "joined"       // came by the provider, whose groups give a role
	ActBound       Act = "bound"        // signs in by the provider from now on
	ActRoleGranted Act = "role_granted" // the provider's groups gave another
)

// byThemself reports whether it is the act of the person whose account changes, before they are signed in.
func (a Act) byThemself() bool {
	return a == ActSetUp || a == ActRecoveryUsed || a == ActJoined || a == ActBound || a == ActRoleGranted
}

// StaffChange is one change of the staff. A store keeps all of it or nothing.
type StaffChange struct {
	Act    Act
	Roster Roster     // as it is to be, with the Version that was read: every change of the staff raises it
	Staff  Staff      // as the account is to be; as it was when it is removed
	Remove bool       // delete Staff instead of saving it
	Link   *SetupLink // made or used with the change
}

// Roster says who manages. It goes into every change of the staff, so that of two changes at once one is refused and
// looks again: there is always somebody who manages, and the first set-up happens once.
type Roster struct {
	Managers []string // ids; empty before the first set-up
	Version  int64
}

// Session is somebody signed in.
type Session struct {
	Hash    string // of the token that the browser has
	Staff   string // whose it is; empty: of before this was kept
	Data    []byte // JSON
	Expires time.Time
	Version int64
}
