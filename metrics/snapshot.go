package metrics

import (
	"context"
	"fmt"

	"soundings/cohorts"
	"soundings/cohorts/plan"
	"soundings/cohorts/rollout"
)

// Snapshot is the adoption of every cohort as it stands now, and how the goals stand.
type Snapshot struct {
	Features []rollout.Feature // by key
	Rollouts []rollout.Counts
	Usage    []Usage
	Came     []Came
	Goals    []GoalReport
}

// Usage is how many members of a cohort are active today, in one feature or in the portal as a whole.
type Usage struct {
	Cohort, Feature string
	Exposed         int // agreed members who are entitled to see the feature; 0 of Portal
	Active          ActiveDay
}

// Came is how far the members of a cohort came, and who of them comes back.
type Came struct {
	Cohort   string
	Funnel   []FunnelStep
	Returned []Returned // by how many weeks after they agreed
}

// Snapshot counts who is active now and who sees what, of each cohort in the portal as a whole and in each feature it has, and
// holds the goals against their figures. What each cohort did is read once.
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
	found, tallies := Snapshot{Features: at.catalogue, Rollouts: at.counts}, map[string]Tally{}
	for _, c := range all {
		tally, err := s.Store.Adoption(ctx, c.ID)
		if err != nil {
			return Snapshot{}, fmt.Errorf("reading what members did: %w", err)
		}
		tallies[c.ID] = tally
		members, err := s.Cohorts.MemberCounts(ctx, c.ID)
		if err != nil {
			return Snapshot{}, err
		}
		usage, err := at.usage(ctx, c.ID, tally, members[cohorts.Agreed])
		if err != nil {
			return Snapshot{}, err
		}
		found.Usage = append(found.Usage, usage...)
		found.Came = append(found.Came, Came{c.ID, append(asked(members), tally.funnel(at.today)...), tally.Returned(at.today)})
	}
	if s.Plans == nil {
		return found, nil
	}
	goals, err := s.Plans.Entries(ctx, plan.Goal)
	if err != nil || len(goals) == 0 {
		return found, err
	}
	found.Goals, err = at.goals(ctx, goals, tallies)
	return found, err
}

// usage returns today's of one cohort.
func (at reading) usage(ctx context.Context, cohort string, tally Tally, agreed int) ([]Usage, error) {
	exposed, err := at.exposed(ctx, cohort, agreed, at.today)
	if err != nil {
		return nil, err
	}
	all := []Usage{{Cohort: cohort, Active: tally.activeOn(Portal, at.today)}}
	for _, key := range at.featuresOf(cohort, tally) {
		all = append(all, Usage{cohort, key, exposed[key], tally.activeOn(key, at.today)})
	}
	return all, nil
}
