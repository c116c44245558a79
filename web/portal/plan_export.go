package portal

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/labstack/echo/v4"

	"soundings/cohorts/plan"
	"soundings/web/page"
)

// PlanCSV sends a plan as a table: a row for each feature in each quarter, and one without a quarter for each feature that is
// left out, or has left the plan since it was adopted. Days of the baseline are last days of quarters.
func (s *Plans) PlanCSV(c echo.Context) error {
	d, owners, err := s.planToExport(c)
	if err != nil {
		return err
	}
	p := d.plan
	progress, err := s.Plans.Progress(c.Request().Context(), p)
	if err != nil {
		return err
	}
	stands := map[string]plan.Progress{}
	for _, one := range progress {
		stands[one.Feature] = one
	}
	rows := [][]string{{"quarter", "starts", "feature", "name", "owner", "effort", "ready", "why", "must", "baseline", "expected", "live", "standing"}}
	add := func(quarter, starts, key, effort string, ready bool, why string) {
		one, live := stands[key], ""
		if since, ok := d.today.Live[key]; ok {
			live = dayOf(since)
		}
		rows = append(rows, []string{
			quarter, starts, key, d.name(key), owners[key], effort, strconv.FormatBool(ready), why, strconv.FormatBool(d.feature(key).Must),
			lastDayOf(one.Baseline), lastDayOf(one.Planned), live, string(one.Status),
		})
	}
	for _, phase := range p.Phases {
		for _, item := range phase.Features {
			add(strconv.Itoa(phase.Quarter), phase.Starts.Format(time.DateOnly), item.Feature, page.PlainNumber(item.Effort), item.Ready, d.why(item.Why))
		}
	}
	for _, left := range p.Unplanned {
		add("", "", left.Feature, "", false, d.why(left.Why))
	}
	for _, one := range progress {
		if !slices.ContainsFunc(p.Features, func(f plan.Feature) bool { return f.Key == one.Feature }) {
			add("", "", one.Feature, "", false, "")
		}
	}
	table := page.StartCSV(c, p.ID+".csv")
	for _, row := range rows {
		if err := table.Write(row); err != nil {
			return page.CutShort(c, err)
		}
	}
	return table.Flush()
}

// planToExport returns the presenter of the plan that a request is for, and the owners of features by key.
func (s *Plans) planToExport(c echo.Context) (planPresenter, map[string]string, error) {
	frame, err := s.Page(c, "")
	if err != nil {
		return planPresenter{}, nil, err
	}
	return s.presenter(c.Request().Context(), frame, c.Param("id"))
}

// PlanCalendar sends as iCalendar when each planned feature is ready, and the dates of the charter.
func (s *Plans) PlanCalendar(c echo.Context) error {
	d, _, err := s.planToExport(c)
	if err != nil {
		return err
	}
	p, frame := d.plan, d.page
	calendar := ics.NewCalendarFor("Soundings")
	calendar.SetMethod(ics.MethodPublish)
	calendar.SetName(planTitle(frame.Printer, p))
	add := func(id, title, text string, on time.Time) {
		event := calendar.AddEvent(id + "@soundings")
		event.SetDtStampTime(s.Now())
		event.SetAllDayStartAt(on)
		event.SetAllDayEndAt(on.AddDate(0, 0, 1))
		event.SetSummary(title)
		if text != "" {
			event.SetDescription(text)
		}
	}
	for _, phase := range p.Phases {
		for _, item := range phase.Features {
			if item.Ready {
				add(p.ID+"-"+item.Feature, frame.T("plans.ready", "Feature", d.name(item.Feature)), d.why(item.Why), p.Ends(phase.Quarter).AddDate(0, 0, -1))
			}
		}
	}
	for _, kind := range plan.Kinds() {
		entries, err := s.Plans.Entries(c.Request().Context(), kind)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if e.Date.IsZero() {
				continue
			}
			title := frame.T("plans.kind."+string(kind)) + ": " + e.Title
			if !e.Done.IsZero() {
				title = "✓ " + title
			}
			add(e.ID, title, d.entryText(e), e.Date)
		}
	}
	page.Download(c, "text/calendar; charset=utf-8", p.ID+".ics")
	// RFC 5545 ends lines this way on every system.
	if err := calendar.SerializeTo(c.Response(), ics.WithNewLineWindows); err != nil {
		return fmt.Errorf("sending a calendar: %w", err)
	}
	return nil
}

// entryText says all of an entry but its title.
func (d planPresenter) entryText(e plan.Entry) string {
	lines := aboutEntry(d.page, d.names, e)
	if e.Owner != "" {
		lines = append(lines, d.page.T("plans.owner")+": "+e.Owner)
	}
	for _, more := range []string{e.Text, e.Link} {
		if more != "" {
			lines = append(lines, more)
		}
	}
	return strings.Join(lines, "\n")
}
