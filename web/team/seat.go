package team

import (
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/web/page"
)

// SeatPage changes one seat. Its form has the fields "person" and "substitute" with an account, "person_name" and
// "substitute_name" with the name of somebody without one, and "decides".
type SeatPage struct {
	page.Page
	Seat       string // its name
	Ready      string // what such a seat often decides
	Person     []page.Option
	Substitute []page.Option
}

// Template returns the name of the page's template.
func (SeatPage) Template() string { return "team/seat" }

// seatFields are how the form calls the fields of a seat.
var seatFields = map[string]string{
	"person": "person", "person.account": "person", "person.name": "person_name", "stand_in": "substitute", "stand_in.account": "substitute", "stand_in.name": "substitute_name",
}

// ShowSeat shows the form of one seat.
func (s *Pages) ShowSeat(c echo.Context) error { return s.Show(c, s.seatPage) }

func (s *Pages) seatPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx, seat := c.Request().Context(), plan.Seat(c.Param("seat"))
	if !slices.Contains(plan.Seats(), seat) {
		return nil, base.Refuse(base.NotFound, "seats.seat_unknown")
	}
	known, err := s.people(ctx)
	if err != nil {
		return nil, err
	}
	team, err := s.Plans.Team(ctx)
	if err != nil {
		return nil, err
	}
	return newSeatPage(frame, known, team.Of(seat)), nil
}

func newSeatPage(frame page.Page, known people, one plan.Sitting) SeatPage {
	ready := frame.T("seat.ready." + string(one.Seat))
	if frame.Form.Values == nil {
		decides := one.Decides
		if decides == "" {
			decides = ready
		}
		frame.Form.Values = url.Values{"person_name": {one.Person.Name}, "substitute_name": {one.StandIn.Name}, "decides": {decides}}
	}
	return SeatPage{
		Page: frame, Seat: frame.T("seat." + string(one.Seat)), Ready: ready,
		Person: known.options(frame, one.Person.Account, false), Substitute: known.options(frame, one.StandIn.Account, false),
	}
}

// SaveSeat saves the form of one seat.
func (s *Pages) SaveSeat(c echo.Context) error {
	typed := func(field string) string { return strings.TrimSpace(c.FormValue(field)) }
	_, err := s.Plans.SaveSeat(c.Request().Context(), plan.Sitting{
		Seat:    plan.Seat(c.Param("seat")),
		Person:  plan.Holder{Account: typed("person"), Name: typed("person_name")},
		StandIn: plan.Holder{Account: typed("substitute"), Name: typed("substitute_name")},
		Decides: typed("decides"),
	})
	if err != nil {
		return s.Again(c, c.Request().URL.Path, page.Renamed(err, seatFields), s.seatPage)
	}
	return s.Done(c, "/team", "flash.team_saved")
}
