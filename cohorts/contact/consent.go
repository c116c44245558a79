package contact

import (
	"context"
	"fmt"
	"slices"
	"time"

	"soundings/cohorts"
)

// AskConsent invites every selected member of a cohort to agree. It answers the consent invitations of all who have not
// answered theirs, those asked before too, so that asking again finds the same links.
func (s *Service) AskConsent(ctx context.Context, cohort string) ([]Invitation, error) {
	for {
		all, err := s.askConsent(ctx, cohort)
		if !cohorts.IsCode(err, cohorts.Conflict) {
			return all, err
		}
		// Somebody else moves the same members: what they did is not asked for again.
	}
}

func (s *Service) askConsent(ctx context.Context, cohort string) ([]Invitation, error) {
	var waiting []cohorts.Membership
	for _, state := range []cohorts.State{cohorts.Invited, cohorts.Selected} {
		members, err := s.members(ctx, cohort, state)
		if err != nil {
			return nil, err
		}
		waiting = append(waiting, members...)
	}
	all := make([]Invitation, 0, len(waiting))
	for chunk := range slices.Chunk(waiting, cohorts.MaxChunk) {
		asked, err := s.askChunk(ctx, cohort, chunk)
		if err != nil {
			return nil, err
		}
		all = append(all, asked...)
	}
	return all, nil
}

func (s *Service) members(ctx context.Context, cohort string, state cohorts.State) ([]cohorts.Membership, error) {
	var all []cohorts.Membership
	q := cohorts.MembershipQuery{Cohort: cohort, State: state, Limit: 1000}
	for {
		page, err := s.Cohorts.Members(ctx, q)
		if err != nil {
			return nil, err
		}
		all = append(all, page.Items...)
		if page.Next == "" {
			return all, nil
		}
		q.After = page.Next
	}
}

// askChunk invites members to agree and moves those who were only selected, in one step.
func (s *Service) askChunk(ctx context.Context, cohort string, members []cohorts.Membership) ([]Invitation, error) {
	people, err := s.Cohorts.Store.Participants(ctx, refsOf(members)...)
	if err != nil {
		return nil, fmt.Errorf("reading participants: %w", err)
	}
	asked := make([]Asked, len(members))
	var steps []cohorts.Step
	for i, m := range members {
		asked[i] = Asked{Ref: m.Ref, Group: m.Group, Cohort: cohort, Language: people[i].Language}
		if m.State == cohorts.Selected {
			step, err := s.Cohorts.NewStep(ctx, m, cohorts.Invited)
			if err != nil {
				return nil, err
			}
			steps = append(steps, step)
		}
	}
	return s.inviteChunk(ctx, ForConsent, cohort, asked, time.Time{}, steps)
}

func refsOf(members []cohorts.Membership) []string {
	refs := make([]string, len(members))
	for i, m := range members {
		refs[i] = m.Ref
	}
	return refs
}

// AnswerConsent keeps what a participant said to the beta: yes or no, in which language. Saying the same twice is said
// once; who said no may say yes later. It answers where the membership stands after it.
func (s *Service) AnswerConsent(ctx context.Context, i Invitation, agree bool, language string) (cohorts.State, error) {
	to := cohorts.Declined
	if agree {
		to = cohorts.Agreed
	}
	clinic, err := s.Cohorts.Clinic(ctx)
	if err != nil {
		return "", err
	}
	ctx = cohorts.WithActor(ctx, cohorts.Actor{Kind: cohorts.ActorParticipant, ID: i.Ref})
	for {
		m, err := s.Cohorts.Membership(ctx, i.Subject, i.Ref)
		if err != nil {
			return "", err
		}
		var steps []cohorts.Step
		if m.State != to {
			step, err := s.Cohorts.NewStep(ctx, m, to)
			if err != nil {
				return m.State, err
			}
			step.Consent.Wording, step.Consent.Language = clinic.Wording, language
			steps = []cohorts.Step{step}
		}
		var closed []Invitation
		if i.State != Completed {
			i.State, i.Completed = Completed, s.Now()
			closed = []Invitation{i}
		}
		err = s.Store.SaveInvitations(ctx, closed, steps)
		if !cohorts.IsCode(err, cohorts.Conflict) {
			return to, err
		}
		if i, err = s.Store.InvitationByHash(ctx, i.Hash); err != nil {
			return "", fmt.Errorf("reading an invitation again: %w", err)
		}
	}
}
