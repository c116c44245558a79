package team

import (
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/plan"
	"soundings/web/page"
)

// weeksShown is how many weeks ahead of it the rota has, this one among them.
const weeksShown = 6

// TeamPage shows the portal team in writing.
type TeamPage struct {
	page.Page
	Seats    []seatCard
	Weeks    page.Table
	Alerted  person
	Instead  person // who is alerted where the other does not act
	Unwanted bool   // nobody is alerted
}

// Template returns the name of the page's template.
func (TeamPage) Template() string { return "team/team" }

// seatCard is one seat as the page shows it.
type seatCard struct {
	Name    string
	Person  person
	StandIn person
	Decides string
	Edit    string // where it is changed; empty: the reader may not
}

// person is somebody by name, or in place of one why there is nobody.
type person struct {
	Name   string
	Absent page.Badge
}

// ShowTeam shows the team.
func (s *Pages) ShowTeam(c echo.Context) error { return s.Show(c, s.teamPage) }

func (s *Pages) teamPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx, v := c.Request().Context(), TeamPage{Page: frame}
	known, err := s.people(ctx)
	if err != nil {
		return nil, err
	}
	team, err := s.Plans.Team(ctx)
	if err != nil {
		return nil, err
	}
	ahead, err := s.Plans.Weeks(ctx, weeksShown)
	if err != nil {
		return nil, err
	}
	for _, one := range team.Seats {
		v.Seats = append(v.Seats, newSeatCard(frame, known, one))
	}
	v.Weeks = rotaTable(frame, known, ahead.Weeks)
	v.Alerted = newPerson(frame, known, plan.Holder{Account: team.Concerns.Account}, "seats.nobody")
	v.Instead = newPerson(frame, known, plan.Holder{Account: team.Concerns.StandIn}, "seats.no_substitute")
	v.Unwanted = v.Alerted.Name == "" && v.Instead.Name == ""
	return v, nil
}

func newSeatCard(frame page.Page, known people, one plan.Sitting) seatCard {
	card := seatCard{
		Name: frame.T("seat." + string(one.Seat)), Decides: one.Decides,
		Person: newPerson(frame, known, one.Person, "seats.empty"), StandIn: newPerson(frame, known, one.StandIn, "seats.no_substitute"),
	}
	if frame.Writes() {
		card.Edit = page.SeatHref(string(one.Seat))
	}
	return card
}

// newPerson returns a person of the team; absent is the text of why there is nobody.
func newPerson(frame page.Page, known people, h plan.Holder, absent string) person {
	name, gone := known.name(h.Account)
	switch {
	case gone:
		return person{Absent: page.Badge{Text: frame.T("seats.gone"), Look: "waiting"}}
	case h.Nobody():
		return person{Absent: page.Badge{Text: frame.T(absent), Look: "waiting"}}
	}
	return person{Name: name + h.Name}
}

// rotaTable lists who is on duty week by week; the first week is this one.
func rotaTable(frame page.Page, known people, weeks []plan.Week) page.Table {
	t := page.Table{Caption: frame.T("rota.title"), Columns: []page.Column{
		{Name: frame.T("rota.week")}, {Name: frame.T("rota.first")}, {Name: frame.T("rota.second")},
	}}
	for i, w := range weeks {
		look := ""
		if i <= plan.PlannedAhead/7 {
			look = "waiting"
		}
		row := []page.Cell{{Text: weekName(frame, w.Monday, i == 0)}}
		for n := range plan.OnDutyTogether {
			row = append(row, dutyCell(frame, known, w, n, look))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// dutyCell returns who is the nth of a week; look is how it looks where nobody is.
func dutyCell(frame page.Page, known people, w plan.Week, n int, look string) page.Cell {
	if n < len(w.Accounts) {
		if name, gone := known.name(w.Accounts[n]); !gone {
			return page.Cell{Text: name}
		}
	}
	if look == "" {
		return page.Cell{Text: "–"}
	}
	return page.Cell{State: page.Badge{Text: frame.T("seats.nobody"), Look: look}}
}

// weekName says which days a week has.
func weekName(frame page.Page, monday time.Time, now bool) string {
	id := "rota.days"
	if now {
		id = "rota.this_week"
	}
	return frame.T(id, "From", frame.Date(monday), "To", frame.Date(monday.AddDate(0, 0, 6)))
}
