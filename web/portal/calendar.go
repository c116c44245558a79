package portal

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/labstack/echo/v4"

	"soundings/cohorts/plan"
	"soundings/web/auth"
	"soundings/web/page"
)

// CalendarPage is where a member gets the address at which their calendar program finds the dates of the plan. It posts nothing
// but the press of a button: to Path for an address, which is shown this once, and to Path/end to take it back.
type CalendarPage struct {
	page.Page
	Address string // that was made just now; empty: none was
	Made    string // on which day the one that there is was made; empty: there is none
	In      string // the language that it speaks
	Plan    page.Link
}

// Template returns the name of the page's template.
func (CalendarPage) Template() string { return "portal/calendar" }

// ShowCalendar shows whether the reader has an address for their calendar.
func (s *Plans) ShowCalendar(c echo.Context) error {
	return s.Show(c, func(c echo.Context, frame page.Page) (page.View, error) {
		return calendarPage(frame, auth.WhoFrom(c.Request().Context()).Staff), nil
	})
}

func calendarPage(frame page.Page, staff auth.Staff) CalendarPage {
	v := CalendarPage{Page: frame, Plan: page.Link{Text: frame.T("menu.plan"), Href: "/plan"}}
	if staff.Calendar.Hash != "" {
		v.Made, v.In = frame.Day(staff.Calendar.Made), page.LanguageName(frame, staff.Calendar.Language)
	}
	return v
}

// calendars returns the addresses of members' calendars.
func (s *Plans) calendars() auth.Calendars { return auth.Calendars{Accounts: s.Auth} }

// MakeCalendar makes an address in the reader's language and shows it, this once.
func (s *Plans) MakeCalendar(c echo.Context) error {
	ctx := c.Request().Context()
	frame, err := s.Page(c, "")
	if err != nil {
		return err
	}
	token, staff, err := s.calendars().Make(ctx, auth.WhoFrom(ctx).Staff.ID, frame.Lang())
	if err != nil {
		return err
	}
	frame.Path = "/calendar"
	v := calendarPage(frame, staff)
	v.Address = s.BaseURL + "/calendar/" + token + calendarEnd
	return s.Render(c, http.StatusOK, v)
}

// EndCalendar takes the reader's address back.
func (s *Plans) EndCalendar(c echo.Context) error {
	ctx := c.Request().Context()
	if err := s.calendars().End(ctx, auth.WhoFrom(ctx).Staff.ID); err != nil {
		return err
	}
	return s.Done(c, "/calendar", "flash.calendar_ended")
}

// calendarEnd is what the addresses of calendars end with.
const calendarEnd = ".ics"

// Subscription sends the dates of the plan that counts to who has a member's address for their calendar.
func (s *Plans) Subscription(c echo.Context) error {
	ctx := c.Request().Context()
	staff, err := s.calendars().Owner(ctx, strings.TrimSuffix(c.Param("token"), calendarEnd), c.RealIP())
	if err != nil {
		return err
	}
	frame, err := s.Page(c, staff.Calendar.Language)
	if err != nil {
		return err
	}
	all, err := s.Plans.Plans(ctx)
	if err != nil {
		return err
	}
	d := planPresenter{page: frame}
	if p, ok := counting(all); ok {
		if d, _, err = s.presenter(ctx, frame, p.ID); err != nil {
			return err
		}
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "private, no-cache") // it may be kept, and is asked for each time
	return s.sendCalendar(c, d)
}

// counting returns the plan that counts: the newest one that the team adopted, or else the newest. all begins with the newest.
func counting(all []plan.Plan) (plan.Plan, bool) {
	if len(all) == 0 {
		return plan.Plan{}, false
	}
	adopted := slices.IndexFunc(all, func(p plan.Plan) bool { return !p.Adopted.IsZero() })
	return all[max(adopted, 0)], true
}

// PlanCalendar sends as iCalendar when each planned feature is ready, and the dates of the charter.
func (s *Plans) PlanCalendar(c echo.Context) error {
	d, _, err := s.planToExport(c)
	if err != nil {
		return err
	}
	page.Download(c, calendarType, d.plan.ID+calendarEnd)
	return s.sendCalendar(c, d)
}

const calendarType = "text/calendar; charset=utf-8"

// sendCalendar sends a calendar, or that it is as the program has it already.
func (s *Plans) sendCalendar(c echo.Context, d planPresenter) error {
	calendar := dates{ics.NewCalendarFor("Soundings"), s.Now()}
	calendar.SetMethod(ics.MethodPublish)
	calendar.SetRefreshInterval(refreshes)
	calendar.SetName(d.calendarName())
	d.addReady(calendar)
	for _, kind := range plan.Kinds() {
		entries, err := s.Plans.Entries(c.Request().Context(), kind)
		if err != nil {
			return err
		}
		d.addEntries(calendar, entries)
	}
	var text bytes.Buffer
	// RFC 5545 ends lines this way on every system.
	if err := calendar.SerializeTo(&text, ics.WithNewLineWindows); err != nil {
		return fmt.Errorf("writing a calendar: %w", err)
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, calendarType)
	h.Set("ETag", markOf(text.String()))
	http.ServeContent(c.Response(), c.Request(), "", time.Time{}, bytes.NewReader(text.Bytes()))
	return nil
}

// refreshes is after how long a program asks again.
const refreshes = "PT4H"

// markOf returns an ETag of what a calendar says, which is the same until something else is said: not by when it was made.
func markOf(text string) string {
	sum := sha256.New()
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "DTSTAMP:") {
			_, _ = sum.Write([]byte(line)) // a hash takes everything
		}
	}
	return `W/"` + hex.EncodeToString(sum.Sum(nil))[:32] + `"`
}

// calendarName is what programs call the calendar.
func (d planPresenter) calendarName() string {
	if d.plan.ID == "" {
		return d.page.T("calendar.name")
	}
	return planTitle(d.page.Printer, d.plan)
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
