package outbox

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/contact"
	"soundings/web/page"
)

// messageAnswer is one message of the outbox, as the API sends it.
type messageAnswer struct {
	ID      string               `json:"id"`
	Ref     string               `json:"ref"` // of the participant; of a webhook, which tells programs, there is none
	By      contact.Way          `json:"by"`
	About   contact.Kind         `json:"about"`
	Subject string               `json:"subject"` // the id of the cohort, survey or poll; of a webhook its webhook-id
	State   contact.MessageState `json:"state"`
	Due     time.Time            `json:"due"`
	At      *time.Time           `json:"at,omitempty"` // when it came to its state, where that is an end
	Why     contact.Why          `json:"why,omitempty"`
}

func newMessageAnswer(m contact.Message) messageAnswer {
	a := messageAnswer{ID: m.ID, Ref: m.Ref, By: m.By, About: m.Kind, Subject: m.Subject, State: m.State, Due: m.Due.UTC(), Why: m.Why}
	if !m.At.IsZero() {
		at := m.At.UTC()
		a.At = &at
	}
	return a
}

// APIOutbox lists messages of one state, or about one participant.
func (s *Outbox) APIOutbox(c echo.Context) error {
	q, err := askedMessages(c)
	if err != nil {
		return err
	}
	if q.After, q.Limit, err = page.Paging(c); err != nil {
		return err
	}
	found, err := s.Outbox.List(c.Request().Context(), q)
	return page.OK(c, page.ListOf(found, newMessageAnswer), err)
}

// outboxBody is what PUT /outbox takes and answers.
type outboxBody struct {
	Halted *bool `json:"halted" validate:"required"`
}

// APIHaltOutbox stops everything that would be sent, or lets it go on.
func (s *Outbox) APIHaltOutbox(c echo.Context) error {
	b, err := page.Decode[outboxBody](c)
	if err != nil {
		return err
	}
	if b.Halted == nil {
		return page.Invalid("halted", "error.required")
	}
	if err := s.Outbox.Halt(c.Request().Context(), *b.Halted); err != nil {
		return err
	}
	return c.JSON(http.StatusOK, b)
}
