package intake

import (
	"context"
	"time"

	"soundings/cohorts/contact"
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

// RemoveAnswers deletes the events of one participant that count for a cohort, or all, and takes them out of the figures: for
// contact.Answers. Those that are kept apart go too when nothing will ever count them.
func (s *Service) RemoveAnswers(ctx context.Context, of contact.Whose) (contact.TakenOut, error) {
	var out contact.TakenOut
	s.Invalidate(rollout.MembershipChange{Ref: of.Ref})
	for n := 1; n > 0; {
		var err error
		if n, err = s.Figures.Fold(ctx); err != nil {
			return out, err
		}
	}
	n, err := s.Store.RemoveEvents(ctx, of.Ref, of.Cohort)
	out.Events = n
	return out, err
}

// DropUnfinished drops nothing: an event is sent at once. For contact.Answers.
func (s *Service) DropUnfinished(context.Context, contact.Whose) error { return nil }

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
