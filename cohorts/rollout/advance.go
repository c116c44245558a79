package rollout

import (
	"context"
	"errors"
	"fmt"

	"soundings/cohorts/base"
)

// Advance checks the gates of every running ramp and makes the moves that are due: a background job. Each move is made
// once, by whichever server comes first. After a stop one step is due however many were missed, because the hold counts
// from the move itself. A ramp that fails holds up none of the others.
func (s *Service) Advance(ctx context.Context) error {
	c, err := s.catalogue(ctx)
	if err != nil {
		return err
	}
	var failed []error
	for _, r := range c.Rollouts {
		f, err := c.feature(r.Feature)
		if err != nil || f.Stage != Beta || !r.moving() {
			continue
		}
		if err := s.advance(ctx, r.Feature, r.Cohort); err != nil && !base.IsCode(err, base.NotFound) {
			failed = append(failed, fmt.Errorf("advancing %s for %s: %w", r.Feature, r.Cohort, err))
		}
	}
	return errors.Join(failed...)
}

// moving reports whether Advance may have something to do: a next step behind gates, or an interim look to take.
func (r Rollout) moving() bool {
	g := r.GatesNow()
	_, more := r.Next()
	comparable := r.Percent < 100 || g.Baseline != nil
	return r.State == Running && len(r.Ramp) > 0 && !g.none() && (more || comparable && r.InterimLooks < g.looks())
}

// advance makes the move that is due on one ramp, if there is one.
func (s *Service) advance(ctx context.Context, feature, cohort string) error {
	var made *Move
	after, err := s.change(ctx, feature, func(c Catalogue) (Change, error) {
		made = nil
		r, err := c.rollout(feature, cohort)
		if err != nil || !r.moving() {
			return Change{Rollout: r}, err
		}
		o, err := s.observe(ctx, c, r)
		if err != nil {
			return Change{}, err
		}
		if r, made = r.decide(o, s.now()); made != nil {
			made.ID, made.Feature, made.Cohort, made.By = base.NewID(s.Rand), feature, cohort, base.ActorFrom(ctx)
		}
		return Change{Rollout: r, Move: made}.heldBy(o.holds, s.now()), nil
	})
	if err == nil && made != nil {
		s.Log.InfoContext(ctx, "a ramp moved", "feature", feature, "cohort", cohort, "kind", made.Kind, "from", made.From, "to", after.Percent)
	}
	return err
}

// observe reads the answers since the share became what it is, and asks the further gates.
func (s *Service) observe(ctx context.Context, c Catalogue, r Rollout) (observed, error) {
	f, err := c.feature(r.Feature)
	if err != nil {
		return observed{}, err
	}
	o := observed{beta: f.Since}
	var exposed, others sums
	scored := r.GatesNow().looks() > 0
	err = s.answers(ctx, r, Wave{Since: r.shownSince(o.beta)}, func(a Answer) {
		side := &others
		if r.Shows(a.Ref) {
			side = &exposed
			if a.Scored || !scored {
				o.answers++
			}
		}
		if a.Scored {
			side.add(a.Score)
		}
	})
	if err != nil {
		return o, err
	}
	o.exposed, o.others = exposed.sample(), others.sample()
	o.holds, err = s.Holds(ctx, r)
	return o, err
}

// Status is a rollout with the state of its gates.
type Status struct {
	Rollout  Rollout
	Next     *Step        // nil: there is no further step
	Answers  int          // since the share was set, by people who see the feature
	WaitsFor []base.Text  // closed gates of a running ramp; empty: it moves the next time Advance runs
	Gates    []GateStatus // before the next step, open or closed
}

// Status returns the status of a rollout, or NotFound.
func (s *Service) Status(ctx context.Context, feature, cohort string) (Status, error) {
	c, err := s.catalogue(ctx)
	if err != nil {
		return Status{}, err
	}
	r, err := c.rollout(feature, cohort)
	if err != nil {
		return Status{}, err
	}
	o, err := s.observe(ctx, c, r)
	if err != nil {
		return Status{}, err
	}
	st := Status{Rollout: r, Answers: o.answers}
	if next, ok := r.Next(); ok {
		st.Next, st.Gates = &next, r.gateStatuses(o, s.now())
		if r.State == Running {
			st.WaitsFor = r.closedGates(o, s.now())
		}
	}
	return st, nil
}
