package portal

import (
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/web/page"
)

// ToldPage notes whom the team tells of a slip by hand, and when: fields "audience" (several), "date", "owner", "title", "text".
type ToldPage struct {
	page.Page
	Base   string // where it posts to
	Plan   page.Link
	Name   string      // of the feature
	What   string      // how it slips
	Told   []page.Link // who has heard of it, and who has not
	Groups []page.Option
}

// Template returns the name of the page's template.
func (ToldPage) Template() string { return "portal/told" }

// ShowTold shows the form of whom the team tells of a slip by hand.
func (s *Plans) ShowTold(c echo.Context) error { return s.Show(c, s.toldPage) }

// toldPage proposes whom to tell of a slip, who are the affected groups that have not heard, and what to say.
func (s *Plans) toldPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx, id, key := c.Request().Context(), c.Param("id"), c.Param("key")
	d, _, err := s.presenter(ctx, frame, id)
	if err != nil {
		return nil, err
	}
	slip, err := s.Plans.Slip(ctx, d.plan, key)
	if err != nil {
		return nil, err
	}
	affected, err := s.Plans.Affected(ctx, d.plan)
	if err != nil {
		return nil, err
	}
	v := ToldPage{
		Page: frame, Base: page.ToldHref(id, key), Plan: page.Link{Text: planTitle(frame.Printer, d.plan), Href: page.PlanHref(id)}, Name: d.name(key),
		What: d.slipText(slip), Told: d.told(slip, affected),
	}
	v.Groups = frame.GroupOptions("")
	if v.Form.Values == nil {
		v.Form.Values = url.Values{
			"date": {s.calendarDay(frame).Format(time.DateOnly)}, "title": {d.slipTitle(key)}, "text": {v.What},
		}
		if frame.Staff != nil {
			v.Form.Values.Set("owner", frame.Staff.Name)
		}
		for _, g := range slip.Untold(affected) {
			v.Form.Values.Add("audience", string(g))
		}
	}
	return v, nil
}

// TellByHand saves whom the team tells of a slip, what and when.
func (s *Plans) TellByHand(c echo.Context) error {
	id, key := c.Param("id"), c.Param("key")
	frame, err := s.Page(c, "")
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return base.Refuse(base.Invalid, "error.form")
	}
	n := plan.Notice{
		Feature: key, Audience: groupsIn(form["audience"]), Owner: strings.TrimSpace(form.Get("owner")),
		Title: strings.TrimSpace(form.Get("title")), Text: strings.TrimSpace(form.Get("text")),
	}
	if typed := form.Get("date"); typed != "" {
		n.Date, err = page.DayIn("date", typed)
	}
	if err == nil {
		_, err = s.Plans.Tell(c.Request().Context(), id, n, s.calendarDay(frame))
	} else {
		err = page.Besides(err, n.Check())
	}
	if err != nil {
		return s.Again(c, page.ToldHref(id, key), onWhole(err, "audience"), s.toldPage)
	}
	return s.Done(c, page.PlanHref(id)+"#progress", "flash.told")
}

// slipTitle proposes the title of what the told read.
func (d planPresenter) slipTitle(key string) string {
	return d.page.T("plans.slip_title", "Feature", d.name(key))
}

// slipText proposes its text: how the feature slips.
func (d planPresenter) slipText(p plan.Progress) string {
	name, due := d.name(p.Feature), lastDay(d.page, p.Baseline)
	if d.plan.Quarter(p.Planned) > 0 {
		return d.page.T("plans.slip_moved", "Feature", name, "From", d.plan.Quarter(p.Baseline), "Due", due,
			"To", d.plan.Quarter(p.Planned), "Date", lastDay(d.page, p.Planned))
	}
	return d.page.T("plans.slip_open", "Feature", name, "From", d.plan.Quarter(p.Baseline), "Due", due)
}
