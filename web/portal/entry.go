package portal

import (
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/web/page"
)

// EntryPage shows one entry. The fields of an entryForm are posted to Base, "done" to Base/tick, where an empty one takes the
// tick back, and nothing more to Base/remove. All but the tick carry "version".
type EntryPage struct {
	page.Page
	Entry     charterRow
	Kind      string
	Base      string
	Version   string
	Overtaken bool        // what was typed is not saved: Entry is what somebody else saved meanwhile
	Taken     *page.Taken // of a decision: how it was taken
	Came      string      // of a release: where it is told what came of it
	Choices   entryChoices
}

// Template returns the name of the page's template.
func (EntryPage) Template() string { return "portal/entry" }

// Fields returns the form of the entry.
func (p EntryPage) Fields() entryForm {
	return entryForm{Page: p.Page, entryChoices: p.Choices, Kind: p.Kind, Taken: p.Taken != nil}
}

// Row returns an entry as a line of the page.
func (p EntryPage) Row(row charterRow) ticking { return ticking{row, p.Writes()} }

// ShowEntry shows one entry with its form.
func (s *Charter) ShowEntry(c echo.Context) error { return s.Show(c, s.entryPage) }

// entryPage builds the page of an entry.
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
	v := EntryPage{Page: frame, Kind: string(e.Kind), Base: page.CharterHref(e.ID), Came: page.ReleaseHref(e.ID), Version: strconv.FormatInt(e.Version, 10)}
	names, _, err := s.featureNames(ctx, frame.Lang())
	if err != nil {
		return v, err
	}
	v.Entry, v.Taken = s.charterRow(frame, names, e), frame.Taken(e)
	if v.Choices, err = s.entryChoices(ctx, frame); err != nil {
		return v, err
	}
	if e.Kind == plan.Goal {
		v.Entry.About = goalAbout(frame, v.Choices.Goal, e)
	}
	return v, nil
}

// SaveEntry saves what the form of an entry says. Where somebody else changed or removed the entry meanwhile, nothing is saved
// yet: the page shows both.
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
	if err = s.alsoWrongIn(ctx, e, err); err == nil {
		_, err = s.Plans.SaveEntry(ctx, e)
	}
	switch {
	case base.IsCode(err, base.Conflict):
		if kept, err = s.Plans.Entry(ctx, id); err != nil {
			return err
		}
		return s.entryOvertaken(c, kept, "plans.entry_changed")
	case err != nil:
		return s.Again(c, page.CharterHref(id), onWhole(err, entryLists...), s.entryPage)
	}
	return s.Done(c, "/charter#"+string(e.Kind), "flash.entry_saved")
}

// entryOvertaken shows what was typed beside the entry as it is now. Saving once more puts it in the place of that one; where
// that one is gone, it adds a new one.
func (s *Charter) entryOvertaken(c echo.Context, now plan.Entry, text string) error {
	frame, err := s.Overtaken(c, page.CharterHref(now.ID), base.T(text))
	if err != nil {
		return err
	}
	v, err := s.entryView(c, frame, now)
	if err != nil {
		return err
	}
	v.Entry.Tick, v.Entry.Title.Href = "", "" // both would lose what was typed
	if v.Overtaken = now.Version > 0; !v.Overtaken {
		v.Base = "/charter"
	}
	return s.Render(c, http.StatusConflict, v)
}

// TickEntry ticks a task or an event off, or takes that back, and redirects to the page it was done on.
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

// RemoveEntry removes an entry, unless it has changed since it was shown.
func (s *Charter) RemoveEntry(c echo.Context) error {
	version, err := page.Version(c)
	if err == nil && version == 0 {
		err = base.Refuse(base.Invalid, "error.form")
	}
	if err != nil {
		return err
	}
	if err := s.Plans.DeleteEntry(c.Request().Context(), c.Param("id"), version); err != nil {
		return err
	}
	return s.Done(c, "/charter", "flash.entry_removed")
}
