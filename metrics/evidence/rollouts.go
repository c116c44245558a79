package evidence

import (
	"context"

	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/cohorts/rollout"
)

// Rollouts tell which share of a cohort sees a feature, and how the gates before the next step are.
type Rollouts struct{ *rollout.Service }

// Name returns what grounds call the source.
func (Rollouts) Name() string { return "rollout" }

// Grounds returns the rollouts of features that are in beta.
func (r Rollouts) Grounds(ctx context.Context) ([]plan.Evidence, error) {
	features, err := r.Features(ctx)
	if err != nil {
		return nil, err
	}
	var found []plan.Evidence
	for _, f := range features {
		if f.Stage != rollout.Beta {
			continue
		}
		all, err := r.Rollouts(ctx, f.Key)
		if err != nil {
			return nil, err
		}
		for _, one := range all {
			title, err := r.title(ctx, one.Feature, one.Cohort)
			if err != nil {
				return nil, err
			}
			found = append(found, ground(r.Name(), one.Feature+"/"+one.Cohort, title))
		}
	}
	return found[:min(len(found), offered)], nil
}

// title returns what a rollout is called: its feature, and its cohort.
func (r Rollouts) title(ctx context.Context, feature, cohort string) (base.Words, error) {
	f, err := r.Feature(ctx, feature)
	if err != nil {
		return nil, err
	}
	c, err := r.Cohorts.Cohort(ctx, cohort)
	if err != nil {
		return nil, err
	}
	title := base.Words{}
	for _, language := range []string{"en", "es"} {
		title[language] = f.Name.In(language) + " · " + c.Name.In(language)
	}
	return title, nil
}

// Evidence returns how a rollout stands, as it is told to those who may not read answers.
func (r Rollouts) Evidence(ctx context.Context, of string) (plan.Evidence, error) {
	feature, cohort := halves(of)
	st, err := r.Status(ctx, feature, cohort)
	if err != nil {
		return plan.Evidence{}, err
	}
	title, err := r.title(ctx, feature, cohort)
	e := ground(r.Name(), of, title)
	e.Lines = []base.Text{base.T("evidence.share", "Percent", st.Rollout.Percent.String())}
	for _, gate := range st.Told().Gates {
		id := "evidence.gate_closed"
		if gate.Open {
			id = "evidence.gate_open"
		}
		e.Lines = append(e.Lines, base.T(id, "Gate", gate.Text))
	}
	return e, err
}
