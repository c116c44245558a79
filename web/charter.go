package web

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/plan"
	"soundings/metrics"
)

// aheadLength is how many coming dates a plan's page shows.
const aheadLength = 8

func charterHref(id string) string { return "/charter/" + id }

func (s *Server) showCharter(c echo.Context) error { return s.show(c, s.charterPage) }

func (s *Server) charterPage(c echo.Context, page Page) (View, error) {
	ctx := c.Request().Context()
	v := CharterPage{Page: page}
	names, _, err := s.featureNames(ctx, page.Lang())
	if err != nil {
		return nil, err
	}
	if v.Choices, err = s.entryChoices(ctx, page); err != nil {
		return nil, err
	}
	for _, kind := range plan.Kinds() {
		entries, err := s.Plans.Entries(ctx, kind)
		if err != nil {
			return nil, err
		}
		shown := s.charterKind(page, names, kind, entries)
		for i, e := range entries {
			if kind == plan.Goal {
				shown.Rows[i].About = page.goalAbout(v.Choices.Goal, e)
			}
		}
		v.Kinds = append(v.Kinds, shown)
	}
	return v, nil
}

// charterKind shows the entries of one kind.
func (s *Server) charterKind(page Page, names map[string]string, kind plan.Kind, entries []plan.Entry) CharterKind {
	k := CharterKind{ID: string(kind), Name: page.T("plans.kind." + string(kind)), Hint: page.T("plans.about." + string(kind)), Open: page.Form.Value("kind") == string(kind)}
	for _, e := range entries {
		k.Rows = append(k.Rows, s.charterRow(page, names, e))
	}
	return k
}

func (s *Server) charterRow(page Page, names map[string]string, e plan.Entry) CharterRow {
	row := CharterRow{
		ID: e.ID, Title: Link{e.Title, charterHref(e.ID)}, Kind: page.T("plans.kind." + string(e.Kind)), Text: e.Text, Owner: e.Owner, Link: e.Link,
		About: strings.Join(aboutEntry(page, names, e), " · "), State: s.entryState(page, e), Done: !e.Done.IsZero(),
	}
	if !e.Date.IsZero() {
		row.Date = page.Date(e.Date)
	}
	switch {
	case e.Kind.Ticked() && row.Done:
		row.Tick = page.T("plans.untick")
	case e.Kind == plan.Task:
		row.Tick = page.T("plans.tick.task")
	case e.Kind == plan.Event:
		row.Tick = page.T("plans.tick.event")
	}
	return row
}

// aboutEntry says what an entry is about: its feature, audience, work, session or target.
func aboutEntry(page Page, names map[string]string, e plan.Entry) []string {
	var about []string
	if e.Feature != "" {
		about = append(about, drawnPlan{page: page, names: names}.name(e.Feature))
	}
	if e.Work != "" {
		about = append(about, page.T("plans.work."+e.Work))
	}
	if e.Session != "" {
		about = append(about, page.T("plans.session."+e.Session))
	}
	if len(e.Audience) > 0 {
		about = append(about, page.T("plans.for", "Groups", page.groups(e.Audience)))
	}
	if e.Figure != "" {
		about = append(about, page.T("plans.target_of", "Figure", page.figureName(e.Figure), "Target", page.target(e.Figure, e.Target)))
	}
	return about
}

// groups names stakeholder groups.
func (p Page) groups(groups []cohorts.Group) string {
	names := make([]string, len(groups))
	for i, g := range groups {
		names[i] = p.T("group." + string(g))
	}
	return strings.Join(names, ", ")
}

// entryState says how an entry stands on its day: done, due and not done, or past. Before that day there is nothing to say.
func (s *Server) entryState(page Page, e plan.Entry) Badge {
	past := !e.Date.IsZero() && e.Date.Before(s.calendarDay(page))
	switch {
	case e.Kind == plan.Event && !e.Done.IsZero():
		return Badge{page.T("plans.state.told", "Date", page.Date(e.Done)), "done"}
	case !e.Done.IsZero():
		return Badge{page.T("plans.state.done", "Date", page.Date(e.Done)), "done"}
	case past && e.Kind == plan.Event:
		return Badge{page.T("plans.state.untold"), "waiting"}
	case past && e.Kind == plan.Task:
		return Badge{page.T("plans.state.due"), "waiting"}
	case past && (e.Kind == plan.Training || e.Kind == plan.Release):
		return Badge{page.T("plans.state.past"), "past"}
	}
	return Badge{}
}

// calendarDay returns the day that the clinic's calendar shows, as the charter has days: its midnight in UTC.
func (s *Server) calendarDay(page Page) time.Time {
	return metrics.DayOf(s.Now(), page.zone).Time()
}

// ahead returns what comes next in the charter.
func (s *Server) ahead(ctx context.Context, page Page, names map[string]string) ([]CharterRow, error) {
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
			if !e.Date.Before(s.calendarDay(page)) && e.Done.IsZero() {
				coming = append(coming, e)
			}
		}
	}
	slices.SortStableFunc(coming, func(a, b plan.Entry) int { return a.Date.Compare(b.Date) })
	var rows []CharterRow
	for _, e := range coming[:min(len(coming), aheadLength)] {
		rows = append(rows, s.charterRow(page, names, e))
	}
	return rows, nil
}

// addAround shows on a feature's page what the charter has of it.
func (s *Server) addAround(ctx context.Context, v *FeaturePage) error {
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
