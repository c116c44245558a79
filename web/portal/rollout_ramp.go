package portal

import (
	"context"
	"errors"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"soundings/cohorts/base"
	"soundings/cohorts/rollout"
	"soundings/web/chart"
	"soundings/web/page"
)

// rampChart draws a ramp over a table of what each step means: how many people, and in full also what its comparison of
// scores can find. Refused settings are not drawn; the form says what is wrong with them.
func (s *Features) rampChart(ctx context.Context, frame page.Page, r rollout.Rollout, in rollout.Settings, full bool) (template.HTML, error) {
	if len(in.Ramp) == 0 {
		return "", nil
	}
	figures, err := s.Rollouts.Preview(ctx, r.Feature, in)
	var refusal *base.Error
	if errors.As(err, &refusal) && refusal.Code != base.Unavailable {
		return "", nil
	} else if err != nil {
		return "", err
	}
	drawn := chart.Ramp{
		ID: "ramp-" + r.Cohort, Title: frame.T("rollouts.ramp"), Description: frame.T("rollouts.ramp_about", "Percent", r.Percent.String()),
		Heads: []string{frame.T("rollouts.step_head"), frame.T("rollouts.people"), frame.T("rollouts.potential")},
	}
	if full && in.Gates.Survey != "" {
		drawn.Heads = append(drawn.Heads, frame.T("rollouts.looks_at"), frame.T("rollouts.smallest"))
	}
	for _, f := range figures {
		row := []string{shareText(frame, f.Percent), frame.Int(f.People), frame.Int(f.Potential)}
		if len(drawn.Heads) > len(row) {
			row = append(row, looksText(frame, f), smallestText(frame, f))
		}
		drawn.Rows = append(drawn.Rows, row)
		drawn.Steps = append(drawn.Steps, rampStep(frame, r, f.Percent))
	}
	drawn.Steps = withPresent(frame, r, drawn.Steps)
	return drawn.Draw()
}

func rampStep(frame page.Page, r rollout.Rollout, p rollout.Percent) chart.RampStep {
	step := chart.RampStep{Label: shareText(frame, p), Share: float64(p) / 100, Look: "later"}
	switch {
	case p == r.Percent && r.Version > 0:
		step.Look, step.Mark = "now", frame.T("rollouts.now")
	case p < r.Percent:
		step.Look = "done"
	}
	return step
}

// withPresent puts the present share among the steps, if it is none of them.
func withPresent(frame page.Page, r rollout.Rollout, steps []chart.RampStep) []chart.RampStep {
	share := float64(r.Percent) / 100
	at, there := slices.BinarySearchFunc(steps, share, func(s chart.RampStep, share float64) int {
		return int(s.Share*10_000+.5) - int(share*10_000+.5)
	})
	if there || r.Version == 0 {
		return steps
	}
	return slices.Insert(steps, at, rampStep(frame, r, r.Percent))
}

// looksText returns the numbers of answers at which the score is compared, or that so many cannot come together.
func looksText(frame page.Page, f rollout.StepPreview) string {
	var all []string
	for _, n := range f.LooksAt {
		all = append(all, strconv.Itoa(n))
	}
	if !f.Reachable {
		return frame.T("rollouts.out_of_reach")
	}
	return strings.Join(all, ", ")
}

func smallestText(frame page.Page, f rollout.StepPreview) string {
	switch {
	case f.Smallest == nil:
		return "–"
	case f.Assumed:
		return frame.T("rollouts.points_assumed", "Points", *f.Smallest)
	}
	return frame.T("rollouts.points", "Points", *f.Smallest)
}
