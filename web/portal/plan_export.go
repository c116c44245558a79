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

// PlanCSV sends a plan as a table. Days of the baseline are last days of quarters.
func (s *Plans) PlanCSV(c echo.Context) error {
	d, owners, err := s.planToExport(c)
	if err != nil {
		return err
	}
	progress, err := s.Plans.Progress(c.Request().Context(), d.plan)
	if err != nil {
		return err
	}
	table := page.StartCSV(c, d.plan.ID+".csv")
	for _, row := range d.table(progress, owners) {
		if err := table.Write(row); err != nil {
			return page.CutShort(c, err)
		}
	}
	return table.Flush()
}

// table returns a row for each feature in each quarter, and one without a quarter for each feature that is left out, or has
// left the plan since it was adopted. The first row has the names of the columns.
func (d planPresenter) table(progress []plan.Progress, owners map[string]string) [][]string {
	stands := map[string]plan.Progress{}
	for _, one := range progress {
		stands[one.Feature] = one
	}
	rows := [][]string{{"quarter", "starts", "feature", "name", "owner", "effort", "ready", "why", "must", "baseline", "expected", "live", "standing"}}
	add := func(quarter, starts, key, effort string, ready bool, why string) {
		one, f := stands[key], d.feature(key)
		rows = append(rows, []string{
			quarter, starts, key, d.name(key), owners[key], effort, strconv.FormatBool(ready), why, strconv.FormatBool(f.Must),
			lastDayOf(one.Baseline), lastDayOf(one.Planned), dayOf(d.today.Live[key]), string(one.Status),
		})
	}
	for _, phase := range d.plan.Phases {
		for _, item := range phase.Features {
			add(strconv.Itoa(phase.Quarter), phase.Starts.Format(time.DateOnly), item.Feature, page.PlainNumber(item.Effort), item.Ready, d.why(item.Why))
		}
	}
	for _, left := range d.plan.Unplanned {
		add("", "", left.Feature, "", false, d.why(left.Why))
	}
	for _, one := range progress {
		if !slices.ContainsFunc(d.plan.Features, func(f plan.Feature) bool { return f.Key == one.Feature }) {
			add("", "", one.Feature, "", false, "")
		}
	}
	return rows
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
	calendar := dates{ics.NewCalendarFor("Soundings"), s.Now()}
	calendar.SetMethod(ics.MethodPublish)
	calendar.SetName(planTitle(d.page.Printer, d.plan))
	d.addReady(calendar)
	for _, kind := range plan.Kinds() {
		entries, err := s.Plans.Entries(c.Request().Context(), kind)
		if err != nil {
			return err
		}
		d.addEntries(calendar, entries)
	}
	page.Download(c, "text/calendar; charset=utf-8", d.plan.ID+".ics")
	// RFC 5545 ends lines this way on every system.
	if err := calendar.SerializeTo(c.Response(), ics.WithNewLineWindows); err != nil {
		return fmt.Errorf("sending a calendar: %w", err)
	}
	return nil
}

// oneEnd makes one end of a line of each: a form sends two characters, and a calendar may have no return of its own.
var oneEnd = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// dates is a calendar of whole days, made at a time.
type dates struct {
	*ics.Calendar
	made time.Time
}

// add adds one day; version is how often it was changed, so that a calendar that has it takes the change.
func (d dates) add(id, title, text string, on time.Time, version int64) {
	event := d.AddEvent(id + "@soundings")
	event.SetSequence(int(version))
	event.SetDtStampTime(d.made)
	event.SetAllDayStartAt(on)
	event.SetAllDayEndAt(on.AddDate(0, 0, 1))
	event.SetSummary(strings.ReplaceAll(oneEnd.Replace(title), "\n", " "))
	if text != "" {
		event.SetDescription(oneEnd.Replace(text))
	}
}

// addReady adds the last day of the quarter in which each feature is ready.
func (d planPresenter) addReady(to dates) {
	for _, phase := range d.plan.Phases {
		for _, item := range phase.Features {
			if item.Ready {
				title := d.page.T("plans.ready", "Feature", d.name(item.Feature))
				to.add(d.plan.ID+"-"+item.Feature, title, d.why(item.Why), d.plan.Ends(phase.Quarter).AddDate(0, 0, -1), d.plan.Version)
			}
		}
	}
}

// addEntries adds the entries of the charter that have a day.
func (d planPresenter) addEntries(to dates, entries []plan.Entry) {
	for _, e := range entries {
		if e.Date.IsZero() {
			continue
		}
		title := d.page.T("plans.kind."+string(e.Kind)) + ": " + e.Title
		if !e.Done.IsZero() {
			title = "✓ " + title
		}
		to.add(e.ID, title, d.entryText(e), e.Date, e.Version)
	}
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
