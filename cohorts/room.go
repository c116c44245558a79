package cohorts

import (
	"context"
	"fmt"
	"iter"
	"math"
	"slices"

	"soundings/cohorts/base"
)

// takesPart lists the states in which a member has a place in a beta.
var takesPart = []State{Selected, Invited, Agreed}

// room returns how many more members a cohort can take.
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

// openCohort returns the cohort with this id; NotFound, or Conflict when its beta has ended.
func (s *Service) openCohort(ctx context.Context, id string) (Cohort, error) {
	c, err := s.Cohort(ctx, id)
	if err == nil && c.Over() {
		err = base.Refuse(base.Conflict, "cohort.ended")
	}
	return c, err
}

// betas are cohorts whose members cannot be in another one as well.
type betas struct {
	store Store
	all   []Cohort
}

// otherBetas returns the cohorts whose members cannot be in this one as well.
func (s *Service) otherBetas(ctx context.Context, c Cohort) (betas, error) {
	if c.Shared {
		return betas{store: s.Store}, nil
	}
	all, err := s.Cohorts(ctx)
	return betas{s.Store, slices.DeleteFunc(all, func(o Cohort) bool { return o.ID == c.ID || o.Shared || o.Over() })}, err
}

// placesOf returns, by ref, the name of the beta in which a person has a place. People without one are left out.
func (b betas) placesOf(ctx context.Context, refs []string) (map[string]string, error) {
	found := map[string]string{}
	for _, o := range b.all {
		members, err := b.store.Memberships(ctx, o.ID, refs...)
		if err != nil {
			return nil, fmt.Errorf("reading memberships: %w", err)
		}
		for _, m := range members {
			if slices.Contains(takesPart, m.State) {
				found[m.Ref] = o.Name.In("en")
			}
		}
	}
	return found, nil
}

// taken returns the refs that cannot be drawn: present and past members, people on the waiting list, and people with a
// place in another beta.
func (s *Service) taken(ctx context.Context, c Cohort) (map[string]bool, error) {
	taken := map[string]bool{}
	queries := []MembershipQuery{{Cohort: c.ID}}
	others, err := s.otherBetas(ctx, c)
	if err != nil {
		return nil, err
	}
	for _, o := range others.all {
		for _, state := range takesPart {
			queries = append(queries, MembershipQuery{Cohort: o.ID, State: state})
		}
	}
	for _, q := range queries {
		for m, err := range s.everyMember(ctx, q) {
			if err != nil {
				return nil, err
			}
			taken[m.Ref] = true
		}
	}
	for w, err := range s.everyWaiter(ctx, c.ID) {
		if err != nil {
			return nil, err
		}
		taken[w.Ref] = true
	}
	return taken, nil
}

// EveryMember returns the members of a cohort, sorted by ref; with a state, only those in it. The error is NotFound for an
// unknown cohort.
func (s *Service) EveryMember(ctx context.Context, cohort string, state State) iter.Seq2[Membership, error] {
	return func(yield func(Membership, error) bool) {
		if _, err := s.Cohort(ctx, cohort); err != nil {
			yield(Membership{}, err)
			return
		}
		s.everyMember(ctx, MembershipQuery{Cohort: cohort, State: state})(yield)
	}
}

// everyMember returns every membership that a query finds.
func (s *Service) everyMember(ctx context.Context, q MembershipQuery) iter.Seq2[Membership, error] {
	q.Limit = pageLength
	return base.Each(func(after string) (base.Page[Membership], error) {
		q.After = after
		page, err := s.Store.FindMemberships(ctx, q)
		if err != nil {
			return page, fmt.Errorf("listing members: %w", err)
		}
		return page, nil
	})
}
