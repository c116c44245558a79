package services

import (
	"context"

	"soundings/cohorts/ready"
	"soundings/cohorts/rollout"
)

// ReadyFeatures returns what help and workflows need to know of every feature, by key.
func (c catalogue) ReadyFeatures(ctx context.Context) (map[string]ready.Feature, error) {
	all, err := c.Features(ctx)
	if err != nil {
		return nil, err
	}
	known := make(map[string]ready.Feature, len(all))
	for _, f := range all {
		known[f.Key] = ready.Feature{Name: f.Name, About: f.Description, Seen: f.Stage == rollout.Beta || f.Stage == rollout.Live}
	}
	return known, nil
}

// required is the gate of what a feature must have before its rollouts move.
type required struct{ *ready.Service }

// Kind returns that it looks at what is ready.
func (g required) Kind() rollout.GateKind { return rollout.GateReady }

// Holds returns a hold for each piece that the feature of a rollout lacks.
func (g required) Holds(ctx context.Context, r rollout.Rollout) ([]rollout.Hold, error) {
	missing, err := g.Missing(ctx, r.Feature)
	if err != nil {
		return nil, err
	}
	var all []rollout.Hold
	for _, piece := range missing {
		about := rollout.Subject{Kind: string(piece.Of), ID: r.Feature}
		if piece.Workflow != "" {
			about = rollout.Subject{Kind: "workflow", ID: piece.Workflow}
		}
		all = append(all, rollout.Hold{Text: piece.Text, About: about})
	}
	return all, nil
}
