package people

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/web/page"
)

// cohortBody is what POST /cohorts takes.
type cohortBody struct {
	Name     string             `json:"name"`
	Purpose  string             `json:"purpose"`
	Capacity int                `json:"capacity"`
	Kind     cohorts.CohortKind `json:"kind"`
	Approval string             `json:"approval"`
	Shared   bool               `json:"shared"`
}

// cohortAnswer is a cohort with how many members it has in each state.
type cohortAnswer struct {
	cohorts.Cohort
	Members map[cohorts.State]int `json:"members"`
}

// APICohorts lists the cohorts.
func (s *Cohorts) APICohorts(c echo.Context) error {
	all, err := s.Cohorts.Cohorts(c.Request().Context())
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, page.ListOf(base.Page[cohorts.Cohort]{Items: all}, func(c cohorts.Cohort) cohorts.Cohort { return c }))
}

// APIAddCohort makes a cohort.
func (s *Cohorts) APIAddCohort(c echo.Context) error {
	b, err := page.Decode[cohortBody](c)
	if err != nil {
		return err
	}
	cohort, err := s.Cohorts.CreateCohort(c.Request().Context(), cohorts.Cohort{
		Name: b.Name, Purpose: b.Purpose, Capacity: b.Capacity, Kind: b.Kind, Approval: b.Approval, Shared: b.Shared,
	})
	return page.Answer(c, http.StatusCreated, cohort, err)
}

// APICohort sends one cohort.
func (s *Cohorts) APICohort(c echo.Context) error {
	cohort, err := s.Cohorts.Cohort(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	counts, err := s.Cohorts.MemberCounts(c.Request().Context(), cohort.ID)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, cohortAnswer{cohort, counts})
}
