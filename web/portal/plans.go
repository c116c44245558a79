package portal

import (
	"context"
	"errors"
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
	"soundings/cohorts/rollout"
	"soundings/surveys/polls"
	"soundings/web/page"
	"soundings/web/texts"
)

// NewestPlan leads to the plan that was made last; where there is none, or another is wanted, it shows the form of one.
func (s *Plans) NewestPlan(c echo.Context) error {
	all, err := s.Plans.Plans(c.Request().Context())
	if err != nil {
		return err
	}
	if len(all) > 0 && !c.QueryParams().Has("new") {
		return c.Redirect(http.StatusSeeOther, page.PlanHref(all[0].ID))
	}
	return s.Show(c, s.plansPage)
}

func (s *Plans) plansPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	v := PlansPage{Page: frame, Capacity: capacityOptions(frame)}
	plans, err := s.Plans.Plans(ctx)
	if err != nil {
		return nil, err
	}
	v.Plans = planLinks(frame, plans, "")
	asked, err := s.Polls.Polls(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range asked {
		if p.State != polls.Draft {
			v.Polls = append(v.Polls, page.Option{Value: p.ID, Text: p.Title.In(frame.Lang()), Chosen: p.ID == c.QueryParam("poll")})
		}
	}
	features, err := s.Rollouts.Features(ctx)
	for _, f := range features {
		if f.Stage != rollout.Live && f.Stage != rollout.Retired {
			v.Must = append(v.Must, page.Option{Value: f.Key, Text: f.Name.In(frame.Lang())})
			if f.Effort == 0 {
				v.Unknown = append(v.Unknown, page.Option{Value: effortField + f.Key, Text: f.Name.In(frame.Lang())})
			}
		}
	}
	now := s.Now().In(frame.Zone)
	next := time.Date(now.Year(), (now.Month()-1)/3*3+4, 1, 0, 0, 0, 0, frame.Zone)
	v.Start = next.Format(time.DateOnly)
	return v, err
}

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

// planTitle returns the title of a plan, in the reader's language when a program made the plan without one.
func planTitle(say texts.Printer, p plan.Plan) string {
	if p.Title != "" {
		return p.Title
	}
	return say.T("plans.untitled", "Date", p.Start.Format(time.DateOnly))
}

// planLinks lead to all plans but one.
func planLinks(frame page.Page, all []plan.Plan, but string) []page.Link {
	var links []page.Link
	for _, p := range all {
		if p.ID != but {
			links = append(links, page.Link{Text: planTitle(frame.Printer, p), Href: page.PlanHref(p.ID)})
		}
	}
	return links
}

func (s *Plans) AddPlan(c echo.Context) error {
	d, err := s.typedPlan(c)
	var p plan.Plan
	if err == nil {
		p, err = s.Plans.Create(c.Request().Context(), d)
	}
	if err != nil {
		return s.Again(c, "/plan", s.planRefusal(c, err), s.plansPage)
	}
	return s.Done(c, page.PlanHref(p.ID), "flash.plan_made")
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

// dayIn reads a day from a field. Plans reckon in whole days, without a zone.
func dayIn(field, typed string) (time.Time, error) {
	day, err := time.Parse(time.DateOnly, strings.TrimSpace(typed))
	if err != nil {
		return day, page.Invalid(field, "error.date")
	}
	return day, nil
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
	d := drawnPlan{page: frame, names: called}
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

// AdoptPlan takes a plan as it stands for what actual dates are held against.
func (s *Plans) AdoptPlan(c echo.Context) error {
	id := c.Param("id")
	if _, err := s.Plans.Adopt(c.Request().Context(), id); err != nil {
		return err
	}
	return s.Done(c, page.PlanHref(id), "flash.plan_adopted")
}
