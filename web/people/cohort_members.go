package people

import (
	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/web/page"
)

// InviteMembers asks every selected member to agree, and leads on to the links that they are to get.
func (s *Cohorts) InviteMembers(c echo.Context) error {
	cohort, err := s.Cohorts.Cohort(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	waiting, err := s.Contact.AskConsent(c.Request().Context(), cohort.ID)
	if err != nil {
		return err
	}
	return s.Done(c, "/cohorts/"+cohort.ID+"/links", "flash.invited", len(waiting))
}

// MoveMember notes what somebody said on paper or by telephone, or that their time in the cohort is over.
func (s *Cohorts) MoveMember(c echo.Context) error {
	cohort := c.Param("id")
	heard := cohorts.Heard{Channel: c.FormValue("channel")}
	_, err := s.Cohorts.SetState(c.Request().Context(), cohort, c.Param("ref"), cohorts.State(c.FormValue("state")), heard)
	if err != nil {
		return s.Again(c, "/cohorts/"+cohort, err, s.cohortPage)
	}
	return s.Done(c, "/cohorts/"+cohort, "flash.moved")
}

// AskAgain asks who agreed to older words once more, and leads on to their links.
func (s *Cohorts) AskAgain(c echo.Context) error {
	cohort, err := s.Cohorts.AskAgain(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return s.Done(c, "/cohorts/"+cohort.ID+"/links", "flash.asked_again")
}

// EndBeta graduates every member who agreed; nobody joins the cohort any more.
func (s *Cohorts) EndBeta(c echo.Context) error {
	cohort, err := s.Cohorts.Cohort(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	if c.FormValue("confirm") != cohort.Name {
		return s.Again(c, "/cohorts/"+cohort.ID, page.Invalid("confirm", "participants.remove_other", "Who", cohort.Name), s.cohortPage)
	}
	n, err := s.Cohorts.End(c.Request().Context(), cohort.ID)
	if err != nil {
		return err
	}
	return s.Done(c, "/cohorts/"+cohort.ID, "flash.graduated", n)
}
