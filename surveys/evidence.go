package surveys

import (
	"context"
	"fmt"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/rollout"
	"soundings/surveys/instruments"
)

// Scored is what one response says to whom scores are compared: who it is of, and the scores by question id.
type Scored struct {
	Ref    string
	Scores map[string]float64
}

// Wave asks for a page of the responses to a survey that members of a cohort gave from a moment on and before another, in
// the order of time. A zero From is the beginning.
type Wave struct {
	Survey, Cohort string
	From, To       time.Time
	After          string
	Limit          int
}

// Answers calls each with what a wave answered up to now. It reads the wave and nothing else of the survey.
func (s *Service) Answers(ctx context.Context, w rollout.Wave, each func(rollout.Answer)) error {
	v, err := s.Survey(ctx, w.Survey)
	if err != nil {
		return err
	}
	question, err := v.evidence(w.Instrument)
	if err != nil {
		return err
	}
	q := Wave{Survey: w.Survey, Cohort: w.Cohort, From: w.Since, To: s.Now().Add(time.Millisecond), Limit: cohorts.MaxChunk}
	for r, err := range base.Each(func(after string) (base.Page[Scored], error) {
		q.After = after
		return s.Store.Scored(ctx, q)
	}) {
		if err != nil {
			return fmt.Errorf("reading scores: %w", err)
		}
		score, scored := r.Scores[question]
		each(rollout.Answer{Ref: r.Ref, Score: score, Scored: scored && question != ""})
	}
	return nil
}

// evidence returns the question that asks an instrument. It refuses a survey that cannot say whose scores are whose.
func (s Survey) evidence(instrument string) (question string, err error) {
	if s.Anonymous {
		return "", base.Refuse(base.Invalid, "survey.evidence_anonymous")
	}
	for _, q := range s.Questions() {
		if q.Instrument == instrument && instrument != "" {
			return q.ID, nil
		}
	}
	if instrument != "" {
		return "", base.Refuse(base.Invalid, "survey.evidence_instrument")
	}
	return "", nil
}

// Spread returns the standard deviation that scores of an instrument usually have.
func (s *Service) Spread(instrument string) float64 {
	i, _ := instruments.ByID(instrument) // a rollout is checked against evidence before
	return i.Spread
}

var _ rollout.Evidence = (*Service)(nil)
