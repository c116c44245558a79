package evidence

import (
	"context"
	"math"

	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/surveys/polls"
)

// Polls tell the order of features that a poll found, and how stable it is.
type Polls struct{ *polls.Service }

// Name returns what grounds call the source.
func (Polls) Name() string { return "poll" }

// Grounds returns the newest polls that were published.
func (p Polls) Grounds(ctx context.Context) ([]plan.Evidence, error) {
	all, err := p.Polls(ctx)
	if err != nil {
		return nil, err
	}
	var found []plan.Evidence
	for _, one := range all {
		if one.State != polls.Draft && len(found) < offered {
			found = append(found, ground(p.Name(), one.ID, one.Title))
		}
	}
	return found, nil
}

// Evidence returns the places of the features in the edition of a poll.
func (p Polls) Evidence(ctx context.Context, of string) (plan.Evidence, error) {
	poll, err := p.Poll(ctx, of)
	if err != nil {
		return plan.Evidence{}, err
	}
	e := ground(p.Name(), of, poll.Title)
	r, err := p.Edition(ctx, of)
	if err != nil {
		return e, err
	}
	if len(r.Ranking) == 0 {
		e.Lines = []base.Text{base.T("evidence.poll_none")}
		return e, nil
	}
	e.Lines = []base.Text{base.T("evidence.poll", "Count", r.Ballots)}
	stable := map[string]float64{}
	for _, s := range r.Stability {
		stable[s.Feature] = s.Share
	}
	for _, placed := range r.Ranking {
		e.Lines = append(e.Lines, base.T("evidence.place", "Place", placed.Place, "Feature", nameOf(poll, placed.Feature), "Percent", int(math.Round(100*stable[placed.Feature]))))
	}
	return e, nil
}

// nameOf returns what ballots called a feature.
func nameOf(poll polls.Poll, feature string) base.Words {
	if name := poll.Texts[feature].Name; len(name) > 0 {
		return name
	}
	return base.Words{"en": feature}
}
