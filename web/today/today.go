package today

import (
	"context"

	"github.com/labstack/echo/v4"

	"soundings/web/page"
)

// TodayPage shows what needs somebody now.
type TodayPage struct {
	page.Page
	Tasks   []page.Task
	Figures []page.Figure
	Steps   []page.Step // the way to the first result; empty: the clinic has gone it
}

// Template returns the name of the page's template.
func (TodayPage) Template() string { return "today/today" }

// Home shows what needs somebody now. It reads counts, never members or answers, and of people those whose address fails.
func (s *Today) Home(c echo.Context) error { return s.Show(c, s.todayPage) }

func (s *Today) todayPage(c echo.Context, frame page.Page) (page.View, error) {
	all, err := s.brief(c.Request().Context(), frame)
	if err != nil {
		return nil, err
	}
	v := TodayPage{Page: frame, Tasks: all.Tasks}
	if all.Counted {
		v.Figures = all.Figures
	}
	if last := len(all.Steps) - 1; frame.Writes() && last >= 0 && !all.Steps[last].Done {
		v.Steps = all.Steps
	}
	return v, nil
}

// Tasks returns what needs somebody now in every room.
func (s *Today) Tasks(ctx context.Context, frame page.Page) ([]page.Task, error) {
	all, err := s.brief(ctx, frame)
	return all.Tasks, err
}

// brief puts together what the rooms hand Today.
func (s *Today) brief(ctx context.Context, frame page.Page) (page.Brief, error) {
	var all page.Brief
	for _, room := range s.Rooms {
		b, err := room.Brief(ctx, frame)
		if err != nil {
			return all, err
		}
		all.Tasks = append(all.Tasks, b.Tasks...)
		all.Figures = append(all.Figures, b.Figures...)
		all.Steps = append(all.Steps, b.Steps...)
		all.Counted = all.Counted || b.Counted
	}
	return all, nil
}
