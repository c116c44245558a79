package portal

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/plan"
	"soundings/metrics"
	"soundings/web/page"
)

// aheadLength is how many coming dates a plan's page shows.
const aheadLength = 8

func (s *Charter) ShowCharter(c echo.Context) error { return s.Show(c, s.charterPage) }

func (s *Charter) charterPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	v := CharterPage{Page: frame}
	names, _, err := s.featureNames(ctx, frame.Lang())
	if err != nil {
		return nil, err
	}
	if v.Choices, err = s.entryChoices(ctx, frame); err != nil {
		return nil, err
	}
	for _, kind := range plan.Kinds() {
		entries, err := s.Plans.Entries(ctx, kind)
		if err != nil {
			return nil, err
		}
		shown := s.charterKind(frame, names, kind, entries)
		for i, e := range entries {
			if kind == plan.Goal {
				shown.Rows[i].About = goalAbout(frame, v.Choices.Goal, e)
			}
		}
		v.Kinds = append(v.Kinds, shown)
	}
	return v, nil
}

// charterKind shows the entries of one kind.
func (s *Room) charterKind(frame page.Page, names map[string]string, kind plan.Kind, entries []plan.Entry) CharterKind {
	k := CharterKind{ID: string(kind), Name: frame.T("plans.kind." + string(kind)), Hint: frame.T("plans.about." + string(kind)), Open: frame.Form.Value("kind") == string(kind)}
	for _, e := range entries {
		k.Rows = append(k.Rows, s.charterRow(frame, names, e))
	}
	return k
}

func (s *Room) charterRow(frame page.Page, names map[string]string, e plan.Entry) CharterRow {
	row := CharterRow{
		ID: e.ID, Title: page.Link{Text: e.Title, Href: page.CharterHref(e.ID)}, Kind: frame.T("plans.kind." + string(e.Kind)), Text: e.Text, Owner: e.Owner, Link: e.Link,
		About: strings.Join(aboutEntry(frame, names, e), " · "), State: s.entryState(frame, e), Done: !e.Done.IsZero(),
	}
	if !e.Date.IsZero() {
		row.Date = frame.Date(e.Date)
	}
	switch {
	case e.Kind.Ticked() && row.Done:
		row.Tick = frame.T("plans.untick")
	case e.Kind == plan.Task:
		row.Tick = frame.T("plans.tick.task")
	case e.Kind == plan.Event:
		row.Tick = frame.T("plans.tick.event")
	}
	return row
}

// aboutEntry says what an entry is about: its feature, audience, work, session or target.
func aboutEntry(frame page.Page, names map[string]string, e plan.Entry) []string {
	var about []string
	if e.Feature != "" {
		about = append(about, drawnPlan{page: frame, names: names}.name(e.Feature))
	}
	if e.Work != "" {
		about = append(about, frame.T("plans.work."+e.Work))
	}
	if e.Session != "" {
		about = append(about, frame.T("plans.session."+e.Session))
	}
	if len(e.Audience) > 0 {
		about = append(about, frame.T("plans.for", "Groups", groups(frame, e.Audience)))
	}
	if e.Figure != "" {
		about = append(about, frame.T("plans.target_of", "Figure", frame.FigureName(e.Figure), "Target", frame.Target(e.Figure, e.Target)))
	}
	return about
}

// groups names stakeholder groups.
func groups(p page.Page, groups []cohorts.Group) string {
	names := make([]string, len(groups))
	for i, g := range groups {
		names[i] = p.T("group." + string(g))
	}
	return strings.Join(names, ", ")
}

// entryState says how an entry stands on its day: done, due and not done, or past. Before that day there is nothing to say.
func (s *Room) entryState(frame page.Page, e plan.Entry) page.Badge {
	past := !e.Date.IsZero() && e.Date.Before(s.calendarDay(frame))
	switch {
	case e.Kind == plan.Event && !e.Done.IsZero():
		return page.Badge{Text: frame.T("plans.state.told", "Date", frame.Date(e.Done)), Look: "done"}
	case !e.Done.IsZero():
		return page.Badge{Text: frame.T("plans.state.done", "Date", frame.Date(e.Done)), Look: "done"}
	case past && e.Kind == plan.Event:
		return page.Badge{Text: frame.T("plans.state.untold"), Look: "waiting"}
	case past && e.Kind == plan.Task:
		return page.Badge{Text: frame.T("plans.state.due"), Look: "waiting"}
	case past && (e.Kind == plan.Training || e.Kind == plan.Release):
		return page.Badge{Text: frame.T("plans.state.past"), Look: "past"}
	}
	return page.Badge{}
}

// calendarDay returns the day that the clinic's calendar shows, as the charter has days: its midnight in UTC.
func (s *Room) calendarDay(frame page.Page) time.Time {
	return metrics.DayOf(s.Now(), frame.Zone).Time()
}

// ahead returns what comes next in the charter.
func (s *Room) ahead(ctx context.Context, frame page.Page, names map[string]string) ([]CharterRow, error) {
	var coming []plan.Entry
	for _, kind := range plan.Kinds() {
		if kind == plan.Decision || kind == plan.Help {
			continue
		}
		entries, err := s.Plans.Entries(ctx, kind)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if !e.Date.Before(s.calendarDay(frame)) && e.Done.IsZero() {
				coming = append(coming, e)
			}
		}
	}
	slices.SortStableFunc(coming, func(a, b plan.Entry) int { return a.Date.Compare(b.Date) })
	var rows []CharterRow
	for _, e := range coming[:min(len(coming), aheadLength)] {
		rows = append(rows, s.charterRow(frame, names, e))
	}
	return rows, nil
}

// addAround shows on a feature's page what the charter has of it.
func (s *Room) addAround(ctx context.Context, v *FeaturePage) error {
	names, _, err := s.featureNames(ctx, v.Lang())
	if err != nil {
		return err
	}
	entries, err := s.Plans.EntriesAbout(ctx, v.Key)
	if err != nil {
		return err
	}
	for i := range entries {
		entries[i].Feature = "" // the page says it
	}
	for _, kind := range plan.Kinds() {
		of := slices.DeleteFunc(slices.Clone(entries), func(e plan.Entry) bool { return e.Kind != kind })
		if len(of) > 0 {
			v.Around = append(v.Around, s.charterKind(v.Page, names, kind, of))
		}
	}
	return nil
}
