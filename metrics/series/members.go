package series

import (
	"context"
	"slices"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/metrics"
)

var cohortMembers = gauge("soundings_cohort_members", "Members of a cohort, by state of consent.", "cohort", "state")

var members = subject{[]family{cohortMembers}, membersNow, membersPast}

func membersNow(ctx context.Context, s *Service, f *figures) error {
	all, err := s.Cohorts.Cohorts(ctx)
	if err != nil {
		return err
	}
	for _, c := range all {
		counts, err := s.Cohorts.MemberCounts(ctx, c.ID)
		if err != nil {
			return err
		}
		for state, n := range counts {
			f.add(cohortMembers, float64(n), c.ID, string(state))
		}
	}
	return nil
}

// membersPast also counts who of the members was exposed to which feature.
func membersPast(ctx context.Context, h *history) error {
	all, err := h.s.Cohorts.Cohorts(ctx)
	if err != nil {
		return err
	}
	h.begin(cohortMembers)
	for _, c := range all {
		counts, err := h.consents(ctx, c.ID)
		if err != nil {
			return err
		}
		writeStates(h, cohortMembers, counts, cohorts.States(), c.ID)
	}
	return nil
}

func (h *history) consents(ctx context.Context, cohort string) (stateCounts[cohorts.State], error) {
	counts := stateCounts[cohorts.State]{}
	list := func(after string) (base.Page[cohorts.Membership], error) {
		return h.s.Cohorts.Members(ctx, cohorts.MembershipQuery{Cohort: cohort, After: after, Limit: pageSize})
	}
	for m, err := range base.Each(list) {
		if err != nil {
			return nil, err
		}
		steps, err := h.s.Cohorts.History(ctx, m.Ref)
		if err != nil {
			return nil, err
		}
		steps = slices.DeleteFunc(steps, func(step cohorts.Consent) bool { return step.Cohort != cohort })
		slices.SortStableFunc(steps, func(a, b cohorts.Consent) int { return a.At.Compare(b.At) }) // the oldest first
		for _, step := range cohorts.Timeline(steps) {
			counts.move(step.From, step.To, metrics.DayOf(step.When(), h.zone))
		}
		h.expose(cohort, m.Ref, steps)
	}
	return counts, nil
}
