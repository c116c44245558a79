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
	cohortWords
	Capacity int                `json:"capacity"`
	Began    string             `json:"began"` // a day
	Kind     cohorts.CohortKind `json:"kind"`
	Shared   bool               `json:"shared"`
}

// cohortWords are what participants read of a cohort, and what PUT /cohorts/{id} takes.
type cohortWords struct {
	Name     base.Words `json:"name" rule:"required"`
	Purpose  base.Words `json:"purpose"`
	Months   int        `json:"months"`
	Approval string     `json:"approval"`
	Board    string     `json:"approval_contact"`
}

func (w cohortWords) cohort() cohorts.Cohort {
	return cohorts.Cohort{Name: w.Name, Purpose: w.Purpose, Months: w.Months, Approval: w.Approval, Board: w.Board}
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
	cohort := b.cohort()
	cohort.Capacity, cohort.Began, cohort.Kind, cohort.Shared = b.Capacity, b.Began, b.Kind, b.Shared
	cohort, err = s.Cohorts.CreateCohort(c.Request().Context(), cohort)
	return page.Answer(c, http.StatusCreated, cohort, err)
}

// APIPutCohort changes what participants read of a cohort.
func (s *Cohorts) APIPutCohort(c echo.Context) error {
	b, err := page.Decode[cohortWords](c)
	if err != nil {
		return err
	}
	cohort, err := s.Cohorts.EditCohort(c.Request().Context(), c.Param("id"), b.cohort())
	return page.OK(c, cohort, err)
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
