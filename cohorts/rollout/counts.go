package rollout

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"soundings/cohorts/base"
)

// Counts are the figures of one rollout. In experimentation a person is called exposed once they were shown something; here
// Exposed counts those who are entitled to see it, because the series soundings_feature_exposed_members is named so and
// stays. The people with an Exposure are Seen.
type Counts struct {
	Feature, Cohort string
	Ratio           float64 // the share in force, from 0 to 1: 1 once the feature is live, 0 before beta and after retirement
	Exposed         int     // agreed members who are entitled to see the feature
	Seen            int     // members who were shown it
}

// tally is the Counts of one rollout in the making.
type tally struct {
	Counts
	stage Stage
	share *share
}

// Counts returns the figures of every rollout, by feature and cohort. It reads only members whose membership changed since
// the last call, and all members of a cohort that is counted for the first time.
func (s *Service) Counts(ctx context.Context) ([]Counts, error) {
	v, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	tallies := v.tallies()
	byCohort := map[string][]*tally{}
	for _, t := range tallies {
		byCohort[t.Cohort] = append(byCohort[t.Cohort], t)
	}
	for cohort, some := range byCohort {
		if err := s.count(ctx, cohort, some); err != nil {
			return nil, err
		}
	}
	counts := make([]Counts, len(tallies))
	for i, t := range tallies {
		counts[i] = t.Counts
	}
	return counts, nil
}

// CountsOf returns the figures of one rollout, or NotFound.
func (s *Service) CountsOf(ctx context.Context, feature, cohort string) (Counts, error) {
	v, err := s.current(ctx)
	if err != nil {
		return Counts{}, err
	}
	for _, t := range v.tallies() {
		if t.Feature == feature && t.Cohort == cohort {
			err := s.count(ctx, cohort, []*tally{t})
			return t.Counts, err
		}
	}
	return Counts{}, base.Refuse(base.NotFound, "rollout.unknown")
}

// tallies returns a tally for each rollout, by feature and cohort, with nobody counted yet.
func (v *snapshot) tallies() []*tally {
	var all []*tally
	for _, key := range v.keys {
		f := v.flags[key]
		from := len(all)
		for cohort, sh := range f.shares {
			t := &tally{Counts: Counts{Feature: key, Cohort: cohort}, stage: f.stage, share: sh}
			switch f.stage {
			case Live:
				t.Ratio = 1
			case Beta:
				t.Ratio = float64(sh.hundredths) / buckets
			}
			all = append(all, t)
		}
		slices.SortFunc(all[from:], func(a, b *tally) int { return strings.Compare(a.Cohort, b.Cohort) })
	}
	return all
}

// count counts the members of one cohort in the tallies of its rollouts.
func (s *Service) count(ctx context.Context, cohort string, tallies []*tally) error {
	seen, err := s.Store.ExposureCounts(ctx, cohort)
	if err != nil {
		return fmt.Errorf("counting who was shown what: %w", err)
	}
	for _, t := range tallies {
		t.Seen = seen[t.Feature]
	}
	err = s.memory.rosters.visit(ctx, s.Cohorts, cohort, func(ref string) {
		for _, t := range tallies {
			if t.entitled(ref) {
				t.Exposed++
			}
		}
	})
	if err != nil {
		return fmt.Errorf("counting who is entitled to what: %w", err)
	}
	return nil
}

// entitled reports whether an agreed member of the cohort is entitled to see the feature.
func (t *tally) entitled(ref string) bool {
	if t.stage != Beta {
		return t.stage == Live
	}
	on, _ := t.share.shows(ref)
	return on
}
