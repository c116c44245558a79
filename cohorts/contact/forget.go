package contact

import (
	"context"
	"fmt"

	"soundings/cohorts/base"
)

// InvitationsOf returns every invitation of one participant.
func (s *Service) InvitationsOf(ctx context.Context, ref string) ([]Invitation, error) {
	all, err := s.Store.InvitationsOf(ctx, ref)
	if err != nil {
		return nil, fmt.Errorf("reading a participant's invitations: %w", err)
	}
	return all, nil
}

// Forget deletes the invitations and choices of one participant, so that their links open nothing any more. It implements
// cohorts.Forgetter.
func (s *Service) Forget(ctx context.Context, ref string) error {
	if err := s.Store.ForgetChoices(ctx, ref); err != nil {
		return fmt.Errorf("forgetting a participant's choices: %w", err)
	}
	if err := s.Store.ForgetMessages(ctx, ref); err != nil {
		return fmt.Errorf("forgetting a participant's messages: %w", err)
	}
	for {
		all, err := s.InvitationsOf(ctx, ref)
		if err != nil || len(all) == 0 {
			return err
		}
		for _, i := range all {
			if err := s.Store.ForgetInvitation(ctx, i); err != nil && !base.IsCode(err, base.Conflict) {
				return fmt.Errorf("forgetting an invitation: %w", err)
			}
		}
	}
}
