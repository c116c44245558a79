package rollout

import (
	"context"
	"fmt"
	"maps"
	"strings"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// maxNote bounds what somebody writes beside a move, in characters.
const maxNote = 300

// Pause stops a ramp where it stands.
func (s *Service) Pause(ctx context.Context, feature, cohort, note string) (Rollout, error) {
	return s.byHand(ctx, feature, cohort, Pause, note, func(r *Rollout, _ *Move) error {
		if r.State != Running {
			return base.Refuse(base.Conflict, "rollout.not_running")
		}
		r.State = Paused
		return nil
	})
}

// Resume lets a ramp go on that was paused or rolled back. Its hold begins anew; looks that were taken stay taken, and
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

// Jump makes the share another one by hand, whatever the gates say.
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

// Override reports whether one member of the cohort sees the feature, whatever the share is; nil: as the share says. It
// counts while they are agreed. It returns NotFound for who is no member.
func (s *Service) Override(ctx context.Context, feature, cohort, ref string, on *bool) (Rollout, error) {
	if on != nil {
		if _, err := s.Cohorts.Membership(ctx, cohort, ref); err != nil {
			return Rollout{}, err
		}
	}
	return s.change(ctx, feature, func(c Catalogue) (Rollout, *Move, error) {
		r, err := c.rollout(feature, cohort)
		if err != nil {
			return r, nil, err
		}
		r.Overrides = maps.Clone(r.Overrides)
		if on == nil {
			delete(r.Overrides, ref)
			return r, nil, nil
		}
		if r.Overrides == nil {
			r.Overrides = map[string]bool{}
		}
		r.Overrides[ref] = *on
		if len(r.Overrides) > maxOverrides {
			err = base.InvalidFields(base.Field{Name: "ref", Text: base.T("error.max_items", "Limit", maxOverrides)})
		}
		return r, nil, err
	})
}

// Forget removes what is said of one person, for when they are removed for good, after their memberships. Every server
// reads its people again. What was counted stays.
func (s *Service) Forget(ctx context.Context, ref string) error {
	for {
		c, err := s.catalogue(ctx)
		if err != nil {
			return err
		}
		var changes []Change
		for _, r := range c.Rollouts {
			if _, ok := r.Overrides[ref]; ok && len(changes) < cohorts.MaxChunk {
				r.Overrides = maps.Clone(r.Overrides)
				delete(r.Overrides, ref)
				changes = append(changes, Change{Rollout: r})
			}
		}
		if len(changes) == 0 {
			break
		}
		if err := s.Store.SaveRollouts(ctx, c.Revision, changes...); err != nil && !base.IsCode(err, base.Conflict) {
			return fmt.Errorf("forgetting overrides: %w", err)
		}
	}
	s.memory.exposures.forget(ref)
	if err := s.Store.ForgetExposure(ctx, ref); err != nil {
		return fmt.Errorf("forgetting what somebody was shown: %w", err)
	}
	s.dropSnapshot()
	return nil
}

// byHand makes a move that somebody asks for.
func (s *Service) byHand(ctx context.Context, feature, cohort string, kind MoveKind, note string, act func(*Rollout, *Move) error) (Rollout, error) {
	note = strings.TrimSpace(note)
	var k checker
	if k.length("note", note, maxNote); len(k.fields) > 0 {
		return Rollout{}, k.err()
	}
	return s.change(ctx, feature, func(c Catalogue) (Rollout, *Move, error) {
		r, err := c.rollout(feature, cohort)
		if err != nil {
			return r, nil, err
		}
		m := s.newMove(ctx, r, kind, note)
		err = act(&r, m)
		m.To = r.Percent
		return r, m, err
	})
}

// newMove makes a move of r by who acts in ctx, that leads nowhere yet.
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

// change reads the catalogue, lets decide say what becomes of a rollout, and keeps it; again when somebody else was quicker.
// Where decide returns what there is already, nothing is written.
func (s *Service) change(ctx context.Context, feature string, decide func(Catalogue) (Rollout, *Move, error)) (Rollout, error) {
	for {
		c, err := s.catalogue(ctx)
		if err != nil {
			return Rollout{}, err
		}
		if _, err := c.feature(feature); err != nil {
			return Rollout{}, err
		}
		r, m, err := decide(c)
		if err != nil {
			return r, err
		}
		if kept, err := c.rollout(r.Feature, r.Cohort); err == nil && m == nil && maps.Equal(kept.Overrides, r.Overrides) {
			return r, nil
		}
		switch err := s.Store.SaveRollouts(ctx, c.Revision, Change{r, m}); {
		case base.IsCode(err, base.Conflict):
			continue
		case err != nil:
			return r, fmt.Errorf("keeping a rollout: %w", err)
		}
		s.dropSnapshot()
		r.Version++
		return r, nil
	}
}
