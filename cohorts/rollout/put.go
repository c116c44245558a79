package rollout

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"soundings/cohorts/base"
)

// SaveRollout adds the rollout of a feature to a cohort, or changes the one there is; its history, its overrides and
// whether it is paused stay. It returns NotFound for an unknown feature, and Invalid for a bad share, a ramp that does not
// rise, or a minimum of answers that a step cannot reach.
func (s *Service) SaveRollout(ctx context.Context, feature string, in Settings) (Rollout, error) {
	return s.change(ctx, feature, func(c Catalogue) (Change, error) {
		r, known := newRollout(c, feature, in)
		if err := s.check(ctx, r, in); err != nil {
			return Change{}, err
		}
		if err := s.checkReach(ctx, r); err != nil {
			return Change{}, err
		}
		if in.Percent != nil {
			r.Percent = *in.Percent
		} else if !known {
			r.Percent = in.Ramp[0].Percent
		}
		return s.settle(ctx, c, r, in)
	})
}

// newRollout returns the rollout to the cohort of in, with the ramp and gates of in; known is false when it is a new one.
func newRollout(c Catalogue, feature string, in Settings) (r Rollout, known bool) {
	r, err := c.rollout(feature, in.Cohort)
	if err != nil {
		r = Rollout{Feature: feature, Cohort: in.Cohort, State: Running}
	}
	r.Ramp, r.Gates = append([]Step{}, in.Ramp...), in.Gates
	return r, err == nil
}

// settle returns the rollout with its baseline, and the move that in amounts to; the move is nil when nothing changes.
// Changed gates or a changed ramp are another plan of interim looks, so those begin anew.
func (s *Service) settle(ctx context.Context, c Catalogue, r Rollout, in Settings) (Change, error) {
	kept, err := c.rollout(r.Feature, r.Cohort)
	if err == nil && in.Gates.Baseline == nil && sameScore(kept.Gates, r.Gates) {
		r.Gates.Baseline = kept.Gates.Baseline
	}
	if r.Gates.Instrument != "" && r.Gates.Baseline == nil {
		if r.Gates.Baseline, err = s.baseline(ctx, r); err != nil {
			return Change{}, err
		}
	}
	if reflect.DeepEqual(kept, r) {
		return Change{Rollout: r}, nil
	}
	m := s.newMove(ctx, kept, Set, "")
	m.Feature, m.Cohort, m.To = r.Feature, r.Cohort, r.Percent
	if kept.Version == 0 || kept.Percent != r.Percent {
		r.setPercent(r.Percent, m.At)
	} else {
		r.InterimLooks, r.Finding = 0, nil
	}
	return Change{Rollout: r, Move: m}, nil
}

func sameScore(a, b Gates) bool { return a.Survey == b.Survey && a.Instrument == b.Instrument }

// check returns nil, or an Invalid error that names every bad field.
func (s *Service) check(ctx context.Context, r Rollout, in Settings) error {
	var k checker
	switch _, err := s.Cohorts.Cohort(ctx, in.Cohort); {
	case base.IsCode(err, base.NotFound):
		k.bad("cohort", "cohort.unknown")
	case err != nil:
		return err
	}
	if in.Percent != nil {
		k.percent("percent", *in.Percent)
	} else if r.Version == 0 && len(in.Ramp) == 0 {
		k.bad("percent", "error.required")
	}
	k.ramp(in.Ramp, in.Gates)
	k.gates(in.Gates)
	if len(k.fields) > 0 {
		return k.err()
	}
	return s.checkSurvey(ctx, r)
}

// checkSurvey returns Invalid for a survey that cannot give the answers or scores that the gates ask for.
func (s *Service) checkSurvey(ctx context.Context, r Rollout) error {
	if r.Gates.Survey == "" || s.Evidence == nil {
		return nil
	}
	wave := Wave{Survey: r.Gates.Survey, Instrument: r.Gates.Instrument, Cohort: r.Cohort, Since: s.now()}
	err := s.Evidence.Answers(ctx, wave, func(Answer) {})
	var refused *base.Error
	if errors.As(err, &refused) && refused.Code != base.Unavailable {
		return base.InvalidFields(base.Field{Name: "gates.survey", Text: refused.Text})
	}
	return err
}

// checkReach returns Invalid for a minimum of answers that is greater than the number of people at its step.
func (s *Service) checkReach(ctx context.Context, r Rollout) error {
	asks := func(step Step) bool { return r.Gates.at(step).Answers > 0 }
	if !slices.ContainsFunc(r.Ramp, asks) {
		return nil
	}
	people, err := s.peopleOf(ctx, r)
	if err != nil {
		return err
	}
	var k checker
	for i, step := range r.Ramp {
		name := "gates.answers"
		if step.Answers != nil {
			name = fmt.Sprintf("ramp[%d].answers", i)
		}
		if needed := r.Gates.at(step).Answers; needed > people.may(step.Percent) {
			k.bad(name, "rollout.unreachable", "Needed", needed, "Count", people.may(step.Percent), "Percent", step.Percent.String())
		}
	}
	return k.err()
}

// baseline returns the scores of the cohort so far, or nil when they are fewer than MinimumBase.
func (s *Service) baseline(ctx context.Context, r Rollout) (*Sample, error) {
	var before sums
	err := s.answers(ctx, r, Wave{}, func(a Answer) {
		if a.Scored {
			before.add(a.Score)
		}
	})
	if err != nil || before.n < MinimumBase {
		return nil, err
	}
	sample := before.sample()
	return &sample, nil
}

// answers calls each with the cohort's answers to the survey of the gates since w.Since.
func (s *Service) answers(ctx context.Context, r Rollout, w Wave, each func(Answer)) error {
	if s.Evidence == nil || r.Gates.Survey == "" {
		return nil
	}
	w.Survey, w.Instrument, w.Cohort = r.Gates.Survey, r.Gates.Instrument, r.Cohort
	if err := s.Evidence.Answers(ctx, w, each); err != nil {
		return fmt.Errorf("reading what people answered: %w", err)
	}
	return nil
}
