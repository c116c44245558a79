package portal

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/web/page"
)

// entryChoices returns what the fields of an entry of the charter offer.
func (s *Charter) entryChoices(ctx context.Context, frame page.Page) (EntryChoices, error) {
	choices := EntryChoices{Today: s.calendarDay(frame).Format(time.DateOnly)}
	features, err := s.Rollouts.Features(ctx)
	for _, f := range features {
		choices.Features = append(choices.Features, page.Option{Value: f.Key, Text: f.Name.In(frame.Lang())})
	}
	for _, g := range cohorts.Groups() {
		choices.Groups = append(choices.Groups, page.Option{Value: string(g), Text: frame.T("group." + string(g))})
	}
	for _, work := range []string{"training", "workflow", "communication", "testing"} {
		choices.Works = append(choices.Works, page.Option{Value: work, Text: frame.T("plans.work." + work)})
	}
	for _, session := range []string{"first", "refresher"} {
		choices.Sessions = append(choices.Sessions, page.Option{Value: session, Text: frame.T("plans.session." + session)})
	}
	if err == nil {
		choices.Goal, err = s.goalChoices(ctx, frame, choices.Features)
	}
	return choices, err
}

// typedEntry reads the form of an entry into one: what the form does not ask stays as it is.
func typedEntry(c echo.Context, e plan.Entry) (plan.Entry, error) {
	form, err := c.FormParams()
	if err != nil {
		return e, base.Refuse(base.Invalid, "error.form")
	}
	typed := func(field string) string { return strings.TrimSpace(form.Get(field)) }
	e.Kind, e.Title, e.Text, e.Owner = plan.Kind(typed("kind")), typed("title"), typed("text"), typed("owner")
	e.Feature, e.Work, e.Session, e.Link = typed("feature"), typed("work"), typed("session"), typed("link")
	e.Figure, e.Survey, e.Cohort = plan.Figure(typed("figure")), typed("survey"), typed("cohort")
	e.Audience, e.Target, e.Date = groupsIn(form["audience"]), 0, time.Time{}
	target, err := page.Decimal(c, "target")
	errs := []error{err}
	if target != nil {
		e.Target = *target
	}
	if typed("date") != "" {
		e.Date, err = dayIn("date", typed("date"))
		errs = append(errs, err)
	}
	if version := typed("version"); version != "" {
		if e.Version, err = strconv.ParseInt(version, 10, 64); err != nil || e.Version < 0 {
			return e, base.Refuse(base.Invalid, "error.form")
		}
	}
	return e, page.Together(errs...)
}

func groupsIn(typed []string) []cohorts.Group {
	var groups []cohorts.Group
	for _, g := range typed {
		if g != "" {
			groups = append(groups, cohorts.Group(g))
		}
	}
	return groups
}

// entryValues are an entry as its form has it.
func entryValues(e plan.Entry) url.Values {
	v := url.Values{
		"kind": {string(e.Kind)}, "title": {e.Title}, "text": {e.Text}, "owner": {e.Owner}, "date": {dayOf(e.Date)}, "feature": {e.Feature},
		"work": {e.Work}, "session": {e.Session}, "link": {e.Link}, "figure": {string(e.Figure)}, "survey": {e.Survey}, "cohort": {e.Cohort}, "target": {page.PlainNumber(e.Target)},
	}
	for _, g := range e.Audience {
		v.Add("audience", string(g))
	}
	return v
}

// renamedEntry names the fields of a refusal as the form has them.
func renamedEntry(err error) error {
	var refusal *base.Error
	if !errors.As(err, &refusal) {
		return err
	}
	names := map[string]string{}
	for _, f := range refusal.Fields {
		names[f.Name], _, _ = strings.Cut(f.Name, "[")
	}
	return page.Renamed(err, names)
}

// AddEntry keeps a new entry of the charter.
func (s *Charter) AddEntry(c echo.Context) error {
	e, err := typedEntry(c, plan.Entry{})
	if err = page.Together(err, s.checkGoalOf(c.Request().Context(), e)); err == nil {
		_, err = s.Plans.SaveEntry(c.Request().Context(), e)
	}
	if err != nil {
		return s.Again(c, "/charter", renamedEntry(err), s.charterPage)
	}
	return s.Done(c, "/charter#"+string(e.Kind), "flash.entry_added")
}

func (s *Charter) ShowEntry(c echo.Context) error { return s.Show(c, s.entryPage) }

// entryPage shows an entry with its form.
func (s *Charter) entryPage(c echo.Context, frame page.Page) (page.View, error) {
	e, err := s.Plans.Entry(c.Request().Context(), c.Param("id"))
	if err != nil {
		return nil, err
	}
	return s.entryView(c, frame, e)
}

func (s *Charter) entryView(c echo.Context, frame page.Page, e plan.Entry) (EntryPage, error) {
	ctx := c.Request().Context()
	if frame.Form.Values == nil {
		frame.Form.Values = entryValues(e)
	}
	v := EntryPage{Page: frame, Kind: string(e.Kind), Base: page.CharterHref(e.ID), Version: strconv.FormatInt(e.Version, 10)}
	names, _, err := s.featureNames(ctx, frame.Lang())
	if err != nil {
		return v, err
	}
	v.Entry = s.charterRow(frame, names, e)
	if v.Choices, err = s.entryChoices(ctx, frame); err == nil && e.Kind == plan.Goal {
		v.Entry.About = goalAbout(frame, v.Choices.Goal, e)
	}
	return v, err
}

// SaveEntry keeps what the form of an entry says. Where somebody else changed it meanwhile, or took it out, nothing is
// kept yet: the page shows both.
func (s *Charter) SaveEntry(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("id")
	kept, err := s.Plans.Entry(ctx, id)
	if base.IsCode(err, base.NotFound) {
		return s.entryOvertaken(c, plan.Entry{ID: id, Kind: plan.Kind(c.FormValue("kind")), Title: c.FormValue("title")}, "plans.entry_gone")
	}
	if err != nil {
		return err
	}
	e, err := typedEntry(c, kept)
	if err = page.Together(err, s.checkGoalOf(ctx, e)); err == nil {
		_, err = s.Plans.SaveEntry(ctx, e)
	}
	switch {
	case base.IsCode(err, base.Conflict):
		if kept, err = s.Plans.Entry(ctx, id); err != nil {
			return err
		}
		return s.entryOvertaken(c, kept, "plans.entry_changed")
	case err != nil:
		return s.Again(c, page.CharterHref(id), renamedEntry(err), s.entryPage)
	}
	return s.Done(c, "/charter#"+string(e.Kind), "flash.entry_saved")
}

// entryOvertaken shows what was typed of an entry beside what stands there now. To keep it once more is to keep it in its
// place; of an entry that is gone, as a new one.
func (s *Charter) entryOvertaken(c echo.Context, now plan.Entry, text string) error {
	frame, err := s.Page(c, "")
	if err != nil {
		return err
	}
	frame.Path = page.CharterHref(now.ID)
	frame.Form = page.Form{Values: c.Request().Form, Problems: []page.Problem{{Text: frame.T(text)}}}
	v, err := s.entryView(c, frame, now)
	if err != nil {
		return err
	}
	v.Entry.Tick, v.Entry.Title.Href = "", "" // neither may lose what was typed
	if v.Overtaken = now.Version > 0; !v.Overtaken {
		v.Base = "/charter"
	}
	return s.Render(c, http.StatusConflict, v)
}

// TickEntry ticks a task or an event off, or takes that back, and leads back to where that was asked.
func (s *Charter) TickEntry(c echo.Context) error {
	frame, err := s.Page(c, "")
	if err != nil {
		return err
	}
	on, flash := time.Time{}, "flash.entry_unticked"
	if c.FormValue("done") != "" {
		on, flash = s.calendarDay(frame), "flash.entry_ticked"
	}
	e, err := s.Plans.Tick(c.Request().Context(), c.Param("id"), on)
	if err != nil {
		return err
	}
	back := page.CameFrom(c.Request())
	if back == "/" {
		back = "/charter"
	}
	return s.Done(c, back+"#entry-"+e.ID, flash)
}

// RemoveEntry takes an entry out of the charter, as whoever removes it has seen it.
func (s *Charter) RemoveEntry(c echo.Context) error {
	version, err := strconv.ParseInt(c.FormValue("version"), 10, 64)
	if err != nil {
		return base.Refuse(base.Invalid, "error.form")
	}
	if err := s.Plans.DeleteEntry(c.Request().Context(), c.Param("id"), version); err != nil {
		return err
	}
	return s.Done(c, "/charter", "flash.entry_removed")
}
