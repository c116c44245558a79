package polls

import (
	"context"
	"fmt"
)

// Release is what an earlier version of this program has shown of a secret poll: while it was open its tally at the last
// step, and the whole of it once it was closed.
type Release struct {
	Tally   Tally
	Final   bool // it was made after the poll was closed
	Version int64
}

// edition returns what is shown of a closed secret poll, the same for ever, for nothing comes in any more: what its ballots
// add up to. Of a group of which an earlier version has shown some ballots while the poll was open, and only a few have come
// since, it is what was shown then, so that the difference points at nobody.
func (s *Service) edition(ctx context.Context, p Poll) (Tally, error) {
	before, err := s.Store.Release(ctx, p)
	if err != nil {
		return Tally{}, fmt.Errorf("reading what was shown of a secret poll: %w", err)
	}
	if before.Final {
		return before.Tally, nil
	}
	t, err := s.tally(ctx, p)
	if err != nil {
		return t, err
	}
	for _, g := range p.groups() {
		_, shown, _ := before.Tally.group(p, g)
		_, n, _ := t.group(p, g)
		if shown > 0 && n-shown < p.Least(g) {
			t.replace(g, before.Tally)
		}
	}
	return t, nil
}

func (s *Service) tally(ctx context.Context, p Poll) (Tally, error) {
	t, err := s.Store.CountBallots(ctx, p)
	if err != nil {
		return t, fmt.Errorf("reading what the ballots add up to: %w", err)
	}
	return t, nil
}
