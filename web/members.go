package web

import (
	"github.com/labstack/echo/v4"

	"soundings/cohorts"
)

// selectMembers makes participants members of a cohort, by their refs.
func (s *Server) selectMembers(c echo.Context) error {
	cohort := c.Param("id")
	selection, err := s.Cohorts.Select(c.Request().Context(), cohort, refsIn(c.FormValue("refs")))
	if err != nil {
		return s.again(c, "/cohorts/"+cohort, err, s.cohortPage)
	}
	return s.done(c, "/cohorts/"+cohort, "flash.selected", selection.Selected)
}

// inviteMembers asks every selected member to agree, and leads on to the links that they are to get.
func (s *Server) inviteMembers(c echo.Context) error {
	cohort, err := s.Cohorts.Cohort(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	waiting, err := s.Contact.AskConsent(c.Request().Context(), cohort.ID)
	if err != nil {
		return err
	}
	return s.done(c, "/cohorts/"+cohort.ID+"/links", "flash.invited", len(waiting))
}

// moveMember notes what somebody said on paper or by telephone, or that their time in the cohort is over.
func (s *Server) moveMember(c echo.Context) error {
	cohort := c.Param("id")
	_, err := s.Cohorts.SetState(c.Request().Context(), cohort, c.Param("ref"), cohorts.State(c.FormValue("state")))
	if err != nil {
		return s.again(c, "/cohorts/"+cohort, err, s.cohortPage)
	}
	return s.done(c, "/cohorts/"+cohort, "flash.moved")
}
