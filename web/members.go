package web

import (
	"github.com/labstack/echo/v4"

	"soundings/cohorts"
)

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
	heard := cohorts.Heard{Channel: c.FormValue("channel")}
	_, err := s.Cohorts.SetState(c.Request().Context(), cohort, c.Param("ref"), cohorts.State(c.FormValue("state")), heard)
	if err != nil {
		return s.again(c, "/cohorts/"+cohort, err, s.cohortPage)
	}
	return s.done(c, "/cohorts/"+cohort, "flash.moved")
}

// askAgain asks who agreed to older words once more, and leads on to their links.
func (s *Server) askAgain(c echo.Context) error {
	cohort, err := s.Cohorts.AskAgain(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return s.done(c, "/cohorts/"+cohort.ID+"/links", "flash.asked_again")
}

// endBeta graduates every member who agreed; nobody joins the cohort any more.
func (s *Server) endBeta(c echo.Context) error {
	cohort, err := s.Cohorts.Cohort(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	if c.FormValue("confirm") != cohort.Name {
		return s.again(c, "/cohorts/"+cohort.ID, invalid("confirm", "participants.remove_other", "Who", cohort.Name), s.cohortPage)
	}
	n, err := s.Cohorts.End(c.Request().Context(), cohort.ID)
	if err != nil {
		return err
	}
	return s.done(c, "/cohorts/"+cohort.ID, "flash.graduated", n)
}
