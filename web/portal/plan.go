package portal

import (
	"context"
	"slices"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/web/page"
)

// PlanPage shows a plan. A change by hand is posted to Base/try, which shows what it would do, and to Base, which saves it.
// Its fields are "feature", "quarter", "effort", "priority", "must", "capacity.1" to "capacity.4", "add", "remove", "version".
type PlanPage struct {
	page.Page
	Base      string
	Title     string
	From      string
	Sources   []page.Link // the polls whose results it rests on
	More      []page.Link // other plans
	Tried     *triedChange
	Phases    []phaseCard
	Unplanned []plannedRow
	Fields    planFields
	Cost      string   // what the changes by hand cost; empty: nothing
	Adopted   string   // on which day; empty: not yet
	Earlier   []string // baselines before that one
	Progress  []progressRow
	Slips     bool         // some feature of it does
	Ahead     []charterRow // what comes next in the charter
}

// Template returns the name of the page's template.
func (PlanPage) Template() string { return "portal/plan" }

// ShowPlan shows one plan.
func (s *Plans) ShowPlan(c echo.Context) error { return s.Show(c, s.planPage) }

func (s *Plans) planPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	p, err := s.Plans.Plan(ctx, c.Param("id"))
	if err != nil {
		return nil, err
	}
	v, _, err := s.planView(ctx, frame, p)
	return v, err
}

// planView returns the page of a plan, saved or only tried, and the names of features by key.
func (s *Plans) planView(ctx context.Context, frame page.Page, p plan.Plan) (PlanPage, map[string]string, error) {
	v := PlanPage{Page: frame, Base: page.PlanHref(p.ID), Title: planTitle(frame.Printer, p), From: day(frame, p.Start)}
	today, err := s.Plans.Today(ctx)
	if err != nil {
		return v, nil, err
	}
	features, err := s.Rollouts.Features(ctx)
	if err != nil {
		return v, nil, err
	}
	names, owners := namesOf(features, frame.Lang())
	d := planPresenter{frame, p, names, today}
	v.Phases, v.Unplanned, v.Fields = d.phases(), d.unplanned(), d.planFields(features)
	if cost := (plan.Consequence{After: p.Value, Best: p.Best}).Cost(); cost >= 0.0005 {
		v.Cost = frame.T("plans.cost", "Share", frame.Percent(cost))
	}
	if v.Sources, err = s.sources(ctx, frame, p); err != nil {
		return v, nil, err
	}
	all, err := s.Plans.Plans(ctx)
	if err != nil {
		return v, nil, err
	}
	v.More = planLinks(frame, all, p.ID)
	if !p.Adopted.IsZero() {
		v.Adopted = frame.Day(p.Adopted)
	}
	for _, b := range p.Earlier {
		v.Earlier = append(v.Earlier, frame.T("plans.earlier_one", "Date", frame.Day(b.Adopted), "Count", len(b.Ready)))
	}
	if v.Progress, err = s.progressRows(ctx, d, owners); err != nil {
		return v, nil, err
	}
	v.Slips = slices.ContainsFunc(v.Progress, func(row progressRow) bool { return row.Tell != "" })
	v.Ahead, err = s.ahead(ctx, frame, names)
	return v, names, err
}

// sources returns links to the results of the polls that a plan rests on, as far as they are there.
func (s *Plans) sources(ctx context.Context, frame page.Page, p plan.Plan) ([]page.Link, error) {
	var links []page.Link
	for _, id := range p.Polls {
		asked, err := s.Polls.Poll(ctx, id)
		if base.IsCode(err, base.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		links = append(links, page.Link{Text: asked.Title.In(frame.Lang()), Href: page.PollHref(id) + "/results"})
	}
	return links, nil
}

// aheadLength is the number of coming dates on a plan's page.
const aheadLength = 8

// ahead returns the next entries of the charter that are due.
func (s *Room) ahead(ctx context.Context, frame page.Page, names map[string]string) ([]charterRow, error) {
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
	var rows []charterRow
	for _, e := range coming[:min(len(coming), aheadLength)] {
		rows = append(rows, s.charterRow(frame, names, e))
	}
	return rows, nil
}

// AdoptPlan makes a plan as it stands the baseline that actual dates are held against.
func (s *Plans) AdoptPlan(c echo.Context) error {
	id := c.Param("id")
	if _, err := s.Plans.Adopt(c.Request().Context(), id); err != nil {
		return err
	}
	return s.Done(c, page.PlanHref(id), "flash.plan_adopted")
}
