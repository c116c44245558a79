package rollout

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"soundings/cohorts/base"
)

// Seer is an agreed member of a cohort who sees a feature.
type Seer struct{ Ref, Cohort string }

// Seers returns the members of cohorts to whom a feature is rolled out who see it, by cohort and ref; NotFound where there is
// no such feature. It does not say who sees a live one outside of those cohorts: everybody does.
func (s *Service) Seers(ctx context.Context, feature string) ([]Seer, error) {
	v, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	f := v.flags[feature]
	if f == nil {
		return nil, base.Refuse(base.NotFound, "feature.unknown", "Key", feature)
	}
	var all []Seer
	for _, cohort := range slices.Sorted(maps.Keys(f.shares)) {
		t := &tally{stage: f.stage, share: f.shares[cohort]}
		var refs []string
		err := s.memory.rosters.visit(ctx, s.Cohorts, cohort, func(ref string) {
			if t.entitled(ref) {
				refs = append(refs, ref)
			}
		})
		if err != nil {
			return nil, fmt.Errorf("reading who sees a feature: %w", err)
		}
		slices.Sort(refs)
		for _, ref := range refs {
			all = append(all, Seer{ref, cohort})
		}
	}
	return all, nil
}
