package metrics

import (
	"context"
	"fmt"

	"soundings/cohorts"
	"soundings/cohorts/rollout"
)

// Snapshot is the adoption of every cohort as it stands now.
type Snapshot struct {
	Rollouts []rollout.Counts
	Usage    []Usage
}

// Usage is how many members of a cohort are active today, in one feature or in the portal as a whole.
type Usage struct {
	Cohort, Feature string
	Exposed         int // agreed members who are entitled to see the feature; 0 of Portal
	Active          ActiveDay
}

// Snapshot counts who is active now and who sees what, of each cohort in the portal as a whole and in each feature it has.
func (s *Service) Snapshot(ctx context.Context) (Snapshot, error) {
	zone, err := s.Zone(ctx)
	if err != nil {
		return Snapshot{}, err
	}
	at, err := s.reading(ctx, zone)
	if err != nil {
		return Snapshot{}, err
	}
	all, err := s.Cohorts.Cohorts(ctx)
	if err != nil {
		return Snapshot{}, err
	}
	found := Snapshot{Rollouts: at.counts}
	for _, c := range all {
		usage, err := at.usage(ctx, c.ID)
		if err != nil {
			return Snapshot{}, err
		}
		found.Usage = append(found.Usage, usage...)
	}
	return found, nil
}

// usage returns today's of one cohort.
func (at reading) usage(ctx context.Context, cohort string) ([]Usage, error) {
	tally, err := at.s.Store.Adoption(ctx, cohort)
	if err != nil {
		return nil, fmt.Errorf("reading what members did: %w", err)
	}
	members, err := at.s.Cohorts.MemberCounts(ctx, cohort)
	if err != nil {
		return nil, err
	}
	exposed, err := at.exposed(ctx, cohort, members[cohorts.Agreed], at.today)
	if err != nil {
		return nil, err
	}
	all := []Usage{{Cohort: cohort, Active: tally.activeOn(Portal, at.today)}}
	for _, key := range at.featuresOf(cohort, tally) {
		all = append(all, Usage{cohort, key, exposed[key], tally.activeOn(key, at.today)})
	}
	return all, nil
}
