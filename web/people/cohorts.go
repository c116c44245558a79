package people

import (
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/web/page"
)

// CohortsPage lists cohorts and makes a new one: fields "name", "purpose", "capacity".
type CohortsPage struct {
	page.Page
	Kinds []page.Option
	Rows  []cohortRow
	Pager page.Pager
}

func (CohortsPage) Template() string { return "people/cohorts" }

// cohortRow is one cohort in a list.
type cohortRow struct {
	Name    string
	Href    string
	Purpose string
	Members string
	Agreed  string
	Created string
}

func (s *Cohorts) ListCohorts(c echo.Context) error { return s.Show(c, s.cohortsPage) }

func (s *Cohorts) cohortsPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	all, err := s.Cohorts.Cohorts(ctx)
	if err != nil {
		return nil, err
	}
	some := page.Cut(all, c.QueryParam("after"), func(c cohorts.Cohort) string { return c.ID })
	v := CohortsPage{Page: frame, Kinds: []page.Option{{Value: "quality", Text: frame.T("cohorts.quality"), Chosen: true}, {Value: "research", Text: frame.T("cohorts.research"), Chosen: false}}, Pager: frame.PagerOf(c, some.Next)}
	for _, cohort := range some.Items {
		counts, err := s.Cohorts.MemberCounts(ctx, cohort.ID)
		if err != nil {
			return nil, err
		}
		v.Rows = append(v.Rows, cohortRow{
			Name: cohort.Name, Href: "/cohorts/" + cohort.ID, Purpose: cohort.Purpose, Members: frame.Int(page.Sum(counts)),
			Agreed: frame.Int(counts[cohorts.Agreed]), Created: frame.Day(cohort.Created),
		})
	}
	return v, nil
}

func (s *Cohorts) AddCohort(c echo.Context) error {
	capacity, err := page.Whole(c, "capacity")
	cohort := cohorts.Cohort{
		Name: strings.TrimSpace(c.FormValue("name")), Purpose: strings.TrimSpace(c.FormValue("purpose")), Capacity: capacity,
		Kind: cohorts.CohortKind(c.FormValue("kind")), Approval: strings.TrimSpace(c.FormValue("approval")), Shared: c.FormValue("shared") != "",
	}
	if err == nil {
		cohort, err = s.Cohorts.CreateCohort(c.Request().Context(), cohort)
	} else {
		err = page.Together(base.Check(cohort), err)
	}
	if err != nil {
		return s.Again(c, "/cohorts", err, s.cohortsPage)
	}
	return s.Done(c, "/cohorts/"+cohort.ID, "flash.cohort_made")
}
