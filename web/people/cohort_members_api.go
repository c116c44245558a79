package people

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/web/page"
)

// memberAnswer is a membership, as the API sends it.
type memberAnswer struct {
	Ref   string        `json:"ref"`
	State cohorts.State `json:"state"`
	Since time.Time     `json:"since"`
}

func newMemberAnswer(m cohorts.Membership) memberAnswer {
	return memberAnswer{m.Ref, m.State, m.Since.UTC()}
}

// APIMembers lists the members of a cohort.
func (s *Cohorts) APIMembers(c echo.Context) error {
	after, limit, err := page.Paging(c)
	if err != nil {
		return err
	}
	listed, err := s.Cohorts.Members(c.Request().Context(), cohorts.MembershipQuery{
		Cohort: c.Param("id"), State: cohorts.State(c.QueryParam("state")), After: after, Limit: limit,
	})
	if err == nil {
		err = s.ReadPeople(c, "cohorts/"+c.Param("id")+"/members", len(listed.Items))
	}
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, page.ListOf(listed, newMemberAnswer))
}

// stateBody is what PUT /cohorts/{id}/members/{ref} takes.
type stateBody struct {
	State cohorts.State `json:"state" rule:"required,oneof=selected invited agreed graduated declined withdrawn"`
	cohorts.Heard
}

// APISetState moves a member to another state.
func (s *Cohorts) APISetState(c echo.Context) error {
	b, err := page.Decode[stateBody](c)
	if err != nil {
		return err
	}
	m, err := s.Cohorts.SetState(c.Request().Context(), c.Param("id"), c.Param("ref"), b.State, b.Heard)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, newMemberAnswer(m))
}

// APIAskConsent asks every selected member to agree, and returns their links. It takes no body, or how they are reached.
func (s *Cohorts) APIAskConsent(c echo.Context) error {
	ctx := c.Request().Context()
	var b page.Sending
	if c.Request().ContentLength != 0 {
		var err error
		if b, err = page.Decode[page.Sending](c); err != nil {
			return err
		}
	}
	cohort, err := s.Cohorts.Cohort(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	steps, err := b.Steps()
	if err = page.Besides(err, s.MayStart(ctx, contact.ForConsent, cohort.ID, steps)); err != nil {
		return err
	}
	if len(steps) == 0 { // their links are the answer, however many
		all, err := s.Contact.AskConsent(ctx, cohort.ID)
		if err != nil {
			return err
		}
		list, err := s.Invited(c, all)
		return page.OK(c, list, err)
	}
	all, job, err := s.Contact.AskCohort(ctx, cohort.ID, steps)
	if err != nil {
		return err
	}
	if job != nil {
		return page.Accepted(c, *job)
	}
	list, err := s.Invited(c, all)
	return page.OK(c, list, err)
}

// APIAskAgain asks the members who agreed to older words once more.
func (s *Cohorts) APIAskAgain(c echo.Context) error {
	cohort, err := s.Cohorts.AskAgain(c.Request().Context(), c.Param("id"))
	return page.OK(c, cohort, err)
}

// endAnswer says how many members graduated.
type endAnswer struct {
	Graduated int `json:"graduated"`
}

// APIEnd ends the beta: every member who agreed graduates.
func (s *Cohorts) APIEnd(c echo.Context) error {
	n, err := s.Cohorts.End(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, endAnswer{n})
}
