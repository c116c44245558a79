package series

import (
	"context"
	"slices"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/rollout"
	"soundings/metrics"
)

// rolled is the past of one rollout, day by day from its first.
type rolled struct {
	past    rollout.Past
	first   metrics.Day
	days    []rolledDay
	seen    moves // how many were first shown it on each day
	feature string
	cohort  string
}

// rolledDay is how a rollout stood when a day ended.
type rolledDay struct {
	shown   rollout.Shown
	known   bool
	exposed int
}

// rollouts reads how rollouts moved, and who was first shown a feature when. Whoever was removed since is in neither.
func (h *history) rollouts(ctx context.Context) error {
	pasts, err := h.s.Rollouts.Pasts(ctx, "")
	if err != nil {
		return err
	}
	byID := map[string]*rolled{}
	for _, p := range pasts {
		began := p.Began()
		if began.IsZero() {
			continue
		}
		r := &rolled{past: p, first: metrics.DayOf(began, h.zone), seen: moves{}, feature: p.Rollout.Feature, cohort: p.Rollout.Cohort}
		for d := r.first; d <= h.last; d++ {
			shown, known := p.At(d.End(h.zone).Add(-time.Millisecond))
			r.days = append(r.days, rolledDay{shown: shown, known: known})
		}
		byID[r.feature+"/"+r.cohort] = r
		h.rolled = append(h.rolled, r)
	}
	return h.s.Rollouts.EachExposure(ctx, func(seen rollout.Exposure) {
		if r := byID[seen.Feature+"/"+seen.Cohort]; r != nil {
			r.seen[metrics.DayOf(seen.At, h.zone)]++
		}
	})
}

// expose counts a member in on each day at whose end they had agreed and a feature was shown to them.
func (h *history) expose(cohort, ref string, steps []cohorts.Consent) {
	for _, r := range h.rolled {
		if r.cohort != cohort {
			continue
		}
		least := r.past.Rollout.Least(ref)
		for i, step := range steps {
			if step.To != cohorts.Agreed {
				continue
			}
			to := h.last
			if i+1 < len(steps) {
				to = min(to, metrics.DayOf(steps[i+1].At, h.zone)-1)
			}
			for d := max(r.first, metrics.DayOf(step.At, h.zone)); d <= to; d++ {
				if day := &r.days[d-r.first]; day.shown.To(least) {
					day.exposed++
				}
			}
		}
	}
}

// rolloutFamilies say what each family tells of a day of a rollout.
var rolloutFamilies = []struct {
	family
	figure func(rolledDay) float64
}{
	{rolloutRatio, func(d rolledDay) float64 { return d.shown.Ratio() }},
	{featureExposed, func(d rolledDay) float64 { return float64(d.exposed) }},
}

// shown writes which share of each cohort a feature was rolled out to, how many were entitled to see it and how many were
// shown it. Days of which the facts do not tell where the feature's stage stood are left out of the first two; overrides
// count as they are now.
func (h *history) shown() {
	for _, of := range rolloutFamilies {
		h.begin(of.family)
		for _, r := range h.rolled {
			for i, day := range r.days {
				if day.known {
					h.point(of.family, r.first+metrics.Day(i), of.figure(day), r.feature, r.cohort)
				}
			}
		}
		if of.name == featureExposed.name {
			h.live()
		}
	}
	h.begin(featureSeen)
	for _, r := range h.rolled {
		n := 0
		for d := r.first; d <= h.last; d++ {
			n += r.seen[d]
			h.point(featureSeen, d, float64(n), r.feature, r.cohort)
		}
	}
}

// live writes how many were entitled to see what is live without a rollout to them: nobody before, then everybody who had agreed.
func (h *history) live() {
	for _, c := range h.cohorts {
		for _, f := range h.features {
			rolled := func(r *rolled) bool { return r.feature == f.Key && r.cohort == c.ID }
			if f.Stage != rollout.Live || slices.ContainsFunc(h.rolled, rolled) {
				continue
			}
			agreed, since := 0, metrics.DayOf(f.Since, h.zone)
			for d := c.begins; d <= h.last; d++ {
				agreed += c.consents[cohorts.Agreed][d]
				entitled := 0
				if d >= since {
					entitled = agreed
				}
				h.point(featureExposed, d, float64(entitled), f.Key, c.ID)
			}
		}
	}
}
