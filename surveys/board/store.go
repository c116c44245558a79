package board

import (
	"cmp"
	"context"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/plan"
)

// Store keeps bumps, their reports and their history. Save methods follow the rules of cohorts.Store.
type Store interface {
	Bump(ctx context.Context, id string) (Bump, error)                     // NotFound
	BumpsNamed(ctx context.Context, ids []string) (map[string]Bump, error) // by id; one that there is not is missing
	Bumps(ctx context.Context, q Query) (base.Page[Bump], error)
	CountBumps(ctx context.Context, q Query, most int) (int, error) // stops at most
	// BumpNumber returns the number of the last card, to be kept with the next.
	BumpNumber(ctx context.Context) (Number, error)
	// SaveBumps keeps what one act changes, all or none. An act without a name leaves no record in the audit.
	SaveBumps(ctx context.Context, act string, s Saved) error
	BumpCounts(ctx context.Context) (Counts, error)
	BumpTimes(ctx context.Context) (Times, error)
	Report(ctx context.Context, id string) (Report, error)         // NotFound
	ReportByHash(ctx context.Context, hash string) (Report, error) // NotFound
	Reports(ctx context.Context, bump, after string, limit int) (base.Page[Report], error)
	ReportsOf(ctx context.Context, ref string) ([]Report, error)
	Notes(ctx context.Context, bump, after string, limit int) (base.Page[Note], error) // the first first
	BoardSettings(ctx context.Context) (Settings, error)                               // Version 0: none
	SaveBoardSettings(ctx context.Context, s Settings) error
	Picture(ctx context.Context, id string) (Picture, error) // NotFound
	ReportCode(ctx context.Context) (Code, error)            // Version 0: it was never issued anew
	SaveReportCode(ctx context.Context, c Code) error
	Announcement(ctx context.Context, id string) (Announcement, error)          // NotFound
	Announcements(ctx context.Context, of Source) ([]Announcement, error)       // of a card or a plan, the first first
	AskingAnnouncements(ctx context.Context, limit int) ([]Announcement, error) // those with Asking
	News(ctx context.Context, after string, limit int) (base.Page[Announcement], error)
}

// Number is the number of the last card that was made.
type Number struct {
	Last    int
	Version int64
}

// Saved is what one act changes. Zero values change nothing.
type Saved struct {
	Number  Number // with a new card
	Bumps   []Bump
	Reports []Report
	Notes   []Note
	Picture Picture // to be kept with its report
	Deleted Picture // to be deleted with what it was of

	Announcements []Announcement
	Entry         plan.Entry // of the charter: who was told of a slip
}

// Query asks for cards of one state, the latest first. It names one of Where, Severity and Changed at most.
type Query struct {
	State    State
	Where    string    // about one thing
	Severity *Severity // as bad as this
	Changed  bool      // by when they were done or refused, and not by when they were opened
	From, To time.Time // opened then, or changed, To excluded; zero: whenever
	Oldest   bool      // the oldest first
	After    string
	Limit    int
}

// Subject returns the id of the card that the act is done to; empty where it is a report alone.
func (s Saved) Subject() string {
	switch {
	case len(s.Bumps) > 0:
		return s.Bumps[0].ID
	case len(s.Notes) > 0:
		return s.Notes[0].Bump
	case len(s.Announcements) > 0:
		return cmp.Or(s.Announcements[0].Bump, s.Announcements[0].ID)
	}
	return ""
}
