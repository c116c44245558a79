package portal

import (
	"context"
	"errors"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/cohorts/rollout"
	"soundings/web/page"
)

// capacityFields returns the names of the fields of the capacity of each quarter.
func capacityFields() [plan.Quarters]string {
	var names [plan.Quarters]string
	for i := range names {
		names[i] = "capacity." + strconv.Itoa(i+1)
	}
	return names
}

func capacityOptions(frame page.Page) []page.Option {
	var options []page.Option
	for i, name := range capacityFields() {
		options = append(options, page.Option{Value: name, Text: frame.T("plans.quarter", "Number", i+1)})
	}
	return options
}

// typedPlan reads the form of a new plan.
func (s *Plans) typedPlan(c echo.Context) (plan.Draft, error) {
	form, err := c.FormParams()
	if err != nil {
		return plan.Draft{}, base.Refuse(base.Invalid, "error.form")
	}
	d := plan.Draft{Title: strings.TrimSpace(c.FormValue("title")), Polls: form["polls"], Must: form["must"]}
	var errs []error
	if d.Title == "" {
		errs = append(errs, page.Invalid("title", "error.required"))
	}
	d.Start, err = page.DayIn("start", c.FormValue("start"))
	errs = append(errs, err)
	for _, name := range capacityFields() {
		capacity, err := page.Decimal(c, name)
		errs = append(errs, err)
		switch {
		case err != nil: // what cannot be read must not look like a year without any
			d.Capacity = append(d.Capacity, 1)
		case capacity == nil:
			d.Capacity = append(d.Capacity, 0)
		default:
			d.Capacity = append(d.Capacity, *capacity)
		}
	}
	d.Efforts, err = typedEfforts(c, form)
	errs = append(errs, err)
	d.Priorities, err = s.byHand(c.Request().Context(), c.FormValue("priorities"))
	return d, page.Together(append(errs, err)...)
}

// effortField is what the name of the field of a feature's effort begins with; its key follows.
const effortField = "efforts."

// typedEfforts reads the efforts of features by key. A field that is left empty says nothing.
func typedEfforts(c echo.Context, form url.Values) (map[string]float64, error) {
	efforts := map[string]float64{}
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(form)) {
		key, ok := strings.CutPrefix(name, effortField)
		if !ok {
			continue
		}
		effort, err := page.Decimal(c, name)
		if effort != nil && err == nil {
			if efforts[key] = *effort; !(*effort >= 0 && *effort <= plan.MaxEffort) {
				err = page.Invalid(name, "plan.effort")
			}
		}
		errs = append(errs, err)
	}
	return efforts, page.Together(errs...)
}

// byHand reads features by name or key, one a line and the most important first, into priorities in equal steps from 1 down.
// What is no feature is refused with the plan.
func (s *Plans) byHand(ctx context.Context, typed string) (map[string]float64, error) {
	lines := slices.DeleteFunc(strings.Split(typed, "\n"), func(line string) bool { return strings.TrimSpace(line) == "" })
	if len(lines) == 0 {
		return nil, nil
	}
	features, err := s.Rollouts.Features(ctx)
	if err != nil {
		return nil, err
	}
	priorities := map[string]float64{}
	for i, line := range lines {
		line = strings.TrimSpace(line)
		at := slices.IndexFunc(features, func(f rollout.Feature) bool {
			return f.Key == line || strings.EqualFold(f.Name["en"], line) || strings.EqualFold(f.Name["es"], line)
		})
		if at >= 0 {
			line = features[at].Key
		}
		priorities[line] = 1 - float64(i)/float64(len(lines))
	}
	return priorities, nil
}

// planRefusal puts a refusal on the fields of the forms of a plan, with the names of features in place of their keys.
func (s *Plans) planRefusal(c echo.Context, err error) error {
	var refusal *base.Error
	if !errors.As(err, &refusal) || len(refusal.Fields) == 0 {
		return err
	}
	frame, err := s.Page(c, "")
	if err != nil {
		return err
	}
	names, _, err := s.featureNames(c.Request().Context(), frame.Lang())
	if err != nil {
		return err
	}
	d := planPresenter{page: frame, names: names}
	fields := slices.Clone(refusal.Fields)
	for i, f := range fields {
		fields[i] = base.Field{Name: planField(f.Name), Text: d.named(f.Text)}
	}
	return onWhole(&base.Error{Code: refusal.Code, Text: refusal.Text, Fields: fields}, "polls", "priorities", "must", "add", "remove")
}

// planField returns the field of a form that a refusal belongs to, where the form has another than the API: the form
// changes one feature at a time, takes several polls, and has a field for the capacity of each quarter.
func planField(name string) string {
	first, rest, _ := strings.Cut(name, ".")
	switch {
	case name == "poll":
		return "polls"
	case name == "capacity":
		return capacityFields()[0]
	case first == "features" && strings.Contains(rest, "."):
		return rest[strings.LastIndex(rest, ".")+1:]
	case first == "features":
		return "feature"
	}
	return name
}
