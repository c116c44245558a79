package team

import (
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/web/page"
	"soundings/web/texts"
)

// Examples returns each page of this room as it may be sent.
func Examples(p texts.Printer) []page.Example {
	at := page.ExampleTeamPages(p)
	known, team, ahead := exampleTeam(p)
	show := func(team plan.Team, ahead plan.Rota) TeamPage {
		v := TeamPage{Page: at("/team"), Weeks: rotaTable(at("/team"), known, ahead.Weeks)}
		for _, seat := range plan.Seats() {
			v.Seats = append(v.Seats, newSeatCard(v.Page, known, team.Of(seat)))
		}
		v.Alerted = newPerson(v.Page, known, plan.Holder{Account: team.Concerns.Account}, "seats.nobody")
		v.Instead = newPerson(v.Page, known, plan.Holder{Account: team.Concerns.StandIn}, "seats.no_substitute")
		v.Unwanted = team.Concerns == plan.Concerns{}
		return v
	}
	nobody := plan.Rota{Weeks: []plan.Week{{Monday: ahead.Weeks[0].Monday}}}
	wrong := at(page.SeatHref("sponsor"))
	wrong.Form = page.Form{Values: map[string][]string{"person": {"ana"}, "person_name": {"Ana"}}, Problems: page.SayFields(p, []base.Field{{Name: "person", Text: base.T("seats.both")}})}
	overtaken := at(dutyPath)
	overtaken.Form = page.Form{Values: map[string][]string{"first.2027-03-01": {""}}, Problems: []page.Problem{{Text: p.T("rota.changed")}}}
	return []page.Example{
		{Name: "the team", View: show(team, ahead)}, {Name: "the team, empty", View: show(plan.Team{}, nobody)},
		{Name: "a seat", View: newSeatPage(at(page.SeatHref("sponsor")), known, team.Of(plan.Sponsor))},
		{Name: "a seat, empty", View: newSeatPage(at(page.SeatHref("health_it")), known, plan.Sitting{Seat: plan.HealthIT})},
		{Name: "a seat, wrong", View: newSeatPage(wrong, known, team.Of(plan.Sponsor))},
		{Name: "on duty", View: newDutyPage(at(dutyPath), known, team, ahead)}, {Name: "on duty, overtaken", View: newDutyPage(overtaken, known, plan.Team{}, ahead)},
	}
}

// exampleTeam returns a team of three accounts in which not every seat is taken, and its rota.
func exampleTeam(p texts.Printer) (people, plan.Team, plan.Rota) {
	known := people{{ID: "jordan", Name: "Jordan Reyes", Writes: true}, {ID: "priya", Name: "Priya Raman", Writes: true}, {ID: "ana", Name: "Ana María de la Fuente-Montenegro"}}
	team := plan.Team{
		Seats: []plan.Sitting{
			{Seat: plan.Sponsor, Person: plan.Holder{Name: "Dr. Ruth Okafor"}, StandIn: plan.Holder{Account: "jordan"}, Decides: p.T("seat.ready.sponsor")},
			{Seat: plan.Manager, Person: plan.Holder{Account: "jordan"}, StandIn: plan.Holder{Account: "ana"}, Decides: p.T("seat.ready.project_manager")},
			{Seat: plan.Provider, Person: plan.Holder{Account: "gone"}, Decides: p.T("seat.ready.provider")},
			{Seat: plan.FrontLine, Person: plan.Holder{Account: "priya"}},
		},
		Concerns: plan.Concerns{Account: "priya"},
	}
	monday := func(week int) time.Time { return time.Date(2027, 3, 1+7*week, 0, 0, 0, 0, time.UTC) }
	return known, team, plan.Rota{Version: 3, Weeks: []plan.Week{
		{Monday: monday(0), Accounts: []string{"jordan", "priya"}}, {Monday: monday(1), Accounts: []string{"priya"}}, {Monday: monday(2)}, {Monday: monday(3), Accounts: []string{"gone", "jordan"}}, {Monday: monday(4)},
	}}
}
