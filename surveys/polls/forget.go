package polls

import (
	"context"
	"fmt"
)

// Forget makes the ballots of one participant nobody's: they count as before, and can no longer be changed. It comes after
// what they were asked is forgotten, so that no link leads to a new ballot. For cohorts.Forgetter.
func (s *Service) Forget(ctx context.Context, ref string) error {
	if err := s.Store.UnlinkBallots(ctx, ref); err != nil {
		return fmt.Errorf("unlinking ballots: %w", err)
	}
	return nil
}
