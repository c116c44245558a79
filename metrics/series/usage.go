package series

import (
	"context"
	"maps"
	"slices"

	"soundings/cohorts/rollout"
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

func usageNow(_ context.Context, _ *Service, f *figures) error {
	for _, c := range f.adoption.Rollouts {
		f.add(featureSeen, float64(c.Seen), c.Feature, c.Cohort)
		f.add(rolloutRatio, c.Ratio, c.Feature, c.Cohort)
	}
	for _, u := range f.adoption.Usage {
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

func usagePast(_ context.Context, h *history) error {
	h.begin(cohortActive)
	for _, c := range h.cohorts {
		h.active(cohortActive, c, metrics.Portal, c.begins, c.ID)
	}
	h.begin(featureActive)
	for _, c := range h.cohorts {
		has := h.featuresOf(c)
		for _, feature := range slices.Sorted(maps.Keys(has)) {
			h.active(featureActive, c, feature, has[feature], c.ID, feature)
		}
	}
	h.shown()
	return nil
}

// featuresOf returns what a cohort has: what it used, what is rolled out to it and what is live, each with the day from which on it
// may have used it.
func (h *history) featuresOf(c *cohortPast) map[string]metrics.Day {
	has := map[string]metrics.Day{}
	for _, key := range c.tally.Features() {
		has[key] = h.last + 1
	}
	for _, f := range h.features {
		if f.Stage == rollout.Live {
			has[f.Key] = max(c.begins, metrics.DayOf(f.Since, h.zone))
		}
	}
	for _, r := range h.rolled {
		if r.cohort == c.ID {
			has[r.feature] = r.first
		}
	}
	return has
}

// active writes how many were active in each window, from a day on, or from the first in any.
func (h *history) active(of family, c *cohortPast, feature string, first metrics.Day, labels ...string) {
	for cell := range c.tally {
		if cell.Feature == feature && cell.Measure == metrics.Active1 {
			first = min(first, cell.Day)
		}
	}
	for _, w := range windows {
		for d := first; d <= h.last; d++ {
			h.point(of, d, float64(c.tally.On(feature, w.measure, d)), slices.Concat(labels, []string{w.label})...)
		}
	}
}
