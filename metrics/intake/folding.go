package intake

import (
	"context"
	"time"

	"soundings/cohorts/rollout"
)

// busyFor is how long after a batch of events folding leaves the database to the next ones for most of the time.
const busyFor = time.Second

// FoldAll folds until nothing is pending: for a background job. While events come in it rests twice as long as it folds.
func (s *Service) FoldAll(ctx context.Context) error {
	for {
		start := time.Now()
		n, err := s.Figures.Fold(ctx)
		if err != nil || n == 0 {
			return err
		}
		if time.Since(time.Unix(0, s.taken.Load())) > busyFor {
			continue
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(2 * time.Since(start)):
		}
	}
}

// Forget deletes the events of one participant, and takes them out of the figures: for cohorts.Forgetter.
func (s *Service) Forget(ctx context.Context, ref string) error {
	s.Invalidate(rollout.MembershipChange{Ref: ref})
	for {
		n, err := s.Figures.Fold(ctx)
		if err != nil {
			return err
		}
		if n == 0 {
			return s.Store.ForgetEvents(ctx, ref)
		}
	}
}
