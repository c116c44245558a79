package polls

import (
	"context"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/surveys/doors"
)

// Store keeps what this package knows. Save methods follow the rules of cohorts.Store.
type Store interface {
	Poll(ctx context.Context, id string) (Poll, error)         // NotFound
	PollByCode(ctx context.Context, hash string) (Poll, error) // NotFound
	Polls(ctx context.Context) ([]Poll, error)                 // newest first
	SavePoll(ctx context.Context, p Poll) error                // ErrChanged also when a new one's id is taken
	HangDoors(ctx context.Context, p Poll) error               // keeps a poll with as many new doors as it says, all or none
	ClosePoll(ctx context.Context, p Poll) error               // keeps a closed poll without its doors, all or none; ErrChanged when a ballot came through one meanwhile
	doors.Store
	Right(ctx context.Context, id string) (VotingRight, error) // Version 0: not used yet
	Ballot(ctx context.Context, id string) (Ballot, error)     // NotFound
	// Cast keeps the ballot, the right to vote as used, and the invitation as answered where i is not nil: all or none,
	// ErrChanged when the right or the invitation is not as it was read.
	Cast(ctx context.Context, b Ballot, r VotingRight, i *contact.Invitation) error
	// CastInSecret keeps a secret ballot and the right as used, through a door: all or none, ErrChanged when the right or the
	// door is not as it was read.
	CastInSecret(ctx context.Context, b Ballot, r VotingRight, d doors.Door) error
	UnlinkBallots(ctx context.Context, ref string) error // nothing says any more that they are ref's; what they add up to stays

	// RemoveBallots deletes all ballots of a participant in a named poll and their right to vote, and takes them out of what
	// the ballots add up to. It returns how many of them counted.
	RemoveBallots(ctx context.Context, p Poll, ref string) (int, error)

	Ballots(ctx context.Context, poll, after string, limit int) (base.Page[Ballot], error) // in no order that says anything
	CountBallots(ctx context.Context, p Poll) (Tally, error)                               // all ballots acknowledged before the call are in it
	RecountBallots(ctx context.Context, p Poll) (Tally, error)                             // the same, counted from the ballots themselves

	// PollEdition returns which edition of a named poll is shown and what waits, as they are at one moment; Renew keeps the next one
	// with which these wait no longer. Cast has its ballot wait. Without takes what waits out of a tally.
	PollEdition(ctx context.Context, poll string) (Edition, error)
	Renew(ctx context.Context, e Edition, told []Waiting) error
	Without(ctx context.Context, p Poll, t *Tally, waiting []Waiting) error

	Release(ctx context.Context, p Poll) (Release, error) // what an earlier version of this program has shown of a secret poll
}

// Catalogue knows the features that a poll can ask about.
type Catalogue interface {
	// FeatureTexts returns what is said of the features with these keys; who is unknown is not in the answer.
	FeatureTexts(ctx context.Context, keys ...string) (map[string]FeatureText, error)
}
