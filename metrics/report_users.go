package metrics

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"

	"soundings/cohorts/rollout"
)

// users returns by feature how many of those who were entitled to see it at the end of a day were active in the week that
// ends with it. It is missing where that is not known: what the rollout showed then, or, of a share that is not a multiple
// of 0.5 %, who was in it.
func (at reading) users(ctx context.Context, of cohortDay, t Tally) (map[string]int, error) {
	users := map[string]int{}
	for _, f := range at.catalogue {
		if f.Stage == rollout.Live && !f.Since.After(at.endOf(of.day)) {
			users[f.Key] = t.On(f.Key, Active7, of.day)
		}
	}
	pasts, err := at.pastsOf(ctx, of.cohort)
	if err != nil {
		return nil, err
	}
	sliced, err := at.s.Store.Slices(ctx, of.cohort, of.day)
	if err != nil {
		return nil, fmt.Errorf("reading who used what: %w", err)
	}
	said, err := at.saidOf(ctx, of.cohort, pasts)
	if err != nil {
		return nil, err
	}
	for _, p := range pasts {
		key := p.Rollout.Feature
		shown, known := p.At(at.endOf(of.day))
		hundredths := int(math.Round(float64(shown.Percent) * 100))
		switch {
		case shown.Everybody:
			users[key] = t.On(key, Active7, of.day)
		case known && !shown.Beta:
			users[key] = 0
		case known && hundredths%slice == 0:
			users[key] = sliced.below(key, hundredths/slice) + corrected(p.Rollout, hundredths, said, of.day)
		}
	}
	return users, nil
}

// below returns how many are in the slices below one, of a tally with those of one day.
func (t Tally) below(feature string, end int) int {
	n := 0
	for c, k := range t {
		if c.Feature == feature && c.Measure == Sliced7 && c.After < end {
			n += k
		}
	}
	return n
}

// corrected returns how many users the overrides add to those of the share, or take away.
func corrected(r rollout.Rollout, hundredths int, said map[string]Activity, d Day) int {
	n := 0
	for ref, on := range r.Overrides {
		did, inShare := said[ref], rollout.Bucket(r.Feature, ref) < hundredths
		switch {
		case on == inShare || !did.active(r.Feature, d):
		case on:
			n++
		default:
			n--
		}
	}
	return n
}

// active reports whether the member counts as one of Active7 on a day.
func (a *Activity) active(feature string, d Day) bool {
	return a.here(d) && lastDays(a.Uses[feature].around(d), 7)
}

// saidOf returns what those members of a cohort did whom an override names.
func (at reading) saidOf(ctx context.Context, cohort string, pasts []rollout.Past) (map[string]Activity, error) {
	refs := map[string]bool{}
	for _, p := range pasts {
		for ref := range p.Rollout.Overrides {
			refs[ref] = true
		}
	}
	all := map[string]Activity{}
	for some := range slices.Chunk(slices.Sorted(maps.Keys(refs)), MaxChunk) {
		found, err := at.s.Store.Activities(ctx, cohort, some)
		if err != nil {
			return nil, fmt.Errorf("reading what members did: %w", err)
		}
		maps.Copy(all, found)
	}
	return all, nil
}

// pastsOf reads how the rollouts of a cohort moved, once a report.
func (at reading) pastsOf(ctx context.Context, cohort string) ([]rollout.Past, error) {
	pasts, known := at.pasts[cohort]
	if known {
		return pasts, nil
	}
	pasts, err := at.s.Rollouts.Pasts(ctx, cohort)
	if err != nil {
		return nil, err
	}
	at.pasts[cohort] = pasts
	return pasts, nil
}
