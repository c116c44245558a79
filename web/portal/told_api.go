package portal

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/plan"
	"soundings/web/page"
)

// tellBody is what POST /plans/{id}/tell takes: whom the team tells by hand that a feature slips. Without a title or text, it is the
// plain sentence that the page proposes.
type tellBody struct {
	Feature  string          `json:"feature" rule:"required"`
	Audience []cohorts.Group `json:"audience" rule:"min=1"`
	Date     string          `json:"date" rule:"required"` // a day; up to today: they were told
	Owner    string          `json:"owner" rule:"required"`
	Title    string          `json:"title"`
	Text     string          `json:"text"`
}

// APITell saves whom the team tells of a slip by hand, what and when.
func (s *Plans) APITell(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("id")
	b, err := page.Decode[tellBody](c)
	if err != nil {
		return err
	}
	frame, err := s.Page(c, "")
	if err != nil {
		return err
	}
	frame.Printer = s.Texts.In("en")
	d, _, err := s.presenter(ctx, frame, id)
	if err != nil {
		return err
	}
	slip, err := s.Plans.Slip(ctx, d.plan, b.Feature)
	if err != nil && b.Feature != "" { // which one, is wanted first
		return err
	}
	n := plan.Notice{Feature: b.Feature, Audience: b.Audience, Owner: strings.TrimSpace(b.Owner), Title: strings.TrimSpace(b.Title), Text: strings.TrimSpace(b.Text)}
	if n.Title == "" {
		n.Title = d.slipTitle(b.Feature)
	}
	if n.Text == "" {
		n.Text = d.slipText(slip)
	}
	if b.Date != "" {
		if n.Date, err = page.DayIn("date", b.Date); err != nil {
			return page.Besides(err, n.Check())
		}
	}
	e, err := s.Plans.Tell(ctx, id, n, s.calendarDay(frame))
	return page.Answer(c, http.StatusCreated, s.newEntryAnswer(e), err)
}
