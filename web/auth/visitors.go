package auth

import (
	"context"
	"time"
)

// Visitors slows down people without an account who try often.
type Visitors struct{ *Service }

// Visitors returns what slows down people without an account.
func (s *Service) Visitors() Visitors { return Visitors{s} }

// GuessedLink counts a link or code that there is not, and refuses the next ones from there where there were many. Links
// that there are open all the same: they are too long to be guessed, and people behind one address are not kept out.
func (s Visitors) GuessedLink(ctx context.Context, from string) error {
	return s.counted(ctx, guesses("link", from))
}

// AskedToJoin counts a request to take part, and refuses the next ones from there where there were many: fewer a minute than
// guesses, as each of them is kept for somebody to read.
func (s Visitors) AskedToJoin(ctx context.Context, from string) error {
	limits := guesses("join", from)
	for i := range limits {
		limits[i].Every = time.Minute
	}
	return s.counted(ctx, limits)
}

// counted counts a try of what is slowed down.
func (s Visitors) counted(ctx context.Context, limits []Limit) error {
	wait, err := s.Throttle.Take(ctx, limits...)
	if err != nil { // the page that says so needs no counter
		s.Log.WarnContext(ctx, "a try could not be counted", "error", err)
		return nil
	}
	if wait > 0 {
		return TooOften(wait)
	}
	return nil
}
