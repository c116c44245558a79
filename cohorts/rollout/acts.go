package rollout

import (
	"context"
	"fmt"
	"maps"
	"strings"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// maxNote is the longest note on a move, in characters.
const maxNote = 300

// Pause stops a ramp at its present share.
func (s *Service) Pause(ctx context.Context, feature, cohort, note string) (Rollout, error) {
	return s.byHand(ctx, feature, cohort, Pause, note, func(r *Rollout, _ *Move) error {
		if r.State != Running {
			return base.Refuse(base.Conflict, "rollout.not_running")
		}
		r.State = Paused
		return nil
	})
}

// Resume lets a ramp go on that was paused or rolled back. Its hold begins anew. Interim looks that were taken stay taken;
// after a roll back there are none.
func (s *Service) Resume(ctx context.Context, feature, cohort, note string) (Rollout, error) {
	return s.byHand(ctx, feature, cohort, Resume, note, func(r *Rollout, m *Move) error {
		if r.State == Running {
			return base.Refuse(base.Conflict, "rollout.running")
		}
		r.State, r.Resumed = Running, m.At
		return nil
	})
}

// Jump sets the share by hand, whatever the gates say.
func (s *Service) Jump(ctx context.Context, feature, cohort string, to Percent, note string) (Rollout, error) {
	var k checker
	if k.percent("percent", to); len(k.fields) > 0 {
		return Rollout{}, k.err()
	}
	return s.byHand(ctx, feature, cohort, Jump, note, func(r *Rollout, m *Move) error {
		r.setPercent(to, m.At)
		return nil
	})
}

// Step takes the next step of the ramp by hand, whatever the gates say.
func (s *Service) Step(ctx context.Context, feature, cohort, note string) (Rollout, error) {
	return s.byHand(ctx, feature, cohort, Jump, note, func(r *Rollout, m *Move) error {
		next, ok := r.Next()
		if !ok {
			return base.Refuse(base.Conflict, "rollout.no_next")
		}
		r.setPercent(next.Percent, m.At)
		return nil
	})
}

// RollBack goes to the step below by hand, or to 0, and stays there until somebody resumes.
func (s *Service) RollBack(ctx context.Context, feature, cohort, note string) (Rollout, error) {
	return s.byHand(ctx, feature, cohort, RollBack, note, func(r *Rollout, m *Move) error {
		if r.Percent == 0 {
			return base.Refuse(base.Conflict, "rollout.no_previous")
		}
		r.setPercent(r.Previous(), m.At)
		r.State = RolledBack
		return nil
	})
}

// Override makes one member of the cohort see the feature, or not, whatever the share is; with a nil on, the share decides
// again. It counts while the member is agreed. It returns NotFound when the person is no member.
func (s *Service) Override(ctx context.Context, feature, cohort, ref string, on *bool) (Rollout, error) {
	if on != nil {
		if _, err := s.Cohorts.Membership(ctx, cohort, ref); err != nil {
			return Rollout{}, err
		}
	}
	return s.change(ctx, feature, func(c Catalogue) (Change, error) {
		r, err := c.rollout(feature, cohort)
		if err != nil {
			return Change{}, err
		}
		r.Overrides = maps.Clone(r.Overrides)
		if on == nil {
			delete(r.Overrides, ref)
			return Change{Rollout: r}, nil
		}
		if r.Overrides == nil {
			r.Overrides = map[string]bool{}
		}
		r.Overrides[ref] = *on
		if len(r.Overrides) > maxOverrides {
			err = base.InvalidFields(base.Field{Name: "ref", Text: base.T("error.max_items", "Limit", maxOverrides)})
		}
		return Change{Rollout: r}, err
	})
}

// Forget deletes the overrides and exposures of one person who is removed for good, after their memberships. It makes
// every server read its members again. What was counted stays. It implements cohorts.Forgetter.
func (s *Service) Forget(ctx context.Context, ref string) error {
	for {
		changes, err := s.forgetOverrides(ctx, ref)
		if err != nil {
			return err
		}
		if changes == 0 {
			break
		}
	}
	s.memory.exposures.forget(ref)
	if err := s.Store.ForgetExposure(ctx, ref); err != nil {
		return fmt.Errorf("forgetting what somebody was shown: %w", err)
	}
	s.dropSnapshot()
	return nil
}

// forgetOverrides deletes overrides of one person in as many rollouts as one write takes, and returns in how many.
func (s *Service) forgetOverrides(ctx context.Context, ref string) (int, error) {
	var changes []Change
	read := func() (Catalogue, error) { return s.catalogue(ctx) }
	_, err := base.Revise(read, func(c *Catalogue) error {
		changes = nil
		for _, r := range c.Rollouts {
			if _, ok := r.Overrides[ref]; ok && len(changes) < cohorts.MaxChunk {
				r.Overrides = maps.Clone(r.Overrides)
				delete(r.Overrides, ref)
				changes = append(changes, Change{Rollout: r})
			}
		}
		return nil
	}, func(c Catalogue) error {
		if len(changes) == 0 {
			return nil
		}
		if err := s.Store.SaveRollouts(ctx, c.Revision, changes...); err != nil {
			return fmt.Errorf("forgetting overrides: %w", err)
		}
		return nil
	})
	return len(changes), err
}

// byHand makes the move that act decides, with a note.
func (s *Service) byHand(ctx context.Context, feature, cohort string, kind MoveKind, note string, act func(*Rollout, *Move) error) (Rollout, error) {
	note = strings.TrimSpace(note)
	var k checker
	if k.length("note", note, maxNote); len(k.fields) > 0 {
		return Rollout{}, k.err()
	}
	return s.change(ctx, feature, func(c Catalogue) (Change, error) {
		r, err := c.rollout(feature, cohort)
		if err != nil {
			return Change{}, err
		}
		m := s.newMove(ctx, r, kind, note)
		err = act(&r, m)
		m.To = r.Percent
		return Change{Rollout: r, Move: m}, err
	})
}

// newMove returns a move of r by the actor in ctx. It ends where it begins until its To is set.
func (s *Service) newMove(ctx context.Context, r Rollout, kind MoveKind, note string) *Move {
	m := &Move{
		ID: base.NewID(s.Rand), Feature: r.Feature, Cohort: r.Cohort, Kind: kind, From: r.Percent, To: r.Percent,
		At: s.now(), By: base.ActorFrom(ctx), Note: note,
	}
	if r.Version > 0 {
		m.Hours = m.At.Sub(r.Since).Hours()
	}
	return m
}

// change saves what decide makes of a rollout in the present catalogue. When decide returns the rollout as it is, nothing
// is written.
func (s *Service) change(ctx context.Context, feature string, decide func(Catalogue) (Change, error)) (Rollout, error) {
	var next Change
	write := true
	read := func() (Catalogue, error) { return s.catalogue(ctx) }
	_, err := base.Revise(read, func(c *Catalogue) (err error) {
		if _, err := c.feature(feature); err != nil {
			return err
		}
		if next, err = decide(*c); err != nil {
			return err
		}
		kept, unknown := c.rollout(next.Rollout.Feature, next.Rollout.Cohort)
		next.Marked = next.Move == nil && !kept.HeldSince.Equal(next.Rollout.HeldSince)
		write = unknown != nil || next.Move != nil || next.Marked || !maps.Equal(kept.Overrides, next.Rollout.Overrides)
		return nil
	}, func(c Catalogue) error {
		if !write {
			return nil
		}
		if err := s.Store.SaveRollouts(ctx, c.Revision, next); err != nil {
			return fmt.Errorf("keeping a rollout: %w", err)
		}
		return nil
	})
	if err == nil && write {
		s.dropSnapshot()
		next.Rollout.Version++
	}
	return next.Rollout, err
}
