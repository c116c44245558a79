package cohorts

import (
	"context"
	"fmt"
	"math"
	"slices"

	"soundings/cohorts/base"
)

// takesPart are the states in which somebody has a place in a beta.
var takesPart = []State{Selected, Invited, Agreed}

// room returns how many more members a cohort takes.
func (s *Service) room(ctx context.Context, c Cohort) (int, error) {
	if c.Capacity == 0 {
		return math.MaxInt, nil
	}
	counts, err := s.MemberCounts(ctx, c.ID)
	if err != nil {
		return 0, err
	}
	return max(0, c.Capacity-counts[Selected]-counts[Invited]-counts[Agreed]), nil
}

// openCohort returns a cohort that has not ended.
func (s *Service) openCohort(ctx context.Context, id string) (Cohort, error) {
	c, err := s.Cohort(ctx, id)
	if err == nil && c.Over() {
		err = base.Refuse(base.Conflict, "cohort.ended")
	}
	return c, err
}

// otherBetas returns the cohorts whose members may not be in this one too.
func (s *Service) otherBetas(ctx context.Context, c Cohort) ([]Cohort, error) {
	if c.Shared {
		return nil, nil
	}
	all, err := s.Cohorts(ctx)
	return slices.DeleteFunc(all, func(o Cohort) bool { return o.ID == c.ID || o.Shared || o.Over() }), err
}

// elsewhere returns in which of the other betas some of these people have a place.
func (s *Service) elsewhere(ctx context.Context, others []Cohort, refs []string) (map[string]string, error) {
	found := map[string]string{}
	for _, o := range others {
		members, err := s.Store.Memberships(ctx, o.ID, refs...)
		if err != nil {
			return nil, fmt.Errorf("reading memberships: %w", err)
		}
		for _, m := range members {
			if slices.Contains(takesPart, m.State) {
				found[m.Ref] = o.Name
			}
		}
	}
	return found, nil
}

// taken returns who cannot be drawn: everybody who is or was a member or waits, and whoever has a place in another beta.
func (s *Service) taken(ctx context.Context, c Cohort) (map[string]bool, error) {
	taken := map[string]bool{}
	queries := []MembershipQuery{{Cohort: c.ID}}
	others, err := s.otherBetas(ctx, c)
	if err != nil {
		return nil, err
	}
	for _, o := range others {
		for _, state := range takesPart {
			queries = append(queries, MembershipQuery{Cohort: o.ID, State: state})
		}
	}
	for _, q := range queries {
		if err := s.everyMember(ctx, q, func(m Membership) { taken[m.Ref] = true }); err != nil {
			return nil, err
		}
	}
	err = s.everyWaiter(ctx, c.ID, func(w Waiter) { taken[w.Ref] = true })
	return taken, err
}

func (s *Service) everyMember(ctx context.Context, q MembershipQuery, each func(Membership)) error {
	q.Limit = 1000
	for {
		page, err := s.Store.FindMemberships(ctx, q)
		if err != nil {
			return fmt.Errorf("listing members: %w", err)
		}
		for _, m := range page.Items {
			each(m)
		}
		if q.After = page.Next; q.After == "" {
			return nil
		}
	}
}
