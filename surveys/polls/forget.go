package polls

import (
	"context"
	"fmt"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
)

// Forget makes the ballots of one participant nobody's: they count as before, and can no longer be changed. It comes after
// what they were asked is forgotten, so that no link leads to a new ballot. For cohorts.Forgetter.
func (s *Service) Forget(ctx context.Context, ref string) error {
	if err := s.Store.UnlinkBallots(ctx, ref); err != nil {
		return fmt.Errorf("unlinking ballots: %w", err)
	}
	return nil
}

// DropUnfinished drops nothing: of a ballot nothing is kept before it is sent. For contact.Answers.
func (s *Service) DropUnfinished(context.Context, contact.Whose) error { return nil }

// RemoveAnswers removes the named ballots of one participant, and takes them out of the figures. Secret ones stay: nothing says
// whose they are. For contact.Answers.
func (s *Service) RemoveAnswers(ctx context.Context, of contact.Whose) (contact.TakenOut, error) {
	var out contact.TakenOut
	all, err := s.Contact.InvitationsOf(ctx, of.Ref)
	if err != nil {
		return out, err
	}
	for _, i := range all {
		if i.Kind != contact.ForPoll || !of.Has(i) {
			continue
		}
		p, err := s.Poll(ctx, i.Subject)
		if base.IsCode(err, base.NotFound) || p.Secret {
			continue
		}
		if err != nil {
			return out, err
		}
		err = s.Contact.MarkRemoved(ctx, i, func(bool) error {
			n, err := s.Store.RemoveBallots(ctx, p, i.Ref)
			out.Ballots += n
			return err
		})
		if err != nil {
			return out, fmt.Errorf("removing a ballot: %w", err)
		}
	}
	return out, nil
}
