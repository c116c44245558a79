package team

import (
	"fmt"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/web/page"
)

// teamAnswer is the team as the API shows it.
type teamAnswer struct {
	plan.Team
	Rota     []weekBody      `json:"rota"`     // who is on duty, from a year ago on
	Accounts []accountAnswer `json:"accounts"` // who may be named
}

// weekBody is who is on duty in one week.
type weekBody struct {
	Week     string   `json:"week"` // its Monday, as 2027-03-01
	Accounts []string `json:"accounts"`
}

// accountAnswer is somebody who can sign in.
type accountAnswer struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Writes bool   `json:"writes"` // may be on duty, and be alerted
}

// rotaBody is what PUT /team/rota takes.
type rotaBody struct {
	Weeks   []weekBody `json:"weeks"`
	Version int64      `json:"version"` // refuse where another version is kept; 0: whatever is there
}

// rotaAnswer is who is on duty when.
type rotaAnswer struct {
	Weeks   []weekBody `json:"weeks"`
	Version int64      `json:"version"`
}

func newRotaAnswer(r plan.Rota) rotaAnswer {
	a := rotaAnswer{Weeks: make([]weekBody, len(r.Weeks)), Version: r.Version}
	for i, w := range r.Weeks {
		a.Weeks[i] = weekBody{w.Monday.Format(time.DateOnly), append([]string{}, w.Accounts...)}
	}
	return a
}

// APITeam returns the team with the rota.
func (s *Pages) APITeam(c echo.Context) error {
	team, err := s.Plans.Team(c.Request().Context())
	return s.apiTeam(c, team, err)
}

// APIPutTeam puts the seats, and who is alerted, in the place of what is kept.
func (s *Pages) APIPutTeam(c echo.Context) error {
	b, err := page.Decode[plan.Team](c)
	if err != nil {
		return err
	}
	team, err := s.Plans.SaveTeam(c.Request().Context(), b)
	return s.apiTeam(c, team, err)
}

func (s *Pages) apiTeam(c echo.Context, team plan.Team, err error) error {
	ctx := c.Request().Context()
	if err != nil {
		return err
	}
	rota, err := s.Plans.Rota(ctx)
	if err != nil {
		return err
	}
	known, err := s.people(ctx)
	if err != nil {
		return err
	}
	a := teamAnswer{Team: team, Rota: newRotaAnswer(rota).Weeks, Accounts: make([]accountAnswer, len(known))}
	for i, one := range known {
		a.Accounts[i] = accountAnswer(one)
	}
	return page.OK(c, a, nil)
}

// APIPutRota says who is on duty in some weeks.
func (s *Pages) APIPutRota(c echo.Context) error {
	b, err := page.Decode[rotaBody](c)
	if err != nil {
		return err
	}
	weeks := make([]plan.Week, len(b.Weeks))
	var bad []base.Field
	for i, w := range b.Weeks {
		weeks[i].Accounts = w.Accounts
		if weeks[i].Monday, err = time.Parse(time.DateOnly, w.Week); err != nil {
			bad = append(bad, base.Field{Name: fmt.Sprintf("weeks[%d].week", i), Text: base.T("error.date")})
		}
	}
	if err := base.InvalidFields(bad...); err != nil {
		return err
	}
	rota, err := s.Plans.SaveWeeks(c.Request().Context(), b.Version, weeks)
	return page.OK(c, newRotaAnswer(rota), err)
}
