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

// Leave takes the participant behind a link out of a cohort: nothing of it can be answered any more, what was begun is
// dropped, and what was answered is removed too if they say so.
func (s *Service) Leave(ctx context.Context, i contact.Invitation, cohort string, remove bool) error {
	if err := s.Contact.Leave(ctx, i, cohort); err != nil {
		return err
	}
	if remove {
		return s.RemoveAnswers(ctx, cohort, i.Ref)
	}
	return s.dropUnfinished(ctx, cohort, i.Ref)
}

// dropUnfinished drops what a participant began to answer as a member of a cohort.
func (s *Service) dropUnfinished(ctx context.Context, cohort, ref string) error {
	all, err := s.asksOf(ctx, ref)
	for _, i := range all {
		if i.Cohort == cohort && err == nil {
			err = s.Store.ForgetUnfinished(ctx, i.ID)
		}
	}
	return err
}

// RemoveAnswers removes what one participant answered as a member of a cohort, as they asked for. Figures that rest on it
// are counted without it.
func (s *Service) RemoveAnswers(ctx context.Context, cohort, ref string) error {
	all, err := s.asksOf(ctx, ref)
	if err != nil {
		return err
	}
	for _, i := range all {
		if i.Cohort != cohort {
			continue
		}
		if err := s.eachAnswer(ctx, i, s.Store.RemoveResponse); err != nil {
			return fmt.Errorf("removing a response: %w", err)
		}
	}
	return nil
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
