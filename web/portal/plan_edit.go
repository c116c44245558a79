package portal

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/cohorts/rollout"
	"soundings/web/page"
)

// planFields are what the form of a change offers.
type planFields struct {
	Features, Quarters, Must, Add, Remove []page.Option
	Capacity                              []capacityField // one for each quarter that is not over
}

// capacityField is the field of a quarter's capacity.
type capacityField struct{ Name, Label, Holds string }

// triedChange is what a change would do, with the form that saves it.
type triedChange struct {
	What   string
	Values []page.Link // the hidden fields of that form: names and values
	Moves  []string
	Cost   string
}

// planFields returns what the form of a change offers.
func (d planPresenter) planFields(all []rollout.Feature) planFields {
	frame := d.page
	none := page.Option{Text: frame.T("plans.no_feature")}
	v := planFields{
		Features: []page.Option{none}, Remove: []page.Option{none}, Add: []page.Option{none}, Quarters: d.quarterOptions("plans.as_it_is", 0),
		Must: []page.Option{{Text: frame.T("plans.as_it_is")}, {Value: "yes", Text: frame.T("plans.must_yes")}, {Value: "no", Text: frame.T("plans.must_no")}},
	}
	planned := map[string]bool{}
	for _, f := range d.plan.Features {
		planned[f.Key] = true
		v.Features = append(v.Features, page.Option{Value: f.Key, Text: d.name(f.Key)})
		if _, live := d.today.Live[f.Key]; !live {
			v.Remove = append(v.Remove, page.Option{Value: f.Key, Text: d.name(f.Key)})
		}
	}
	for _, f := range all {
		if !planned[f.Key] && f.Stage != rollout.Live && f.Stage != rollout.Retired {
			v.Add = append(v.Add, page.Option{Value: f.Key, Text: f.Name.In(frame.Lang())})
		}
	}
	for i, name := range capacityFields() {
		if i+1 >= d.plan.Now(d.today.Day) {
			v.Capacity = append(v.Capacity, capacityField{name, frame.T("plans.quarter", "Number", i+1), page.PlainNumber(d.plan.Capacity[i])})
		}
	}
	return v
}

// TryChange shows what a change by hand would do, and saves nothing.
func (s *Plans) TryChange(c echo.Context) error {
	edit, err := s.typedEdit(c)
	if err != nil {
		return s.Again(c, page.PlanHref(c.Param("id")), s.planRefusal(c, s.alsoWrong(c, edit, err)), s.planPage)
	}
	return s.showTried(c, edit, http.StatusOK)
}

// SaveChange saves a change by hand. Where somebody else changed the plan since it was tried, nothing is saved yet: the page
// shows what the change would do now.
func (s *Plans) SaveChange(c echo.Context) error {
	id := c.Param("id")
	edit, err := s.typedEdit(c)
	if err != nil {
		err = s.alsoWrong(c, edit, err)
	} else {
		_, _, err = s.Plans.Change(c.Request().Context(), id, edit)
	}
	switch {
	case base.IsCode(err, base.Conflict):
		return s.showTried(c, edit, http.StatusConflict)
	case err != nil:
		return s.Again(c, page.PlanHref(id), s.planRefusal(c, err), s.planPage)
	}
	return s.Done(c, page.PlanHref(id), "flash.plan_changed")
}

// alsoWrong returns why a typed edit was refused, with what the plan refuses of the rest.
func (s *Plans) alsoWrong(c echo.Context, edit plan.Edit, typed error) error {
	_, _, rule := s.Plans.Try(c.Request().Context(), c.Param("id"), edit)
	return page.Besides(typed, rule)
}

// showTried shows what an edit would do to the plan as it is now.
func (s *Plans) showTried(c echo.Context, edit plan.Edit, status int) error {
	ctx, id := c.Request().Context(), c.Param("id")
	edit.Version = 0
	p, consequence, err := s.Plans.Try(ctx, id, edit)
	if err != nil {
		return s.Again(c, page.PlanHref(id), s.planRefusal(c, err), s.planPage)
	}
	frame, err := s.Page(c, "")
	if err != nil {
		return err
	}
	frame.Path = page.PlanHref(id)
	if status == http.StatusConflict {
		frame.Form = page.Form{Values: c.Request().Form, Problems: []page.Problem{{Text: frame.T("plan.changed")}}}
	}
	v, names, err := s.planView(ctx, frame, p)
	if err != nil {
		return err
	}
	v.Tried = newTriedChange(c, frame, names, p, edit, consequence)
	return s.Render(c, status, v)
}

// newTriedChange says what a change would do to a plan.
func newTriedChange(c echo.Context, frame page.Page, names map[string]string, p plan.Plan, edit plan.Edit, what plan.Consequence) *triedChange {
	d := planPresenter{page: frame, names: names}
	v := &triedChange{What: frame.T("plans.tried_plan"), Cost: frame.T("plans.free")}
	if len(edit.Changes) > 0 && edit.Capacity == nil && len(edit.Add)+len(edit.Remove) == 0 {
		v.What = frame.T("plans.tried", "Feature", d.name(edit.Changes[0].Feature))
	}
	for field, values := range c.Request().PostForm {
		if field != "version" {
			for _, value := range values {
				v.Values = append(v.Values, page.Link{Text: field, Href: value})
			}
		}
	}
	slices.SortFunc(v.Values, func(a, b page.Link) int { return cmp.Compare(a.Text+a.Href, b.Text+b.Href) })
	v.Values = append(v.Values, page.Link{Text: "version", Href: strconv.FormatInt(p.Version, 10)})
	for _, m := range what.Moved {
		v.Moves = append(v.Moves, frame.T("plans.move", "Feature", d.name(m.Feature), "From", place(frame, m.From), "To", place(frame, m.To)))
	}
	switch lost := what.Before - what.After; {
	case lost > 0.0005 && what.Before > 0:
		v.Cost = frame.T("plans.loses", "Share", frame.Percent(lost/what.Before))
	case lost < -0.0005 && what.Before > 0:
		v.Cost = frame.T("plans.gains", "Share", frame.Percent(-lost/what.Before))
	}
	return v
}

func place(frame page.Page, quarter int) string {
	if quarter == 0 {
		return frame.T("plans.nowhere")
	}
	return frame.T("plans.quarter", "Number", quarter)
}

// typedEdit reads the form of a change. What is left empty stays as it is.
func (s *Plans) typedEdit(c echo.Context) (plan.Edit, error) {
	form, err := c.FormParams()
	if err != nil {
		return plan.Edit{}, base.Refuse(base.Invalid, "error.form")
	}
	e := plan.Edit{Add: typedKeys(form["add"]), Remove: typedKeys(form["remove"])}
	if e.Version, err = page.Version(c); err != nil {
		return e, err
	}
	change, err := typedChange(c)
	errs := []error{err}
	if change.Feature != "" {
		e.Changes = []plan.Change{change}
	} else if change != (plan.Change{}) {
		errs = append(errs, page.Invalid("feature", "error.required"))
	}
	kept, err := s.Plans.Plan(c.Request().Context(), c.Param("id"))
	if err != nil {
		return e, err
	}
	for q, name := range capacityFields() {
		x, err := page.Decimal(c, name)
		errs = append(errs, err)
		if x != nil && *x != kept.Capacity[q] {
			kept.Capacity[q], e.Capacity = *x, []float64{}
		}
	}
	if e.Capacity != nil {
		e.Capacity = kept.Capacity[:]
	}
	return e, page.Together(errs...)
}

func typedKeys(typed []string) []string {
	return slices.DeleteFunc(slices.Clone(typed), func(key string) bool { return key == "" })
}

// typedChange reads the fields about one feature.
func typedChange(c echo.Context) (plan.Change, error) {
	change := plan.Change{Feature: c.FormValue("feature")}
	var errs [3]error
	if c.FormValue("quarter") != "" {
		quarter, err := strconv.Atoi(c.FormValue("quarter"))
		if err != nil {
			errs[0] = page.Invalid("quarter", "plan.quarter")
		}
		change.Quarter = &quarter
	}
	change.Effort, errs[1] = page.Decimal(c, "effort")
	change.Priority, errs[2] = page.Decimal(c, "priority")
	if said := c.FormValue("must"); said != "" {
		must := said == "yes"
		change.Must = &must
	}
	return change, page.Together(errs[:]...)
}
