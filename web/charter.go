package web

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/plan"
)

// aheadLength is how many coming dates a plan's page shows.
const aheadLength = 8

func (s *Server) showCharter(c echo.Context) error { return s.show(c, s.charterPage) }

func (s *Server) charterPage(c echo.Context, page Page) (View, error) {
	ctx := c.Request().Context()
	v := CharterPage{Page: page, Groups: []Option{{"", page.T("plans.nobody"), false}}, Today: s.Now().In(page.zone).Format(time.DateOnly)}
	names, _, err := s.featureNames(ctx, page.Lang())
	if err != nil {
		return nil, err
	}
	features, err := s.Rollouts.Features(ctx)
	if err != nil {
		return nil, err
	}
	for _, f := range features {
		v.Features = append(v.Features, Option{Value: f.Key, Text: names[f.Key]})
	}
	for _, g := range cohorts.Groups() {
		v.Groups = append(v.Groups, Option{Value: string(g), Text: page.T("group." + string(g))})
	}
	for _, work := range []string{"training", "workflow", "communication", "testing"} {
		v.Works = append(v.Works, Option{Value: work, Text: page.T("plans.work." + work)})
	}
	for _, kind := range plan.Kinds() {
		entries, err := s.Plans.Entries(ctx, kind)
		if err != nil {
			return nil, err
		}
		k := CharterKind{ID: string(kind), Name: page.T("plans.kind." + string(kind)), Hint: page.T("plans.about." + string(kind)), Open: page.Form.Value("kind") == string(kind)}
		for _, e := range entries {
			k.Rows = append(k.Rows, charterRow(page, names, e))
		}
		v.Kinds = append(v.Kinds, k)
	}
	return v, nil
}

func charterRow(page Page, names map[string]string, e plan.Entry) CharterRow {
	row := CharterRow{
		ID: e.ID, Date: day(page, e.Date), Title: e.Title, Kind: page.T("plans.kind." + string(e.Kind)), Text: e.Text, Owner: e.Owner, Link: e.Link,
	}
	var about []string
	if e.Feature != "" {
		about = append(about, drawnPlan{page: page, names: names}.name(e.Feature))
	}
	if e.Audience != "" {
		about = append(about, page.T("group."+string(e.Audience)))
	}
	if e.Work != "" {
		about = append(about, page.T("plans.work."+e.Work))
	}
	if e.Figure != "" {
		about = append(about, page.T("plans.target_of", "Figure", e.Figure, "Target", plainNumber(e.Target)))
	}
	row.About = strings.Join(about, " · ")
	return row
}

// ahead answers what comes next in the charter.
func (s *Server) ahead(ctx context.Context, page Page, names map[string]string) ([]CharterRow, error) {
	var coming []plan.Entry
	today := s.Now().AddDate(0, 0, -1)
	for _, kind := range plan.Kinds() {
		if kind == plan.Decision || kind == plan.Help {
			continue
		}
		entries, err := s.Plans.Entries(ctx, kind)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if e.Date.After(today) && e.Done.IsZero() {
				coming = append(coming, e)
			}
		}
	}
	slices.SortStableFunc(coming, func(a, b plan.Entry) int { return a.Date.Compare(b.Date) })
	var rows []CharterRow
	for _, e := range coming[:min(len(coming), aheadLength)] {
		rows = append(rows, charterRow(page, names, e))
	}
	return rows, nil
}

// addEntry keeps a new entry of the charter.
func (s *Server) addEntry(c echo.Context) error {
	e := plan.Entry{
		Kind: plan.Kind(c.FormValue("kind")), Title: strings.TrimSpace(c.FormValue("title")), Text: strings.TrimSpace(c.FormValue("text")), Owner: strings.TrimSpace(c.FormValue("owner")),
		Feature: c.FormValue("feature"), Audience: cohorts.Group(c.FormValue("audience")), Figure: strings.TrimSpace(c.FormValue("figure")),
		Work: c.FormValue("work"), Link: strings.TrimSpace(c.FormValue("link")),
	}
	target, err := decimal(c, "target")
	errs := []error{err}
	if target != nil {
		e.Target = *target
	}
	if typed := c.FormValue("date"); typed != "" {
		if e.Date, err = startDay(typed); err != nil {
			errs = append(errs, invalid("date", "error.date"))
		}
	}
	if err = together(errs...); err == nil {
		_, err = s.Plans.SaveEntry(c.Request().Context(), e)
	}
	if err != nil {
		return s.again(c, "/charter", err, s.charterPage)
	}
	return s.done(c, "/charter", "flash.entry_added")
}

// removeEntry takes an entry out of the charter.
func (s *Server) removeEntry(c echo.Context) error {
	if err := s.Plans.DeleteEntry(c.Request().Context(), c.Param("id")); err != nil {
		return err
	}
	return s.done(c, "/charter", "flash.entry_removed")
}
