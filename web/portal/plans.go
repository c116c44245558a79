package portal

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/plan"
	"soundings/cohorts/rollout"
	"soundings/surveys/polls"
	"soundings/web/page"
	"soundings/web/texts"
)

// PlansPage makes a plan. Its form has the fields "title", "polls" (several), "priorities" (features, one a line, the most
// important first), "must" (several), "start", "capacity.1" to "capacity.4", and "efforts." with the key of each feature whose
// effort the catalogue does not have.
type PlansPage struct {
	page.Page
	Plans    []page.Link
	Polls    []page.Option
	Must     []page.Option
	Unknown  []page.Option // the fields of efforts that nobody has estimated, and their labels
	Start    string
	Capacity []page.Option // the fields and their labels
}

// Template returns the name of the page's template.
func (PlansPage) Template() string { return "portal/plans" }

// NewestPlan redirects to the plan that was made last. Where there is none, or a new one is wanted, it shows the form.
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
	asked, err := s.asked(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range asked {
		v.Polls = append(v.Polls, page.Option{Value: p.ID, Text: p.Title.In(frame.Lang()), Chosen: p.ID == c.QueryParam("poll")})
	}
	features, err := s.Rollouts.Features(ctx)
	if err != nil {
		return nil, err
	}
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
	return v, nil
}

// asked returns the polls that a plan may take its order from.
func (s *Plans) asked(ctx context.Context) ([]polls.Poll, error) {
	all, err := s.Polls.Polls(ctx)
	return slices.DeleteFunc(all, func(p polls.Poll) bool { return p.State == polls.Draft }), err
}

// planTitle returns the title of a plan, in the reader's language when a program made the plan without one.
func planTitle(say texts.Printer, p plan.Plan) string {
	if p.Title != "" {
		return p.Title
	}
	return say.T("plans.untitled", "Date", p.Start.Format(time.DateOnly))
}

// planLinks returns links to all plans but one.
func planLinks(frame page.Page, all []plan.Plan, but string) []page.Link {
	var links []page.Link
	for _, p := range all {
		if p.ID != but {
			links = append(links, page.Link{Text: planTitle(frame.Printer, p), Href: page.PlanHref(p.ID)})
		}
	}
	return links
}

// AddPlan makes a plan of what was typed.
func (s *Plans) AddPlan(c echo.Context) error {
	d, err := s.typedPlan(c)
	var p plan.Plan
	if err == nil {
		p, err = s.Plans.Create(c.Request().Context(), d)
	} else {
		err = page.Besides(err, s.Plans.CheckDraft(c.Request().Context(), d))
	}
	if err != nil {
		asked, failed := s.asked(c.Request().Context())
		if err = s.planRefusal(c, err); failed == nil && len(asked) == 0 { // there is no field to choose from
			err = page.Renamed(err, map[string]string{"polls": "priorities"})
		}
		return s.Again(c, "/plan", err, s.plansPage)
	}
	return s.Done(c, page.PlanHref(p.ID), "flash.plan_made")
}
