package rollout

import (
	"context"
	"errors"
	"fmt"

	"soundings/cohorts/base"
)

// Advance looks at the gates of every ramp that runs, and makes the moves that are due: for a background job. Each is made
// once, by whichever server is first. What is overdue after a stop is one step: the hold counts from the move itself.
// A ramp that cannot be looked at holds up none of the others.
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

// moving reports whether there may be something to do: a step that has gates, or a score to look at.
func (r Rollout) moving() bool {
	g := r.GatesNow()
	_, more := r.Next()
	comparable := r.Percent < 100 || g.Baseline != nil
	return r.State == Running && len(r.Ramp) > 0 && !g.none() && (more || comparable && r.InterimLooks < g.looks())
}

func (s *Service) advance(ctx context.Context, feature, cohort string) error {
	var made *Move
	after, err := s.change(ctx, feature, func(c Catalogue) (Rollout, *Move, error) {
		made = nil
		r, err := c.rollout(feature, cohort)
		if err != nil || !r.moving() {
			return r, nil, err
		}
		o, err := s.observe(ctx, c, r)
		if err != nil {
			return r, nil, err
		}
		if r, made = r.decide(o, s.now()); made != nil {
			made.ID, made.Feature, made.Cohort, made.By = base.NewID(s.Rand), feature, cohort, base.ActorFrom(ctx)
		}
		return r, made, nil
	})
	if err == nil && made != nil {
		s.Log.InfoContext(ctx, "a ramp moved", "feature", feature, "cohort", cohort, "kind", made.Kind, "from", made.From, "to", after.Percent)
	}
	return err
}

// observe gathers what the gates of a rollout ask about.
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
	for _, gate := range s.Gates {
		open, why, err := gate.Open(ctx, r)
		if err != nil {
			return o, fmt.Errorf("asking a gate: %w", err)
		}
		if !open {
			o.closed = append(o.closed, why)
		}
	}
	return o, nil
}

// Standing is where a rollout stands and what it waits for.
type Status struct {
	Rollout  Rollout
	Next     *Step        // nil: there is no further step
	Answers  int          // since the share became what it is, of those who see the feature
	WaitsFor []base.Text  // what a running ramp waits for; empty: it goes on at the next look
	Gates    []GateStatus // before the next step, open or not
}

// Standing returns where a rollout stands, or NotFound.
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
			st.WaitsFor = r.waiting(o, s.now())
		}
	}
	return st, nil
}
