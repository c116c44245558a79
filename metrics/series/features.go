package series

import (
	"context"
	"maps"
	"slices"

	"soundings/cohorts/rollout"
)

var (
	featureInfo = gauge("soundings_feature_info", "What a feature is called and at which stage it is; always 1.", "feature", "title", "stage")
	rolloutHeld = gauge("soundings_rollout_held",
		"Whether a rollout stands longer than it was to because of a gate: answers, score, bumps or ready. 1 or 0.", "feature", "cohort", "gate")
)

var features = subject{[]family{featureInfo, rolloutHeld}, featuresNow, featuresPast}

func featuresNow(ctx context.Context, s *Service, f *figures) error {
	byKey := map[string]rollout.Feature{}
	for _, one := range f.adoption.Features {
		byKey[one.Key] = one
		f.add(featureInfo, 1, one.Key, f.title(one.Name, one.Key), string(one.Stage))
	}
	rollouts, err := s.Rollouts.Rollouts(ctx, "")
	if err != nil {
		return err
	}
	for _, r := range rollouts {
		held, err := s.Rollouts.HeldBy(ctx, byKey[r.Feature], r)
		if err != nil {
			return err
		}
		for _, gate := range slices.Sorted(maps.Keys(held)) {
			f.add(rolloutHeld, isSo(held[gate]), r.Feature, r.Cohort, string(gate))
		}
	}
	return nil
}

// featuresPast writes what a feature is called now, since it is at the stage at which it is: of before that is not kept. When a
// gate held is not kept either.
func featuresPast(_ context.Context, h *history) error {
	h.begin(featureInfo)
	for _, one := range h.features {
		h.since(featureInfo, one.Since, one.Key, titleIn(h.language, one.Name, one.Key), string(one.Stage))
	}
	return nil
}
