package cohorts

import (
	"context"
	"fmt"
	"time"

	"soundings/cohorts/base"
)

// Forgetter deletes what it keeps of one participant. Calling it again for the same one does no harm.
type Forgetter interface {
	Forget(ctx context.Context, ref string) error
}

// Removal is the removal of a participant under way: what is kept of them elsewhere is deleted step by step.
type Removal struct {
	ID      string
	Ref     string
	At      time.Time
	Version int64
}

// removalRest is how long the consents of a removed person stay, so that every server learns that they left.
const removalRest = time.Minute

// leaving maps the state of a membership to the one in which it ends when the person is removed.
var leaving = map[State]State{Selected: Declined, Invited: Withdrawn, Agreed: Withdrawn}

// RemoveParticipant removes a person for good: their record, memberships and invitations, and answers under way. Answers
// that were given no longer say whose they are. Counts stay, and so does the record that the person was removed.
//
// Once the record is gone the rest is certain to follow: here, or through ContinueRemovals when this server stops.
func (s *Service) RemoveParticipant(ctx context.Context, ref string) error {
	read := func() (Participant, error) { return s.Participant(ctx, ref) }
	leave := func(*Participant) error { return s.leaveAll(ctx, ref) }
	_, err := base.Revise(read, leave, func(p Participant) error {
		err := s.Store.BeginRemoval(ctx, p, Removal{ID: base.NewID(s.Rand), Ref: ref, At: s.Now()})
		if err != nil {
			return fmt.Errorf("removing a participant: %w", err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.forget(context.WithoutCancel(ctx), ref)
}

// leaveAll ends a person's memberships, so that they no longer count as taking part and see no beta feature.
func (s *Service) leaveAll(ctx context.Context, ref string) error {
	_, err := base.Revise(func() ([]Membership, error) { return s.MembershipsOf(ctx, ref) }, func(*[]Membership) error { return nil },
		func(memberships []Membership) error {
			for _, m := range memberships {
				to, ok := leaving[m.State]
				if !ok {
					continue
				}
				if err := s.Store.SaveTransitions(ctx, []Transition{s.transition(ctx, m, to)}); err != nil {
					return fmt.Errorf("ending a membership: %w", err)
				}
			}
			return nil
		})
	return err
}

// forget deletes what is kept of a person here and elsewhere. It may be called again.
func (s *Service) forget(ctx context.Context, ref string) error {
	if err := s.Store.ForgetMember(ctx, ref); err != nil {
		return fmt.Errorf("forgetting memberships: %w", err)
	}
	if s.Others == nil {
		return nil
	}
	return s.Others.Forget(ctx, ref)
}

// ContinueRemovals finishes removals that a stop interrupted, and ends those of which every server knows: a background job.
func (s *Service) ContinueRemovals(ctx context.Context) error {
	all, err := s.Store.Removals(ctx)
	if err != nil {
		return fmt.Errorf("reading the removals under way: %w", err)
	}
	for _, r := range all {
		if s.Now().Sub(r.At) < removalRest {
			continue
		}
		found, err := s.Store.Participants(ctx, r.Ref)
		if err != nil {
			return fmt.Errorf("reading a participant: %w", err)
		}
		if found[0].Version == 0 { // otherwise somebody new has the ref, and what is kept may be theirs
			if err := s.forget(ctx, r.Ref); err != nil {
				return err
			}
		}
		if err := s.Store.EndRemoval(ctx, r); err != nil && !base.IsCode(err, base.Conflict) {
			return fmt.Errorf("ending a removal: %w", err)
		}
	}
	return nil
}
