package series

import (
	"context"
	"fmt"
	"slices"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/metrics"
)

var (
	cohortMembers = gauge("soundings_cohort_members", "Members of a cohort, by state of consent.", "cohort", "state")
	cohortInfo    = gauge("soundings_cohort_info", "What a cohort is called; always 1.", "cohort", "title")
)

var members = subject{[]family{cohortMembers, cohortInfo}, membersNow, membersPast}

func membersNow(ctx context.Context, s *Service, f *figures) error {
	all, err := s.Cohorts.Cohorts(ctx)
	if err != nil {
		return err
	}
	for _, c := range all {
		f.add(cohortInfo, 1, c.ID, f.title(c.Name, c.ID))
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

// cohortPast is the past of a cohort.
type cohortPast struct {
	cohorts.Cohort
	consents stateCounts[cohorts.State]
	tally    metrics.Tally
	begins   metrics.Day // the first day of which there is anything to tell
}

// cohort reads the past of a cohort, and counts who of its members was exposed to which feature.
func (h *history) cohort(ctx context.Context, c cohorts.Cohort) (*cohortPast, error) {
	past := &cohortPast{Cohort: c, begins: metrics.DayOf(c.Created, h.zone)}
	var err error
	if past.consents, err = h.consents(ctx, c.ID); err != nil {
		return nil, err
	}
	if first, ok := past.consents.first(); ok {
		past.begins = min(past.begins, first)
	}
	if past.tally, err = h.s.Store.Adoption(ctx, c.ID); err != nil {
		return nil, fmt.Errorf("reading what members did: %w", err)
	}
	return past, nil
}

func membersPast(_ context.Context, h *history) error {
	h.begin(cohortMembers)
	for _, c := range h.cohorts {
		writeStates(h, cohortMembers, c.consents, cohorts.States(), c.ID)
	}
	h.begin(cohortInfo)
	for _, c := range h.cohorts {
		h.since(cohortInfo, c.begins.Start(h.zone), c.ID, titleIn(h.language, c.Name, c.ID))
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
