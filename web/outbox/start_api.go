package outbox

import (
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/web/page"
)

// rehearsalBody asks what steps would send to people who were asked one thing.
type rehearsalBody struct {
	About    contact.Kind   `json:"about" validate:"required,oneof=consent survey poll"`
	Subject  string         `json:"subject" validate:"required"` // the id of the cohort, survey or poll
	Protocol []contact.Step `json:"protocol" validate:"required,min=1"`
}

// rehearsalAnswer is what they would send if they began now and nobody answered.
type rehearsalAnswer struct {
	People      int            `json:"people"`
	Unreachable int            `json:"unreachable"` // whom no step reaches
	Days        []rehearsedDay `json:"days"`
}

// rehearsedDay is how many would be reached in one way on one day.
type rehearsedDay struct {
	Day    string      `json:"day"` // by the clinic's clocks: 2027-03-01
	By     contact.Way `json:"by"`
	People int         `json:"people"`
}

// APIRehearse tells what steps would send. It changes nothing.
func (s *Start) APIRehearse(c echo.Context) error {
	body, err := page.Decode[rehearsalBody](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	steps, err := page.Sending{Protocol: body.Protocol}.Steps()
	if err = page.Besides(base.Check(body), err); err == nil {
		_, err = s.Contact.MayReach(ctx, body.About, body.Subject, steps)
	}
	if err == nil {
		_, err = s.About(ctx, page.Page{Printer: s.Texts.In("en")}, contact.Message{Kind: body.About, Subject: body.Subject})
	}
	if err != nil {
		return err
	}
	r, err := s.Outbox.Rehearse(ctx, body.About, body.Subject, steps)
	answer := rehearsalAnswer{r.People, r.Unreachable, make([]rehearsedDay, len(r.Days))}
	for n, d := range r.Days {
		answer.Days[n] = rehearsedDay{d.Day.Format(time.DateOnly), d.By, d.People}
	}
	return page.OK(c, answer, err)
}
