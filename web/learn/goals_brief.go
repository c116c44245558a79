package learn

import (
	"context"

	"soundings/metrics"
	"soundings/web/page"
)

// Brief returns for Today the goals that are behind or past their day.
func (s *Reports) Brief(ctx context.Context, frame page.Page) (page.Brief, error) {
	var b page.Brief
	goals, err := s.Figures.Goals(ctx)
	if err != nil {
		return b, err
	}
	for _, g := range goals {
		if g.Status != metrics.Behind && g.Status != metrics.Overdue {
			continue
		}
		t := page.Task{
			Title: frame.T("today.goal", "Title", g.Title), Look: "waiting", Button: page.Link{Text: frame.T("today.look"), Href: "/reports"},
			Detail: frame.T("today.goal_now", "Now", goalNow(frame, g), "Target", goalFigure(frame, g.Figure, g.Target), "Date", frame.Date(g.By.Time())),
			Panel:  frame.InGrafana("goals", page.Chosen{}),
		}
		if g.Status == metrics.Overdue {
			t.Title = frame.T("today.goal_missed", "Title", g.Title)
		}
		b.Tasks = append(b.Tasks, t)
	}
	return b, nil
}
