package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/cohorts/rollout"
)

// tryChange shows what a change by hand would do, and keeps nothing.
func (s *Server) tryChange(c echo.Context) error {
	edit, err := s.typedEdit(c)
	if err != nil {
		return s.again(c, planHref(c.Param("id")), s.planRefusal(c, err), s.planPage)
	}
	return s.tried(c, edit, http.StatusOK)
}

// keepChange keeps a change by hand. Where somebody else changed the plan since it was tried, nothing is kept yet: the page
// shows what the change would do now.
func (s *Server) keepChange(c echo.Context) error {
	id := c.Param("id")
	edit, err := s.typedEdit(c)
	if err == nil {
		_, _, err = s.Plans.Change(c.Request().Context(), id, edit)
	}
	switch {
	case base.IsCode(err, base.Conflict):
		return s.tried(c, edit, http.StatusConflict)
	case err != nil:
		return s.again(c, planHref(id), s.planRefusal(c, err), s.planPage)
	}
	return s.done(c, planHref(id), "flash.plan_changed")
}

// tried shows what an edit would do to the plan as it is now.
func (s *Server) tried(c echo.Context, edit plan.Edit, status int) error {
	ctx, id := c.Request().Context(), c.Param("id")
	edit.Version = 0
	p, consequence, err := s.Plans.Try(ctx, id, edit)
	if err != nil {
		return s.again(c, planHref(id), s.planRefusal(c, err), s.planPage)
	}
	page, err := s.page(c, "")
	if err != nil {
		return err
	}
	page.Path = planHref(id)
	if status == http.StatusConflict {
		page.Form = Form{c.Request().Form, []Problem{{Text: page.T("plan.changed")}}}
	}
	v, names, err := s.planView(ctx, page, p)
	if err != nil {
		return err
	}
	v.Tried = tried(c, page, names, p, edit, consequence)
	return s.render(c, status, v)
}

// tried says what a change would do to a plan.
func tried(c echo.Context, page Page, names map[string]string, p plan.Plan, edit plan.Edit, what plan.Consequence) *TriedChange {
	d := drawnPlan{page: page, names: names}
	v := &TriedChange{What: page.T("plans.tried_plan"), Cost: page.T("plans.free")}
	if len(edit.Changes) > 0 && edit.Capacity == nil && len(edit.Add)+len(edit.Remove) == 0 {
		v.What = page.T("plans.tried", "Feature", d.name(edit.Changes[0].Feature))
	}
	for field, values := range c.Request().PostForm {
		if field != "version" {
			for _, value := range values {
				v.Values = append(v.Values, Link{field, value})
			}
		}
	}
	slices.SortFunc(v.Values, func(a, b Link) int { return cmp.Compare(a.Text+a.Href, b.Text+b.Href) })
	v.Values = append(v.Values, Link{"version", strconv.FormatInt(p.Version, 10)})
	for _, m := range what.Moved {
		v.Moves = append(v.Moves, page.T("plans.move", "Feature", d.name(m.Feature), "From", place(page, m.From), "To", place(page, m.To)))
	}
	switch lost := what.Before - what.After; {
	case lost > 0.0005 && what.Before > 0:
		v.Cost = page.T("plans.loses", "Share", page.Percent(lost/what.Before))
	case lost < -0.0005 && what.Before > 0:
		v.Cost = page.T("plans.gains", "Share", page.Percent(-lost/what.Before))
	}
	return v
}

func place(page Page, quarter int) string {
	if quarter == 0 {
		return page.T("plans.nowhere")
	}
	return page.T("plans.quarter", "Number", quarter)
}

// typedEdit reads what the team changes; what is left empty stays as it is.
func (s *Server) typedEdit(c echo.Context) (plan.Edit, error) {
	form, err := c.FormParams()
	if err != nil {
		return plan.Edit{}, base.Refuse(base.Invalid, "error.form")
	}
	e := plan.Edit{Add: typedKeys(form["add"]), Remove: typedKeys(form["remove"])}
	if version := form.Get("version"); version != "" {
		if e.Version, err = strconv.ParseInt(version, 10, 64); err != nil {
			return e, base.Refuse(base.Invalid, "error.form")
		}
	}
	change, err := typedChange(c)
	errs := []error{err}
	if change.Feature != "" {
		e.Changes = []plan.Change{change}
	} else if change != (plan.Change{}) {
		errs = append(errs, invalid("feature", "error.required"))
	}
	kept, err := s.Plans.Plan(c.Request().Context(), c.Param("id"))
	if err != nil {
		return e, err
	}
	for q, name := range capacityFields() {
		x, err := decimal(c, name)
		errs = append(errs, err)
		if x != nil && *x != kept.Capacity[q] {
			kept.Capacity[q], e.Capacity = *x, []float64{}
		}
	}
	if e.Capacity != nil {
		e.Capacity = kept.Capacity[:]
	}
	return e, together(errs...)
}

func typedKeys(typed []string) []string {
	return slices.DeleteFunc(slices.Clone(typed), func(key string) bool { return key == "" })
}

// typedChange reads what the team says of one feature.
func typedChange(c echo.Context) (plan.Change, error) {
	change := plan.Change{Feature: c.FormValue("feature")}
	var errs [3]error
	if c.FormValue("quarter") != "" {
		quarter, err := strconv.Atoi(c.FormValue("quarter"))
		if err != nil {
			errs[0] = invalid("quarter", "plan.quarter")
		}
		change.Quarter = &quarter
	}
	change.Effort, errs[1] = decimal(c, "effort")
	change.Priority, errs[2] = decimal(c, "priority")
	if said := c.FormValue("must"); said != "" {
		must := said == "yes"
		change.Must = &must
	}
	return change, together(errs[:]...)
}

// planFields returns what the form of a change offers.
func (d drawnPlan) planFields(all []rollout.Feature) PlanFields {
	page := d.page
	none := Option{Text: page.T("plans.no_feature")}
	v := PlanFields{
		Features: []Option{none}, Remove: []Option{none}, Add: []Option{none}, Quarters: d.quarterOptions("plans.as_it_is", 0),
		Must: []Option{{Text: page.T("plans.as_it_is")}, {Value: "yes", Text: page.T("plans.must_yes")}, {Value: "no", Text: page.T("plans.must_no")}},
	}
	planned := map[string]bool{}
	for _, f := range d.plan.Features {
		planned[f.Key] = true
		v.Features = append(v.Features, Option{Value: f.Key, Text: d.name(f.Key)})
		if _, live := d.today.Live[f.Key]; !live {
			v.Remove = append(v.Remove, Option{Value: f.Key, Text: d.name(f.Key)})
		}
	}
	for _, f := range all {
		if !planned[f.Key] && f.Stage != rollout.Live && f.Stage != rollout.Retired {
			v.Add = append(v.Add, Option{Value: f.Key, Text: f.Name.In(page.Lang())})
		}
	}
	for i, name := range capacityFields() {
		if i+1 >= d.plan.Now(d.today.Day) {
			v.Capacity = append(v.Capacity, CapacityField{name, page.T("plans.quarter", "Number", i+1), plainNumber(d.plan.Capacity[i])})
		}
	}
	return v
}
