package web

import (
	"context"

	"github.com/labstack/echo/v4"
)

// Brief is what a part of the site hands Today: what needs somebody, the numbers worth knowing, and its steps on the way
// to the first result.
type Brief struct {
	Tasks   []Task
	Figures []Figure
	Counted bool // one of the figures is not zero
	Steps   []Step
}

// briefs are the parts of the site that Today asks, in the order of its tasks.
func (s *Server) briefs() []func(context.Context, Page) (Brief, error) {
	return []func(context.Context, Page) (Brief, error){s.rolloutBrief, s.planBrief, s.pollBrief, s.cohortBrief, s.surveyBrief}
}

// today is what needs somebody now. It reads counts only, never people, members or answers.
func (s *Server) today(c echo.Context) error { return s.show(c, s.todayPage) }

func (s *Server) todayPage(c echo.Context, page Page) (View, error) {
	all, err := s.brief(c.Request().Context(), page)
	if err != nil {
		return nil, err
	}
	v := TodayPage{Page: page, Tasks: all.Tasks}
	if all.Counted {
		v.Figures = all.Figures
	}
	if last := len(all.Steps) - 1; page.Writes() && last >= 0 && !all.Steps[last].Done {
		v.Steps = all.Steps
	}
	return v, nil
}

// tasks returns all that need somebody now.
func (s *Server) tasks(ctx context.Context, page Page) ([]Task, error) {
	all, err := s.brief(ctx, page)
	return all.Tasks, err
}

// brief returns what all parts of the site hand Today.
func (s *Server) brief(ctx context.Context, page Page) (Brief, error) {
	var all Brief
	for _, of := range s.briefs() {
		b, err := of(ctx, page)
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
