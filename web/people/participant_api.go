package people

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/web/page"
)

// participantBody is what PUT /participants/{ref} takes: a participant without the ref, which is in the address.
type participantBody struct {
	Group      cohorts.Group     `json:"group"`
	Name       string            `json:"name"`
	Email      string            `json:"email"`
	Phone      string            `json:"phone"`
	Address    cohorts.Address   `json:"address"`
	BestTime   cohorts.Hours     `json:"best_time"`
	Language   string            `json:"language"`
	Attributes map[string]string `json:"attributes"`
	Proxy      string            `json:"proxy"`
	Minor      bool              `json:"minor"`
}

// APIParticipants lists the participants that the address asks for.
func (s *Participants) APIParticipants(c echo.Context) error {
	after, limit, err := page.Paging(c)
	if err != nil {
		return err
	}
	q, err := askedParticipants(c)
	if err != nil {
		return err
	}
	q.After, q.Limit = after, limit
	listed, err := s.Cohorts.Participants(c.Request().Context(), q)
	if err == nil {
		err = s.ReadPeople(c, "participants", len(listed.Items))
	}
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, page.ListOf(listed, participantFor(c.Request().Context())))
}

// APIParticipant sends one participant.
func (s *Participants) APIParticipant(c echo.Context) error {
	ctx := c.Request().Context()
	p, err := s.Cohorts.Participant(ctx, c.Param("ref"))
	if err == nil {
		err = s.ReadPeople(c, "participants", 1)
	}
	return page.OK(c, participantFor(ctx)(p), err)
}

// APIPutParticipant adds a participant or replaces the one with this ref.
func (s *Participants) APIPutParticipant(c echo.Context) error {
	b, err := page.Decode[participantBody](c)
	if err != nil {
		return err
	}
	p, err := s.Cohorts.SaveParticipant(c.Request().Context(), cohorts.Participant{
		Ref: c.Param("ref"), Group: b.Group, Name: b.Name, Email: b.Email, Phone: b.Phone, Address: b.Address, BestTime: b.BestTime, Language: b.Language, Attributes: b.Attributes,
		Proxy: b.Proxy, Minor: b.Minor,
	})
	return page.OK(c, p, err)
}

// APIRemoveParticipant removes a person for good.
func (s *Participants) APIRemoveParticipant(c echo.Context) error {
	if err := s.Cohorts.RemoveParticipant(c.Request().Context(), c.Param("ref")); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
