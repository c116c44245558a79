package polls

import (
	"context"
	"fmt"

	"soundings/cohorts/base"
)

// Release is what is shown of a secret poll: its tally as it was at the last step. While the poll is open two releases of a
// group differ by more ballots than a small cell holds, so that nobody learns from the difference what one person voted.
// The last release, at closing, is whole: it may differ from the one before by few ballots, or one, and then whoever reads
// both can learn what those few voted; nothing says who they are.
type Release struct {
	Poll    Poll
	Tally   Tally
	Final   bool // it was made after the poll was closed, and stays
	Version int64
}

// shown returns what may be shown of a poll now: of a named one all, of a secret one the last release, or a new one where
// it is time.
func (s *Service) shown(ctx context.Context, p Poll) (Tally, error) {
	for p.Secret {
		kept, err := s.Store.Release(ctx, p)
		if err != nil {
			return Tally{}, fmt.Errorf("reading what is shown of a secret poll: %w", err)
		}
		if kept.Final {
			return kept.Tally, nil
		}
		now, err := s.tally(ctx, p)
		if err != nil {
			return Tally{}, err
		}
		if !kept.step(p, now) {
			return kept.Tally, nil
		}
		switch err := s.Store.SaveRelease(ctx, kept); {
		case base.IsCode(err, base.Conflict):
			continue
		case err != nil:
			return Tally{}, fmt.Errorf("keeping what is shown of a secret poll: %w", err)
		}
		return kept.Tally, nil
	}
	return s.tally(ctx, p)
}

func (s *Service) tally(ctx context.Context, p Poll) (Tally, error) {
	t, err := s.Store.CountBallots(ctx, p)
	if err != nil {
		return t, fmt.Errorf("reading what the ballots add up to: %w", err)
	}
	return t, nil
}

// step takes over what may be shown now and reports whether anything is new. A closed poll is shown whole.
func (r *Release) step(p Poll, now Tally) bool {
	if p.State == Closed {
		r.Tally, r.Final = now, true
		return true
	}
	stepped := false
	for _, g := range p.groups() {
		_, before, _ := r.Tally.group(p, g)
		if _, n, _ := now.group(p, g); n-before > smallCell(g) {
			r.Tally.replace(g, now)
			stepped = true
		}
	}
	return stepped
}
