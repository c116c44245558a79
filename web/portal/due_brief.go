package portal

import (
	"context"
	"strings"

	"soundings/cohorts/plan"
	"soundings/web/page"
)

// Brief returns for Today what of the charter is due: tasks whose day is over, trainings that come, and decisions that wait.
func (s *Charter) Brief(ctx context.Context, frame page.Page) (page.Brief, error) {
	var b page.Brief
	names, _, err := s.featureNames(ctx, frame.Lang())
	if err != nil {
		return b, err
	}
	due, err := s.Plans.Due(ctx)
	if err != nil {
		return b, err
	}
	for _, some := range []struct {
		entries []plan.Entry
		text    string
	}{{due.Decisions, "today.decision"}, {due.Tasks, "today.overdue_task"}, {due.Trainings, "today.training"}} {
		for _, e := range some.entries {
			b.Tasks = append(b.Tasks, dueTask(frame, names, e, some.text))
		}
	}
	return b, nil
}

// dueTask returns an entry of the charter as a task.
func dueTask(frame page.Page, names map[string]string, e plan.Entry, text string) page.Task {
	detail := []string{frame.T("today.on_day", "Date", frame.Date(e.Date))}
	if about := aboutEntry(frame, names, e); len(about) > 0 {
		detail = append(detail, strings.Join(about, " · ")+".")
	}
	if e.Owner != "" {
		detail = append(detail, frame.T("today.owned", "Owner", e.Owner))
	}
	look := "waiting"
	if e.Kind == plan.Training {
		look = "active"
	}
	return page.Task{
		Title: frame.T(text, "Title", e.Title), Detail: strings.Join(detail, " "), Look: look,
		Button: page.Link{Text: frame.T("today.look"), Href: page.CharterHref(e.ID)},
	}
}
