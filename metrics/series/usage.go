package series

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"soundings/metrics"
)

var (
	cohortActive = gauge("soundings_cohort_active_members",
		"Agreed members of a cohort who used the portal in the last 1, 7 or 28 days, today included.", "cohort", "window")
	featureActive = gauge("soundings_feature_active_members",
		"Agreed members of a cohort who used a feature in the last 1, 7 or 28 days, today included.", "cohort", "feature", "window")
	rolloutRatio = gauge("soundings_rollout_ratio",
		"Share of a cohort that a feature is rolled out to, from 0 to 1: 0 before beta and after, 1 once it is live.", "feature", "cohort")
	featureExposed = gauge("soundings_feature_exposed_members",
		"Agreed members of a cohort who are entitled to see a feature.", "feature", "cohort")
	featureSeen = gauge("soundings_feature_seen_members",
		"Members of a cohort for whom the portal asked about a feature and was told to show it.", "feature", "cohort")
)

var usage = subject{[]family{cohortActive, featureActive, rolloutRatio, featureExposed, featureSeen}, usageNow, usagePast}

// windows are the values of the label window.
var windows = []struct {
	label   string
	measure metrics.Measure
	of      func(metrics.ActiveDay) int
}{
	{"1d", metrics.Active1, func(a metrics.ActiveDay) int { return a.D1 }},
	{"7d", metrics.Active7, func(a metrics.ActiveDay) int { return a.D7 }},
	{"28d", metrics.Active28, func(a metrics.ActiveDay) int { return a.D28 }},
}

func usageNow(ctx context.Context, s *Service, f *figures) error {
	snapshot, err := s.Figures.Snapshot(ctx)
	if err != nil {
		return err
	}
	for _, c := range snapshot.Rollouts {
		f.add(featureSeen, float64(c.Seen), c.Feature, c.Cohort)
		f.add(rolloutRatio, c.Ratio, c.Feature, c.Cohort)
	}
	for _, u := range snapshot.Usage {
		if u.Feature != metrics.Portal {
			f.add(featureExposed, float64(u.Exposed), u.Feature, u.Cohort)
		}
		for _, w := range windows {
			if u.Feature == metrics.Portal {
				f.add(cohortActive, float64(w.of(u.Active)), u.Cohort, w.label)
			} else {
				f.add(featureActive, float64(w.of(u.Active)), u.Cohort, u.Feature, w.label)
			}
		}
	}
	return nil
}

func usagePast(ctx context.Context, h *history) error {
	all, err := h.s.Cohorts.Cohorts(ctx)
	if err != nil {
		return err
	}
	tallies := map[string]metrics.Tally{}
	for _, c := range all {
		if tallies[c.ID], err = h.s.Store.Adoption(ctx, c.ID); err != nil {
			return fmt.Errorf("read what members did: %w", err)
		}
	}
	inOrder := slices.Sorted(maps.Keys(tallies))
	h.begin(cohortActive)
	for _, cohort := range inOrder {
		h.active(cohortActive, tallies[cohort], metrics.Portal, cohort)
	}
	h.begin(featureActive)
	for _, cohort := range inOrder {
		for _, feature := range tallies[cohort].Features() {
			h.active(featureActive, tallies[cohort], feature, cohort, feature)
		}
	}
	h.shown()
	return nil
}

// active writes how many were active in each window, from the first day in any on.
func (h *history) active(of family, t metrics.Tally, feature string, labels ...string) {
	first := h.last + 1
	for c := range t {
		if c.Feature == feature && c.Measure == metrics.Active1 {
			first = min(first, c.Day)
		}
	}
	for _, w := range windows {
		for d := first; d <= h.last; d++ {
			h.point(of, d, float64(t.On(feature, w.measure, d)), slices.Concat(labels, []string{w.label})...)
		}
	}
}
