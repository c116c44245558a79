package services

import (
	"context"

	"soundings/cohorts/plan"
	"soundings/cohorts/rollout"
	"soundings/surveys/polls"
)

// catalogue tells polls and plans what the features are that rollouts know.
type catalogue struct{ *rollout.Service }

// FeatureTexts returns what ballots say of the features with these keys. A retired one is unknown: nobody can wish for it.
func (c catalogue) FeatureTexts(ctx context.Context, keys ...string) (map[string]polls.FeatureText, error) {
	all, err := c.Features(ctx)
	if err != nil {
		return nil, err
	}
	known := make(map[string]polls.FeatureText, len(all))
	for _, f := range all {
		if f.Stage != rollout.Retired {
			known[f.Key] = polls.FeatureText{Name: f.Name, About: f.Description}
		}
	}
	texts := make(map[string]polls.FeatureText, len(keys))
	for _, key := range keys {
		if text, ok := known[key]; ok {
			texts[key] = text
		}
	}
	return texts, nil
}

// PlanFeatures returns what a plan needs to know of every feature, by key.
func (c catalogue) PlanFeatures(ctx context.Context) (map[string]plan.Known, error) {
	all, err := c.Features(ctx)
	if err != nil {
		return nil, err
	}
	known := make(map[string]plan.Known, len(all))
	for _, f := range all {
		k := plan.Known{Effort: f.Effort, Needs: f.Needs, Gone: f.Stage == rollout.Retired}
		if f.Stage == rollout.Live {
			k.Live = f.Since
		}
		known[f.Key] = k
	}
	return known, nil
}
