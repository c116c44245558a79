package surveys

import (
	"context"
	"fmt"
	"slices"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
)

// Forget makes what one participant answered no longer theirs, and drops what they did not finish and what they were asked.
// An invitation goes last and only as it was read: an answer that comes meanwhile is found in the next round. For
// cohorts.Forgetter.
func (s *Service) Forget(ctx context.Context, ref string) error {
	for {
		all, err := s.asksOf(ctx, ref)
		if err != nil || len(all) == 0 {
			return err
		}
		for _, i := range all {
			if err := s.eachAnswer(ctx, i, s.Store.UnlinkResponse); err != nil {
				return fmt.Errorf("unlinking a response: %w", err)
			}
			if err := s.Contact.Store.ForgetInvitation(ctx, i); err != nil && !base.IsCode(err, base.Conflict) {
				return fmt.Errorf("forgetting an invitation: %w", err)
			}
		}
	}
}

// DropUnfinished drops what a participant began to answer: for contact.Answers.
func (s *Service) DropUnfinished(ctx context.Context, of contact.Whose) error {
	all, err := s.asksOf(ctx, of.Ref)
	for _, i := range all {
		if of.Has(i) && err == nil {
			err = s.Store.ForgetUnfinished(ctx, i.ID)
		}
	}
	return err
}

// RemoveAnswers removes what one participant answered, but to anonymous surveys. Figures that rest on it are counted without it.
// For contact.Answers.
func (s *Service) RemoveAnswers(ctx context.Context, of contact.Whose) (contact.TakenOut, error) {
	var out contact.TakenOut
	all, err := s.asksOf(ctx, of.Ref)
	if err != nil {
		return out, err
	}
	for _, i := range all {
		if !of.Has(i) {
			continue
		}
		v, err := s.Survey(ctx, i.Subject)
		switch {
		case base.IsCode(err, base.NotFound), v.Anonymous: // nothing says which answer is theirs
			continue
		case err != nil:
			return out, err
		}
		err = s.Contact.MarkRemoved(ctx, i, func(answered bool) error {
			if answered {
				out.Responses++
			}
			return s.eachAnswer(ctx, i, s.Store.RemoveResponse)
		})
		if err != nil {
			return out, fmt.Errorf("removing a response: %w", err)
		}
	}
	return out, nil
}

// asksOf returns the surveys that a participant was asked.
func (s *Service) asksOf(ctx context.Context, ref string) ([]contact.Invitation, error) {
	all, err := s.Contact.InvitationsOf(ctx, ref)
	return slices.DeleteFunc(all, func(i contact.Invitation) bool { return i.Kind != contact.ForSurvey }), err
}

// eachAnswer drops what is unfinished of an invitation, and does something to what was answered.
func (s *Service) eachAnswer(ctx context.Context, i contact.Invitation, do func(context.Context, Survey, string) error) error {
	if err := s.Store.ForgetUnfinished(ctx, i.ID); err != nil {
		return fmt.Errorf("dropping an answer under way: %w", err)
	}
	v, err := s.Survey(ctx, i.Subject)
	if base.IsCode(err, base.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return do(ctx, v, i.ID)
}
