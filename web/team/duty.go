package team

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/web/page"
)

// weeksPlanned is how many weeks the form has, this one among them.
const weeksPlanned = 8

// DutyPage plans who is on duty and who is alerted of clinical concerns: two forms. A week has the fields "first.2027-03-01" and
// "second.2027-03-01" with accounts, concerns have "concerns" and "concerns_substitute".
type DutyPage struct {
	page.Page
	Weeks      []weekForm
	Version    int64 // of the weeks
	Alerted    []page.Option
	Substitute []page.Option
}

// Template returns the name of the page's template.
func (DutyPage) Template() string { return "team/duty" }

// dutyPath is the page's address.
const dutyPath = "/team/duty"

// weekForm is one week of the form.
type weekForm struct {
	Name   string
	Now    string // who is planned, where something else was typed
	Fields []page.Field
}

// dutyPlaces are what the fields of a week begin with, and what each is called.
var dutyPlaces = []struct{ field, label string }{{"first.", "rota.first"}, {"second.", "rota.second"}}

// ShowDuty shows both forms.
func (s *Pages) ShowDuty(c echo.Context) error { return s.Show(c, s.dutyPage) }

func (s *Pages) dutyPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	known, err := s.people(ctx)
	if err != nil {
		return nil, err
	}
	team, err := s.Plans.Team(ctx)
	if err != nil {
		return nil, err
	}
	ahead, err := s.Plans.Weeks(ctx, weeksPlanned)
	if err != nil {
		return nil, err
	}
	return newDutyPage(frame, known, team, ahead), nil
}

func newDutyPage(frame page.Page, known people, team plan.Team, ahead plan.Rota) DutyPage {
	v := DutyPage{
		Page: frame, Version: ahead.Version, Alerted: known.options(frame, team.Concerns.Account, true), Substitute: known.options(frame, team.Concerns.StandIn, true),
	}
	for i, w := range ahead.Weeks {
		form, differs := weekForm{Name: weekName(frame, w.Monday, i == 0)}, false
		for n, place := range dutyPlaces {
			on, name := "", place.field+w.Monday.Format(time.DateOnly)
			if n < len(w.Accounts) {
				on = w.Accounts[n]
			}
			differs = differs || frame.Form.Values.Has(name) && frame.Form.Value(name) != on
			form.Fields = append(form.Fields, frame.Field(name, place.label, "select").Of(known.options(frame, on, true)))
		}
		if differs {
			form.Now = frame.T("rota.now", "Names", known.names(frame, w.Accounts))
		}
		v.Weeks = append(v.Weeks, form)
	}
	return v
}

// typedWeeks reads the weeks of a form, and how it calls what the domain finds wrong with them.
func typedWeeks(form url.Values) (weeks []plan.Week, names map[string]string, err error) {
	names = map[string]string{}
	for _, field := range slices.Sorted(maps.Keys(form)) {
		typed, ok := strings.CutPrefix(field, dutyPlaces[0].field)
		if !ok {
			continue
		}
		w, at := plan.Week{}, fmt.Sprintf("weeks[%d].", len(weeks))
		if w.Monday, err = time.Parse(time.DateOnly, typed); err != nil {
			return nil, nil, base.Refuse(base.Invalid, "error.form")
		}
		names[at+"week"] = field
		for _, place := range dutyPlaces {
			if account := form.Get(place.field + typed); account != "" {
				names[fmt.Sprintf("%saccounts[%d]", at, len(w.Accounts))] = place.field + typed
				w.Accounts = append(w.Accounts, account)
			}
		}
		weeks = append(weeks, w)
	}
	return weeks, names, nil
}

// SaveDuty saves who is on duty in the weeks of the form. Where somebody else planned meanwhile, nothing is saved yet: the page
// shows both.
func (s *Pages) SaveDuty(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return base.Refuse(base.Invalid, "error.form")
	}
	weeks, names, err := typedWeeks(form)
	if err != nil {
		return err
	}
	version, err := strconv.ParseInt(form.Get("version"), 10, 64)
	if err != nil || version < 0 {
		return base.Refuse(base.Invalid, "error.form")
	}
	switch _, err = s.Plans.SaveWeeks(c.Request().Context(), version, weeks); {
	case base.IsCode(err, base.Conflict):
		return s.dutyOvertaken(c)
	case err != nil:
		return s.Again(c, dutyPath, page.Renamed(err, names), s.dutyPage)
	}
	return s.Done(c, "/team#duty", "flash.rota_saved")
}

// dutyOvertaken shows what was typed beside the weeks as they are now. Saving once more puts it in their place.
func (s *Pages) dutyOvertaken(c echo.Context) error {
	frame, err := s.Overtaken(c, dutyPath, base.T("rota.changed"))
	if err != nil {
		return err
	}
	v, err := s.dutyPage(c, frame)
	if err != nil {
		return err
	}
	return s.Render(c, http.StatusConflict, v)
}

// SaveConcerns saves who is alerted of clinical concerns.
func (s *Pages) SaveConcerns(c echo.Context) error {
	_, err := s.Plans.SaveConcerns(c.Request().Context(), plan.Concerns{Account: c.FormValue("concerns"), StandIn: c.FormValue("concerns_substitute")})
	if err != nil {
		return s.Again(c, dutyPath, page.Renamed(err, map[string]string{"account": "concerns", "stand_in": "concerns_substitute"}), s.dutyPage)
	}
	return s.Done(c, "/team#concerns", "flash.concerns_saved")
}
