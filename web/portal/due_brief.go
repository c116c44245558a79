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
	today := s.calendarDay(frame)
	for _, due := range []struct {
		kind plan.Kind
		text string
		has  func(plan.Entry) bool
	}{
		{plan.Decision, "today.decision", func(e plan.Entry) bool { return e.Waits() && !e.Date.After(today) }},
		{plan.Task, "today.overdue_task", func(e plan.Entry) bool { return e.Done.IsZero() && e.Date.Before(today) }},
		{plan.Training, "today.training", func(e plan.Entry) bool {
			return !e.Date.Before(today) && e.Date.Before(today.AddDate(0, 0, trainingAhead))
		}},
	} {
		entries, err := s.Plans.Entries(ctx, due.kind)
		if err != nil {
			return b, err
		}
		for _, e := range entries {
			if due.has(e) {
				b.Tasks = append(b.Tasks, dueTask(frame, names, e, due.text))
			}
		}
	}
	return b, nil
}

// trainingAhead is for how many days ahead, today among them, Today has trainings.
const trainingAhead = 7

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
