package web

import (
	"context"
	"strings"
	"time"

	"soundings/cohorts/plan"
	"soundings/surveys/polls"
)

// pollTasks are the drafts to finish, and the open polls in which groups have been asked for a while and few have voted.
func (s *Server) pollTasks(ctx context.Context, page Page) ([]Task, error) {
	all, err := s.Polls.Polls(ctx)
	if err != nil {
		return nil, err
	}
	var tasks []Task
	for _, p := range all {
		title, look := p.Title.In(page.Lang()), Link{page.T("today.look"), pollHref(p.ID)}
		switch {
		case p.State == polls.Draft:
			tasks = append(tasks, Task{
				Title: page.T("today.draft", "Survey", title), Detail: page.T("today.draft_since", "Date", page.date(p.Created)), Look: "active",
				Button: Link{page.T("today.go_on"), pollHref(p.ID)},
			})
		case p.State == polls.Open && s.Now().Sub(p.Opened) >= quietDays*24*time.Hour:
			turnout, err := s.Polls.Turnout(ctx, p)
			if err != nil {
				return nil, err
			}
			if low := lowGroups(page, turnout); low != "" {
				tasks = append(tasks, Task{Title: page.T("today.low_turnout", "Poll", title), Detail: page.T("today.low_turnout_why", "Groups", low), Look: "waiting", Button: look})
			}
		}
	}
	return tasks, nil
}

// lowGroups names the groups of which few have voted, with their turnout.
func lowGroups(page Page, turnout []polls.GroupResult) string {
	var low []string
	for _, g := range turnout {
		if g.Turnout != nil && *g.Turnout < lowRate {
			low = append(low, page.T("group."+string(g.Group))+" "+page.Percent(*g.Turnout))
		}
	}
	return strings.Join(low, ", ")
}

// planTasks are what slips in the newest plan that was adopted.
func (s *Server) planTasks(ctx context.Context, page Page) ([]Task, error) {
	all, err := s.Plans.Plans(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range all {
		if p.Adopted.IsZero() {
			continue
		}
		progress, err := s.Plans.Progress(ctx, p)
		if err != nil {
			return nil, err
		}
		names, _, err := s.featureNames(ctx, page.Lang())
		return slips(drawnPlan{page, p, names}, progress), err
	}
	return nil, nil
}

func slips(d drawnPlan, progress []plan.Progress) []Task {
	var tasks []Task
	for _, one := range progress {
		if one.Standing != plan.Slipping {
			continue
		}
		detail := d.page.T("today.slip_due", "Date", lastDay(d.page, one.Baseline))
		if days := int(one.Late.Hours() / 24); days > 0 {
			detail += " " + d.page.T("plans.late", "Count", days) + "."
		}
		tasks = append(tasks, Task{
			Title: d.page.T("today.slip", "Feature", d.name(one.Feature), "Plan", d.plan.Title), Detail: detail, Look: "waiting",
			Button: Link{d.page.T("today.look"), planHref(d.plan.ID)},
		})
	}
	return tasks
}
