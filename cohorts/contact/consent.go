package contact

import (
	"context"
	"fmt"
	"slices"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// AskConsent invites every selected member of a cohort to agree. It returns the consent invitations of all who have not
// answered theirs, those asked before too, so that asking again finds the same links.
func (s *Service) AskConsent(ctx context.Context, cohort string) ([]Invitation, error) {
	if c, err := s.Cohorts.Cohort(ctx, cohort); err != nil || c.Over() {
		return nil, overOr(err)
	}
	for {
		all, err := s.askConsent(ctx, cohort)
		if !base.IsCode(err, base.Conflict) {
			return all, err
		}
		// Somebody else moves the same members: what they did is not asked for again.
	}
}

// overOr returns a fault, or that the beta has ended.
func overOr(err error) error {
	if err != nil {
		return err
	}
	return base.Refuse(base.Conflict, "cohort.ended")
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
	again, err := s.askedAgain(ctx, cohort)
	if err != nil {
		return nil, err
	}
	waiting = append(waiting, again...)
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

// askedAgain returns the members who agreed to words that the team has asked again for since.
func (s *Service) askedAgain(ctx context.Context, cohort string) ([]cohorts.Membership, error) {
	c, err := s.Cohorts.Cohort(ctx, cohort)
	if err != nil || c.AskAgain == 0 || c.Over() {
		return nil, err
	}
	agreed, err := s.members(ctx, cohort, cohorts.Agreed)
	return slices.DeleteFunc(agreed, func(m cohorts.Membership) bool { return !m.AskedAgain(c) }), err
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

// askChunk invites members to agree and moves those who were only selected, in one step. A minor whose proxy is not known
// stays selected.
func (s *Service) askChunk(ctx context.Context, cohort string, members []cohorts.Membership) ([]Invitation, error) {
	people, err := s.Cohorts.People(ctx, refsOf(members)...)
	if err != nil {
		return nil, err
	}
	var asked []Asked
	var steps []cohorts.Transition
	for _, m := range members {
		p := people[m.Ref]
		if !p.MayBeAsked() {
			continue
		}
		asked = append(asked, Asked{Ref: m.Ref, Group: m.Group, Cohort: cohort, Stratum: m.Stratum, Proxy: p.Proxy, Language: p.Language})
		if m.State == cohorts.Selected {
			step, err := s.Cohorts.NewTransition(ctx, m, cohorts.Invited)
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

// By returns whose doing it is what is done with an invitation: the participant's, or their proxy's.
func (i Invitation) By() base.Actor {
	if i.Proxy != "" {
		return base.Actor{Kind: base.ActorParticipant, ID: i.Proxy}
	}
	return base.Actor{Kind: base.ActorParticipant, ID: i.Ref}
}

// AnswerConsent keeps what a participant said to the beta: yes or no, in which language. Saying the same twice is said
// once; who said no may say yes later. It returns where the membership stands after it.
func (s *Service) AnswerConsent(ctx context.Context, i Invitation, agree bool, language string) (cohorts.State, error) {
	ctx = base.WithActor(ctx, i.By())
	for {
		m, err := s.Cohorts.Membership(ctx, i.Subject, i.Ref)
		if err != nil {
			return "", err
		}
		step, fresh, err := s.Cohorts.Answer(ctx, m, agree, language)
		if err != nil {
			return m.State, err
		}
		var steps []cohorts.Transition
		if fresh {
			steps, m = []cohorts.Transition{step}, step.Membership
		}
		var closed []Invitation
		if i.State != Completed {
			i.State, i.Completed = Completed, s.Now()
			closed = []Invitation{i}
		}
		err = s.Store.SaveInvitations(ctx, closed, steps)
		if !base.IsCode(err, base.Conflict) {
			return m.State, err
		}
		if i, err = s.Store.InvitationByHash(ctx, i.Hash); err != nil {
			return "", fmt.Errorf("reading an invitation again: %w", err)
		}
	}
}
