package portal

import (
	"context"
	"strings"

	"soundings/cohorts/plan"
	"soundings/web/page"
)

// Brief returns a task for each feature that slips in the newest plan that was adopted, until somebody was told of it.
func (s *Plans) Brief(ctx context.Context, frame page.Page) (page.Brief, error) {
	var b page.Brief
	p, adopted, err := s.Plans.Current(ctx)
	if err != nil || !adopted {
		return b, err
	}
	progress, err := s.Plans.Progress(ctx, p)
	if err != nil {
		return b, err
	}
	affected, err := s.Plans.Affected(ctx, p)
	if err != nil {
		return b, err
	}
	names, _, err := s.featureNames(ctx, frame.Lang())
	if err != nil {
		return b, err
	}
	d := planPresenter{page: frame, plan: p, names: names}
	for _, one := range progress {
		if one.Status == plan.Slipping && !one.Told() {
			b.Tasks = append(b.Tasks, d.slip(one, d.told(one, affected)))
		}
	}
	return b, nil
}

// slip returns the task to tell somebody that a feature slips.
func (d planPresenter) slip(p plan.Progress, told []page.Link) page.Task {
	detail := []string{d.page.T("today.slip_due", "Date", lastDay(d.page, p.Baseline))}
	if later := d.later(p); later != "" {
		detail = append(detail, later)
	}
	for _, line := range told {
		detail = append(detail, line.Text)
	}
	task := page.Task{
		Title:  d.page.T("today.slip", "Feature", d.name(p.Feature), "Plan", planTitle(d.page.Printer, d.plan)),
		Detail: strings.Join(detail, " "), Look: "waiting",
		Button: page.Link{Text: d.page.T("today.look"), Href: page.PlanHref(d.plan.ID)}, Panel: d.page.InGrafana("slips", page.Chosen{}),
	}
	if d.page.Writes() {
		task.Button = page.Link{Text: d.page.T("plans.tell"), Href: page.TellHref(d.plan.ID, p.Feature)}
	}
	return task
}
