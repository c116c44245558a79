package contact

import (
	"context"
	"fmt"
	"slices"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/upload"
)

// AskConsent invites every selected member of a cohort to agree. It returns the open consent invitations of the cohort,
// those of earlier calls too, so that asking again finds the same links.
func (s *Service) AskConsent(ctx context.Context, cohort string) ([]Invitation, error) {
	c, err := s.askable(ctx, cohort)
	if err != nil {
		return nil, err
	}
	var all []Invitation
	read := func() ([]cohorts.Membership, error) { return s.undecided(ctx, cohort) }
	check := func(members *[]cohorts.Membership) error { return s.checkWords(ctx, c, *members) }
	_, err = base.Revise(read, check, func(members []cohorts.Membership) error {
		all = make([]Invitation, 0, len(members))
		for chunk := range slices.Chunk(members, inviteAtOnce) {
			asked, err := s.askChunk(ctx, cohort, chunk)
			if err != nil {
				return err
			}
			all = append(all, asked...)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}

// AskCohort asks the members whom AskConsent asks, and begins a protocol where there are steps. A few are asked when it
// returns; of many it returns the job that asks them, nil otherwise.
func (s *Service) AskCohort(ctx context.Context, cohort string, steps []Step) ([]Invitation, *Asking, error) {
	c, err := s.askable(ctx, cohort)
	if err != nil {
		return nil, nil, err
	}
	members, err := s.undecided(ctx, cohort)
	if err != nil {
		return nil, nil, err
	}
	if upload.Few(len(members)) {
		all, err := s.AskConsent(ctx, cohort)
		if err == nil && len(steps) > 0 {
			_, err = s.Start(ctx, ForConsent, cohort, steps)
		}
		return all, nil, err
	}
	if err := s.checkWords(ctx, c, members); err != nil {
		return nil, nil, err
	}
	people := make([]Asked, len(members))
	for n, m := range members {
		people[n] = Asked{Ref: m.Ref, Cohort: cohort}
	}
	return s.Ask(ctx, Question{Kind: ForConsent, Subject: cohort, Steps: steps}, people)
}

// askable returns a cohort of which people can be asked whether they take part, or Conflict.
func (s *Service) askable(ctx context.Context, cohort string) (cohorts.Cohort, error) {
	c, err := s.Cohorts.Cohort(ctx, cohort)
	if err == nil && c.Over() {
		err = base.Refuse(base.Conflict, "cohort.ended")
	}
	if err != nil {
		return c, err
	}
	return c, s.Ready(ctx)
}

// undecided returns the members of a cohort who have to say yes or no: those invited, those selected, and those who agreed
// to an older wording than the team now asks for.
func (s *Service) undecided(ctx context.Context, cohort string) ([]cohorts.Membership, error) {
	var all []cohorts.Membership
	for _, state := range []cohorts.State{cohorts.Invited, cohorts.Selected} {
		members, err := s.members(ctx, cohort, state)
		if err != nil {
			return nil, err
		}
		all = append(all, members...)
	}
	again, err := s.askedAgain(ctx, cohort)
	return append(all, again...), err
}

// askedAgain returns the members who agreed to an older wording than the team now asks for.
func (s *Service) askedAgain(ctx context.Context, cohort string) ([]cohorts.Membership, error) {
	c, err := s.Cohorts.Cohort(ctx, cohort)
	if err != nil || c.AskAgain == 0 || c.Over() {
		return nil, err
	}
	agreed, err := s.members(ctx, cohort, cohorts.Agreed)
	return slices.DeleteFunc(agreed, func(m cohorts.Membership) bool { return !m.AskedAgain(c) }), err
}

// members returns every member of a cohort in a state.
func (s *Service) members(ctx context.Context, cohort string, state cohorts.State) ([]cohorts.Membership, error) {
	var all []cohorts.Membership
	for m, err := range s.Cohorts.EveryMember(ctx, cohort, state) {
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, nil
}

// askChunk invites at most inviteAtOnce members to agree, and moves those who were only selected to invited, in one
// write. A minor without a proxy stays selected.
func (s *Service) askChunk(ctx context.Context, cohort string, members []cohorts.Membership) ([]Invitation, error) {
	people, err := s.Cohorts.People(ctx, refsOf(members)...)
	if err != nil {
		return nil, err
	}
	var asked []Asked
	var moves []cohorts.Transition
	for _, m := range members {
		p := people[m.Ref]
		if !p.MayBeAsked() {
			continue
		}
		asked = append(asked, Asked{Ref: m.Ref, Group: m.Group, Cohort: cohort, Stratum: m.Stratum, Proxy: p.Proxy, Language: p.Language})
		if m.State == cohorts.Selected {
			move, err := s.Cohorts.NewTransition(ctx, m, cohorts.Invited)
			if err != nil {
				return nil, err
			}
			moves = append(moves, move)
		}
	}
	return s.inviteChunk(ctx, ForConsent, cohort, asked, time.Time{}, moves)
}

func refsOf(members []cohorts.Membership) []string {
	refs := make([]string, len(members))
	for i, m := range members {
		refs[i] = m.Ref
	}
	return refs
}

// By returns the actor who uses the invitation: the proxy if there is one, otherwise the participant.
func (i Invitation) By() base.Actor {
	if i.Proxy != "" {
		return base.Actor{Kind: base.ActorParticipant, ID: i.Proxy}
	}
	return base.Actor{Kind: base.ActorParticipant, ID: i.Ref}
}

// Reply is what somebody answers on a consent page.
type Reply struct {
	Agree    bool
	Language string              // of the page
	Copy     cohorts.ConsentCopy // what they read; without an id none is kept
	Assent   cohorts.Assent      // what a minor said to their proxy
}

// AnswerConsent saves a yes or no of which no copy is kept; see TakeConsent.
func (s *Service) AnswerConsent(ctx context.Context, i Invitation, agree bool, language string) (cohorts.State, error) {
	return s.TakeConsent(ctx, i, Reply{Agree: agree, Language: language})
}

// TakeConsent saves a participant's yes or no to the beta, with a copy of what they agreed to, and completes the
// invitation. Saying the same twice counts once, a no can become a yes later, and a no after a yes takes them out. It
// returns the member's new state.
func (s *Service) TakeConsent(ctx context.Context, i Invitation, r Reply) (cohorts.State, error) {
	ctx = base.WithActor(ctx, i.By())
	people, err := s.Cohorts.People(ctx, i.Ref)
	if err != nil {
		return "", err
	}
	if r.Agree && r.Copy.ID != "" {
		if err := s.Cohorts.Store.KeepConsentCopy(ctx, r.Copy); err != nil {
			return "", fmt.Errorf("keeping a copy of a consent page: %w", err)
		}
	}
	var moves []cohorts.Transition // at most one
	read := func() (cohorts.Membership, error) { return s.Cohorts.Membership(ctx, i.Subject, i.Ref) }
	m, err := base.Revise(read, func(m *cohorts.Membership) error {
		move, fresh, err := s.Cohorts.Answer(ctx, *m, r.Agree, r.Language)
		if moves = nil; !fresh || err != nil {
			return err
		}
		if r.Agree {
			move.Consent.Copy = r.Copy.ID
		}
		if err := people[i.Ref].NoteAssent(&move, r.Assent); err != nil {
			return err
		}
		moves, *m = []cohorts.Transition{move}, move.Membership
		return nil
	}, func(cohorts.Membership) error { return s.completeConsent(ctx, &i, moves) })
	return m.State, err
}

// completeConsent completes a consent invitation together with the member's transition. When either was changed meanwhile
// it reads the invitation again and returns Conflict.
func (s *Service) completeConsent(ctx context.Context, i *Invitation, moves []cohorts.Transition) error {
	var completed []Invitation
	if i.State != Completed {
		one := *i
		one.State, one.Completed = Completed, s.Now()
		completed = []Invitation{one}
	}
	conflict := s.Store.SaveInvitations(ctx, completed, moves)
	if !base.IsCode(conflict, base.Conflict) {
		return conflict
	}
	var err error
	if *i, err = s.Store.InvitationByHash(ctx, i.Hash); err != nil {
		return fmt.Errorf("reading an invitation again: %w", err)
	}
	return conflict
}
