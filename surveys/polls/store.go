package polls

import (
	"context"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
)

// Store keeps what this package knows. Save methods follow the rules of cohorts.Store.
type Store interface {
	Poll(ctx context.Context, id string) (Poll, error)         // NotFound
	PollByCode(ctx context.Context, hash string) (Poll, error) // NotFound
	Polls(ctx context.Context) ([]Poll, error)                 // newest first
	SavePoll(ctx context.Context, p Poll) error                // ErrChanged also when a new one's id is taken
	Right(ctx context.Context, id string) (VotingRight, error) // Version 0: not used yet
	Ballot(ctx context.Context, id string) (Ballot, error)     // NotFound
	// Cast keeps the ballot, the right to vote as used, and the invitation as answered where i is not nil: all or none,
	// ErrChanged when the right or the invitation is not as it was read.
	Cast(ctx context.Context, b Ballot, r VotingRight, i *contact.Invitation) error
	UnlinkBallots(ctx context.Context, ref string) error // nothing says any more that they are ref's; what they add up to stays

	Ballots(ctx context.Context, poll, after string, limit int) (base.Page[Ballot], error) // in no order that says anything
	CountBallots(ctx context.Context, p Poll) (Tally, error)                               // all ballots acknowledged before the call are in it
	RecountBallots(ctx context.Context, p Poll) (Tally, error)                             // the same, counted from the ballots themselves

	Release(ctx context.Context, p Poll) (Release, error) // Version 0: nothing was released
	SaveRelease(ctx context.Context, r Release) error
}

// Catalogue knows the features that a poll can ask about.
type Catalogue interface {
	// FeatureTexts returns what is said of the features with these keys; who is unknown is not in the answer.
	FeatureTexts(ctx context.Context, keys ...string) (map[string]FeatureText, error)
}
