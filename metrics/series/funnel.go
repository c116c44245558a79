package series

import (
	"context"
	"fmt"
	"slices"

	"soundings/cohorts"
	"soundings/metrics"
)

var (
	funnelMembers = gauge("soundings_cohort_funnel_members",
		"How many members of a cohort came as far as a step, from selected to regular user; the steps are numbered in their order.", "cohort", "step")
	retainedRatio = gauge("soundings_cohort_retained_ratio",
		"Share of the members who agreed in the last twelve weeks that was active so many weeks after the week in which they agreed, from 00; absent until that week is over.", "cohort", "week")
)

var funnel = subject{[]family{funnelMembers, retainedRatio}, funnelNow, funnelPast}

func funnelNow(_ context.Context, _ *Service, f *figures) error {
	for _, c := range f.adoption.Came {
		for _, step := range c.Funnel {
			f.add(funnelMembers, float64(step.N), c.Cohort, stepLabel(step.Step))
		}
		for after, of := range c.Returned {
			f.add(retainedRatio, of.Share(), c.Cohort, weekLabel(after))
		}
	}
	return nil
}

// stepLabel returns a step with its number before it: texts are sorted so.
func stepLabel(step string) string {
	return fmt.Sprintf("%d-%s", slices.Index(metrics.Steps(), step)+1, step)
}

func weekLabel(after int) string { return fmt.Sprintf("%02d", after) }

// funnelPast writes how far members had come when each day ended, and who had come back as reports of that day said.
func funnelPast(_ context.Context, h *history) error {
	h.begin(funnelMembers)
	for _, c := range h.cohorts {
		h.funnel(c)
	}
	h.begin(retainedRatio)
	for _, c := range h.cohorts {
		h.returned(c)
	}
	return nil
}

func (h *history) funnel(c *cohortPast) {
	selected, waiting := 0, 0 // members, and those of them who were not asked yet
	days := c.tally.Funnels(c.begins, h.last)
	for i := range days {
		d := c.begins + metrics.Day(i)
		for state, m := range c.consents {
			selected += m[d]
			if state == cohorts.Selected {
				waiting += m[d]
			}
		}
		days[i] = append(metrics.Asked(selected, waiting), days[i]...)
	}
	for n, step := range metrics.Steps() {
		for i, steps := range days {
			h.point(funnelMembers, c.begins+metrics.Day(i), float64(steps[n].N), c.ID, stepLabel(step))
		}
	}
}

func (h *history) returned(c *cohortPast) {
	var days [][]metrics.Returned
	longest := 0
	for d := c.begins; d <= h.last; d++ {
		known := c.tally.Returned(d)
		days, longest = append(days, known), max(longest, len(known))
	}
	for after := range longest {
		for i, known := range days {
			if after < len(known) {
				h.point(retainedRatio, c.begins+metrics.Day(i), known[after].Share(), c.ID, weekLabel(after))
			}
		}
	}
}
