package learn

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/rollout"
	"soundings/metrics"
	"soundings/web/page"
)

// What stands on the one page of the pack: the latest changes, and the tasks that cannot wait first.
const (
	packChanges = 6
	packTasks   = 6
)

func (s *Reports) MeetingPack(c echo.Context) error { return s.Show(c, s.packPage) }

func (s *Reports) packPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	adoption, err := s.adoption(c, frame)
	if err != nil {
		return nil, err
	}
	v := PackPage{Page: frame, Adoption: *adoption, Back: "/reports?" + string(adoption.Query)}
	v.Changed = slices.Concat(adoption.Sentences, adoption.Moved[:min(len(adoption.Moved), packChanges)])
	asked, err := s.surveyFigures(ctx)
	if err != nil {
		return nil, err
	}
	v.Surveys = surveyReports(frame, asked)
	tasks, err := s.Tasks(ctx, frame)
	urgent := func(t page.Task) int { return slices.Index([]string{"stopped", "waiting", "active"}, t.Look) }
	slices.SortStableFunc(tasks, func(a, b page.Task) int { return cmp.Compare(urgent(a), urgent(b)) })
	v.Decisions = tasks[:min(len(tasks), packTasks)]
	v.More = len(tasks) - len(v.Decisions)
	return v, err
}

// changes says what was released, and which features went to another share of the cohort, in the period of a report: the
// latest first.
func (s *Reports) changes(ctx context.Context, frame page.Page, r metrics.Report) ([]string, error) {
	type change struct {
		at   time.Time
		said string
	}
	var all []change
	for _, one := range r.Releases {
		all = append(all, change{one.Day.Start(frame.Zone), releaseSaid(frame, one)})
	}
	moved, err := s.Rollouts.Moved(ctx, r.Cohort, r.From.Start(frame.Zone), (r.To + 1).Start(frame.Zone))
	if err != nil {
		return nil, err
	}
	features, err := s.Rollouts.Features(ctx)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, f := range features {
		names[f.Key] = f.Name.In(frame.Lang())
	}
	for _, m := range moved {
		all = append(all, change{m.At, movedSaid(frame, m, cmp.Or(names[m.Feature], m.Feature))})
	}
	slices.SortStableFunc(all, func(a, b change) int { return b.at.Compare(a.at) })
	var said []string
	for _, one := range all {
		said = append(said, one.said)
	}
	return said, err
}

// movedSaid says which share of the cohort sees a feature since a move; of one that went back also why.
func movedSaid(p page.Page, m rollout.Move, feature string) string {
	text := "reports.moved_up"
	if m.To < m.From {
		text = "reports.moved_down"
	}
	said := p.T(text, "Day", p.Day(m.At), "Feature", feature, "From", m.From.String(), "To", m.To.String())
	if m.Kind == rollout.RollBack {
		said += " " + p.Say(m.Reason())
	}
	return said
}
