package people

import (
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/web/page"
)

// CohortsPage lists cohorts and makes a new one: fields "name.LANG", "purpose.LANG", "months", "capacity",
// "began", "kind", "approval", "approval_contact", "shared".
type CohortsPage struct {
	page.Page
	Kinds []page.Option
	Rows  []cohortRow
	Pager page.Pager
}

// Template returns the page's template.
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

// ListCohorts lists the cohorts.
func (s *Cohorts) ListCohorts(c echo.Context) error { return s.Show(c, s.cohortsPage) }

func (s *Cohorts) cohortsPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	all, err := s.Cohorts.Cohorts(ctx)
	if err != nil {
		return nil, err
	}
	some := page.Cut(all, c.QueryParam("after"), func(c cohorts.Cohort) string { return c.ID })
	v := CohortsPage{Page: frame, Pager: frame.PagerOf(c, some.Next), Kinds: []page.Option{
		{Value: string(cohorts.Quality), Text: frame.T("cohorts.quality"), Chosen: true}, {Value: string(cohorts.Research), Text: frame.T("cohorts.research")},
	}}
	for _, cohort := range some.Items {
		counts, err := s.Cohorts.MemberCounts(ctx, cohort.ID)
		if err != nil {
			return nil, err
		}
		v.Rows = append(v.Rows, cohortRow{
			Name: cohort.Name.In(frame.Lang()), Href: "/cohorts/" + cohort.ID, Purpose: cohort.Purpose.In(frame.Lang()), Members: frame.Int(page.Sum(counts)),
			Agreed: frame.Int(counts[cohorts.Agreed]), Created: frame.Day(cohort.Created),
		})
	}
	return v, nil
}

// AddCohort makes a cohort. A capacity that is no number is named together with all else that is wrong.
func (s *Cohorts) AddCohort(c echo.Context) error {
	capacity, typo := page.Whole(c, "capacity")
	cohort, mistyped := typedCohort(c)
	cohort.Capacity, cohort.Began = capacity, strings.TrimSpace(c.FormValue("began"))
	cohort.Kind, cohort.Shared = cohorts.CohortKind(c.FormValue("kind")), c.FormValue("shared") != ""
	if typo != nil {
		cohort.Capacity = -1 // which no cohort has
	}
	made, err := s.Cohorts.CreateCohort(c.Request().Context(), cohort)
	if err = page.Besides(page.Together(typo, mistyped), err); err != nil {
		return s.Again(c, "/cohorts", atName(err), s.cohortsPage)
	}
	return s.Done(c, "/cohorts/"+made.ID, "flash.cohort_made")
}

// typedCohort reads what participants read of a cohort, as it was typed. A number that is none stands in it as one that no
// cohort has.
func typedCohort(c echo.Context) (cohorts.Cohort, error) {
	months, err := page.Whole(c, "months")
	if err != nil {
		months = -1
	}
	return cohorts.Cohort{
		Name: page.TypedWords(c, "name"), Purpose: page.TypedWords(c, "purpose"), Months: months,
		Approval: strings.TrimSpace(c.FormValue("approval")), Board: strings.TrimSpace(c.FormValue("approval_contact")),
	}, err
}

// atName leads the refusal of a cohort without a name to a field of it.
func atName(err error) error { return page.Renamed(err, map[string]string{"name": "name.en"}) }
