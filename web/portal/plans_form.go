package portal

import (
	"context"
	"errors"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/cohorts/rollout"
	"soundings/web/page"
)

func capacityFields() [plan.Quarters]string {
	var names [plan.Quarters]string
	for i := range names {
		names[i] = "capacity" + strconv.Itoa(i+1)
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
	d.Start, err = dayIn("start", c.FormValue("start"))
	errs = append(errs, err)
	for _, name := range capacityFields() {
		capacity, err := page.Decimal(c, name)
		errs = append(errs, err)
		if capacity == nil {
			capacity = new(float64)
		}
		d.Capacity = append(d.Capacity, *capacity)
	}
	d.Efforts, err = typedEfforts(c, form)
	errs = append(errs, err)
	d.Priorities, err = s.byHand(c.Request().Context(), c.FormValue("by_hand"))
	return d, page.Together(append(errs, err)...)
}

// effortField begins the name of the field of a feature's effort; its key follows.
const effortField = "effort."

// typedEfforts reads the efforts of features that the catalogue has none of; what is left empty is not known.
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

// byHand reads features by name or key, one a line and the most important first: the first has priority 1, the last one
// that is left over.
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
	var errs []error
	for i, line := range lines {
		line = strings.TrimSpace(line)
		at := slices.IndexFunc(features, func(f rollout.Feature) bool {
			return f.Key == line || strings.EqualFold(f.Name["en"], line) || strings.EqualFold(f.Name["es"], line)
		})
		if at < 0 {
			errs = append(errs, page.Invalid("by_hand", "plan.feature_unknown", "Feature", line))
			continue
		}
		priorities[features[at].Key] = 1 - float64(i)/float64(len(lines))
	}
	return priorities, page.Together(errs...)
}

// dayIn reads a day from a field. Plans reckon in whole days, without a zone.
func dayIn(field, typed string) (time.Time, error) {
	day, err := time.Parse(time.DateOnly, strings.TrimSpace(typed))
	if err != nil {
		return day, page.Invalid(field, "error.date")
	}
	return day, nil
}

// planRefusal says a refusal as the forms have it: with the names of their fields, and of features in place of keys.
func (s *Plans) planRefusal(c echo.Context, err error) error {
	var refusal *base.Error
	if !errors.As(err, &refusal) || len(refusal.Fields) == 0 {
		return err
	}
	frame, pageErr := s.Page(c, "")
	if pageErr != nil {
		return pageErr
	}
	called, _, namesErr := s.featureNames(c.Request().Context(), frame.Lang())
	if namesErr != nil {
		return namesErr
	}
	d := planPresenter{page: frame, names: called}
	fields := slices.Clone(refusal.Fields)
	for i, f := range fields {
		fields[i] = base.Field{Name: planField(f.Name), Text: d.named(f.Text)}
	}
	return &base.Error{Code: refusal.Code, Text: refusal.Text, Fields: fields}
}

// planField returns what the forms call a field.
func planField(name string) string {
	first, rest, _ := strings.Cut(name, ".")
	list, index, _ := strings.Cut(first, "[")
	switch list {
	case "priorities":
		return "by_hand"
	case "poll":
		return "polls"
	case "polls", "must", "add", "remove":
		return list
	case "efforts":
		return effortField + rest
	case "features":
		if dot := strings.LastIndex(rest, "."); dot >= 0 {
			return rest[dot+1:]
		}
		return "feature"
	case "capacity":
		q, _ := strconv.Atoi(strings.TrimSuffix(index, "]"))
		return capacityFields()[min(q, plan.Quarters-1)]
	}
	return name
}
