package evidence

import (
	"context"

	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/surveys"
	"soundings/surveys/instruments"
)

// Surveys tell the scores of the instruments that a survey asks, with their intervals.
type Surveys struct{ *surveys.Service }

// Name returns what grounds call the source.
func (Surveys) Name() string { return "survey" }

// Grounds returns the newest surveys that were published and ask an instrument.
func (s Surveys) Grounds(ctx context.Context) ([]plan.Evidence, error) {
	all, err := s.Surveys(ctx)
	if err != nil {
		return nil, err
	}
	var found []plan.Evidence
	for _, one := range all {
		if one.State != surveys.Draft && len(found) < offered && scored(one) {
			found = append(found, ground(s.Name(), one.ID, one.Title))
		}
	}
	return found, nil
}

// scored reports whether a survey asks an instrument.
func scored(v surveys.Survey) bool {
	for _, q := range v.Questions() {
		if q.Instrument != "" {
			return true
		}
	}
	return false
}

// Evidence returns the scores in the edition of a survey.
func (s Surveys) Evidence(ctx context.Context, of string) (plan.Evidence, error) {
	v, err := s.Survey(ctx, of)
	if err != nil {
		return plan.Evidence{}, err
	}
	e := ground(s.Name(), of, v.Title)
	r, err := s.Results(ctx, of, surveys.Viewers, "")
	if err != nil {
		return e, err
	}
	for _, score := range r.Scores {
		e.Lines = append(e.Lines, Score(score))
	}
	if len(e.Lines) == 0 {
		e.Lines = []base.Text{base.T("evidence.score_none")}
	}
	return e, nil
}

// Score writes a score with its interval, or that it is withheld.
func Score(score surveys.ScoreResult) base.Text {
	instrument, _ := instruments.ByID(score.Instrument) // of an unknown one the survey would not have been published
	name := base.T(instrument.Texts.Name)
	switch {
	case score.Mean == nil:
		return base.T("evidence.score_withheld", "Instrument", name)
	case score.Low == nil || score.High == nil:
		return base.T("evidence.score_alone", "Instrument", name, "Mean", *score.Mean, "N", score.N)
	}
	return base.T("evidence.score", "Instrument", name, "Mean", *score.Mean, "Low", *score.Low, "High", *score.High, "N", score.N)
}
