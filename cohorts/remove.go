package cohorts

import (
	"context"
	"fmt"
	"time"

	"soundings/cohorts/base"
)

// Forgetter forgets what it keeps of one participant. It may be called again for the same one.
type Forgetter interface {
	Forget(ctx context.Context, ref string) error
}

// Removal is a participant who is being removed for good: what is kept of them elsewhere is forgotten step by step.
type Removal struct {
	ID      string
	Ref     string
	At      time.Time
	Version int64
}

// removalRest is how long the facts of a removed person's leaving stay, so that every server hears of it.
const removalRest = time.Minute

// leaving says where a membership goes that ends with the person's record.
var leaving = map[State]State{Selected: Declined, Invited: Withdrawn, Agreed: Withdrawn}

// RemoveParticipant removes a person for good: their record, their memberships and invitations, answers under way; answers
// that were given no longer say whose they are. Counts stay, and so does the record that it was done.
func (s *Service) RemoveParticipant(ctx context.Context, ref string) error {
	for {
		p, err := s.Participant(ctx, ref)
		if err != nil {
			return err
		}
		if err := s.leaveAll(ctx, ref); err != nil {
			return err
		}
		removal := Removal{ID: base.NewID(s.Rand), Ref: ref, At: s.Now()}
		err = s.Store.BeginRemoval(ctx, p, removal)
		if base.IsCode(err, base.Conflict) {
			continue // somebody changed the record
		}
		if err != nil {
			return fmt.Errorf("removing a participant: %w", err)
		}
		return s.forget(context.WithoutCancel(ctx), ref) // from here on it is finished, by ContinueRemovals at the latest
	}
}

// leaveAll ends a person's memberships, so that they are no longer counted as taking part and see nothing any more.
func (s *Service) leaveAll(ctx context.Context, ref string) error {
	memberships, err := s.MembershipsOf(ctx, ref)
	if err != nil {
		return err
	}
	for _, m := range memberships {
		to, ok := leaving[m.State]
		if !ok {
			continue
		}
		err := s.Store.SaveTransitions(ctx, []Transition{s.transition(ctx, m, to)})
		if base.IsCode(err, base.Conflict) {
			return s.leaveAll(ctx, ref)
		}
		if err != nil {
			return fmt.Errorf("ending a membership: %w", err)
		}
	}
	return nil
}

func (s *Service) forget(ctx context.Context, ref string) error {
	if err := s.Store.ForgetMember(ctx, ref); err != nil {
		return fmt.Errorf("forgetting memberships: %w", err)
	}
	if s.Others == nil {
		return nil
	}
	return s.Others.Forget(ctx, ref)
}

// ContinueRemovals goes on with removals that a stop interrupted, and ends those that every server has heard of.
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
		if found[0].Version == 0 { // else somebody new has the ref
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
