package polls

import (
	"context"
	"fmt"

	"soundings/cohorts/base"
)

// EachBallot calls each with every ballot of a poll, page by page and in no order that says anything: those too that
// others took the place of.
func (s *Service) EachBallot(ctx context.Context, p Poll, each func(Ballot)) error {
	for b, err := range base.Each(func(after string) (base.Page[Ballot], error) {
		return s.Store.Ballots(ctx, p.ID, after, ballotsAtOnce)
	}) {
		if err != nil {
			return fmt.Errorf("reading ballots: %w", err)
		}
		each(b)
	}
	return nil
}

// ballotsAtOnce is how many ballots are read at a time.
const ballotsAtOnce = 500
