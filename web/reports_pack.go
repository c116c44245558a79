package web

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/rollout"
	"soundings/metrics"
)

// What stands on the one page of the pack: the latest changes, and the tasks that cannot wait first.
const (
	packChanges = 6
	packTasks   = 6
)

func (s *Server) meetingPack(c echo.Context) error { return s.show(c, s.packPage) }

func (s *Server) packPage(c echo.Context, page Page) (View, error) {
	ctx := c.Request().Context()
	adoption, err := s.adoption(c, page)
	if err != nil {
		return nil, err
	}
	v := PackPage{Page: page, Adoption: *adoption, Back: "/reports?" + adoption.Query}
	v.Changed = slices.Concat(adoption.Sentences, adoption.Moved[:min(len(adoption.Moved), packChanges)])
	asked, err := s.surveyFigures(ctx)
	if err != nil {
		return nil, err
	}
	v.Surveys = page.surveyReports(asked)
	tasks, err := s.tasks(ctx, page)
	urgent := func(t Task) int { return slices.Index([]string{"stopped", "waiting", "active"}, t.Look) }
	slices.SortStableFunc(tasks, func(a, b Task) int { return cmp.Compare(urgent(a), urgent(b)) })
	v.Decisions = tasks[:min(len(tasks), packTasks)]
	v.More = len(tasks) - len(v.Decisions)
	return v, err
}

// changes says what was released, and which features went to another share of the cohort, in the period of a report: the
// latest first.
func (s *Server) changes(ctx context.Context, page Page, r metrics.Report) ([]string, error) {
	type change struct {
		at   time.Time
		said string
	}
	var all []change
	for _, one := range r.Releases {
		all = append(all, change{one.Day.Start(page.zone), page.released(one)})
	}
	moved, err := s.Rollouts.Moved(ctx, r.Cohort, r.From.Start(page.zone), (r.To + 1).Start(page.zone))
	if err != nil {
		return nil, err
	}
	features, err := s.Rollouts.Features(ctx)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, f := range features {
		names[f.Key] = f.Name.In(page.Lang())
	}
	for _, m := range moved {
		all = append(all, change{m.At, page.movedSaid(m, cmp.Or(names[m.Feature], m.Feature))})
	}
	slices.SortStableFunc(all, func(a, b change) int { return b.at.Compare(a.at) })
	var said []string
	for _, one := range all {
		said = append(said, one.said)
	}
	return said, err
}

// movedSaid says which share of the cohort sees a feature since a move; of one that went back also why.
func (p Page) movedSaid(m rollout.Move, feature string) string {
	text := "reports.moved_up"
	if m.To < m.From {
		text = "reports.moved_down"
	}
	said := p.T(text, "Day", p.date(m.At), "Feature", feature, "From", m.From.String(), "To", m.To.String())
	if m.Kind == rollout.RollBack {
		said += " " + p.Say(m.Reason())
	}
	return said
}
