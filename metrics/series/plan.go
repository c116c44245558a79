package series

import (
	"cmp"
	"context"
	"strconv"
	"time"

	"soundings/cohorts/plan"
)

var (
	planFeatures = gauge("soundings_plan_features",
		"Features of the plan that the team goes by, by the quarter in which they were to be ready (an added one in which it is), from 1, or later, and by how they stand.", "quarter", "standing")
	planSlip = gauge("soundings_plan_slip_seconds",
		"How much later than adopted a feature of the plan is expected that is not live, and whether anybody was told; absent of others.", "feature", "told")
	planInfo = gauge("soundings_plan_info", "The plan that the team goes by; always 1. Absent while none is adopted.", "plan", "title")
)

// progress has no past: what was planned on an earlier day is not kept.
var progress = subject{families: []family{planFeatures, planSlip, planInfo}, now: progressNow}

// afterPlan is the quarter of what comes after the plan's last.
const afterPlan = "later"

// planCell is a quarter and a status, as labels.
type planCell struct{ quarter, standing string }

// progressNow adds the progress of the plan that Today speaks of.
func progressNow(ctx context.Context, s *Service, f *figures) error {
	if s.Plans == nil {
		return nil
	}
	p, adopted, err := s.Plans.Current(ctx)
	if err != nil {
		return err
	}
	counts := map[planCell]int{}
	if adopted {
		all, err := s.Plans.Progress(ctx, p)
		if err != nil {
			return err
		}
		for _, one := range all {
			counts[planCell{dueQuarter(p, one), string(one.Status)}]++
			if one.Status == plan.Slipping {
				f.add(planSlip, one.Late.Seconds(), one.Feature, toldLabel(one))
			}
		}
		f.add(planInfo, 1, p.ID, cmp.Or(p.Title, p.ID))
	}
	for quarter := range plan.Quarters + 1 {
		for _, status := range plan.Statuses() {
			cell := planCell{quarterLabel(quarter + 1), string(status)}
			f.add(planFeatures, float64(counts[cell]), cell.quarter, cell.standing)
		}
	}
	return nil
}

// dueQuarter returns the quarter in which a feature was to be ready; one that was added since, in which it is to be, or went live.
func dueQuarter(p plan.Plan, one plan.Progress) string {
	over := func(end time.Time) int { return p.Now(end.AddDate(0, 0, -1)) }
	switch {
	case !one.Baseline.IsZero():
		return quarterLabel(over(one.Baseline))
	case !one.Planned.IsZero():
		return quarterLabel(over(one.Planned))
	}
	return quarterLabel(p.Now(one.Live))
}

func quarterLabel(quarter int) string {
	if quarter > plan.Quarters {
		return afterPlan
	}
	return strconv.Itoa(quarter)
}

func toldLabel(one plan.Progress) string {
	if one.Told() {
		return "yes"
	}
	return "no"
}
