package portal

import (
	"soundings/web/page"
	"soundings/web/texts"
)

// planExamples returns the pages of plans.
func planExamples(p texts.Printer) []page.Example {
	at := page.ExampleTeamPages(p)
	full := examplePlan(p)
	tried := full
	tried.Tried = &triedChange{p.T("plans.tried", "Feature", "Bills"), []page.Link{{Text: "feature", Href: "bills"}}, nil, p.T("plans.free")}
	none := PlansPage{Page: at("/plan"), Capacity: capacityOptions(page.Page{Printer: p}), Start: "2027-01-01"}
	more := PlansPage{
		Page: at("/plan"), Capacity: none.Capacity, Polls: []page.Option{{Value: "next", Text: "What next?", Chosen: true}}, Must: []page.Option{{Value: "bills", Text: "Bills"}},
		Unknown: []page.Option{{Value: "efforts.bills", Text: "Bills"}}, Plans: []page.Link{{Text: "Portal 2026", Href: "/plan/p"}},
	}
	tell := ToldPage{
		Page: at("/plan/next/told/bills"), Base: "/plan/next/told/bills", Plan: page.Link{Text: "Portal 2027", Href: "/plan/next"}, Name: "Bills",
		What: p.T("plans.slip_open", "Feature", "Bills", "From", 1, "Due", "March 31, 2027"),
		Told: []page.Link{{Text: p.T("plans.untold", "Groups", p.T("group.staff"))}}, Groups: page.ExampleGroups(p, "staff")[1:],
	}
	calendar := CalendarPage{Page: at("/calendar"), Plan: page.Link{Text: p.T("menu.plan"), Href: "/plan"}}
	made := calendar
	made.Made, made.In = "March 1, 2027", p.T("language.en")
	once := made
	once.Address = "https://beta.harborstreet.example/calendar/7k3mq9tx2v8dhw5e7k3mq9tx2v8dhw5e.ics"
	return []page.Example{
		{Name: "no calendar", View: calendar}, {Name: "calendar", View: made}, {Name: "calendar, made now", View: once},
		{Name: "no plan", View: none}, {Name: "new plan", View: more}, {Name: "plan", View: full}, {Name: "plan, tried", View: tried}, {Name: "told by hand", View: tell},
	}
}

func examplePlan(p texts.Printer) PlanPage {
	first, second := p.T("plans.quarter", "Number", 1), p.T("plans.quarter", "Number", 2)
	row := plannedRow{
		Key: "bills", Feature: page.Link{Text: "Bills and payments", Href: "/features/bills"}, Effort: "5.0", Why: p.T("plan.why.must"),
		Quarters: []page.Option{{Value: "1", Text: first, Chosen: true}},
	}
	live, late := row, row
	live.Key, live.Live = "mail", "January 9, 2027"
	late.Key, late.Late, late.Must, late.Guessed = "labs", true, true, true
	return PlanPage{
		Page: page.ExampleTeamPages(p)("/plan/next"), Base: "/plan/next", Title: "Portal 2027", From: "January 1, 2027",
		Sources: []page.Link{{Text: "What next?", Href: "/polls/next/results"}}, Cost: p.T("plans.cost", "Share", "4%"),
		Phases: []phaseCard{
			{Name: first, Dates: "January", Load: "5 of 8", Share: .6, State: page.Badge{Text: p.T("plans.over"), Look: "done"}, Over: true, Rows: []plannedRow{row, live, late}},
			{Name: second, Dates: "April", Load: "0 of 8"},
		},
		Unplanned: []plannedRow{row},
		Fields: planFields{
			Features: []page.Option{{Value: "bills", Text: "Bills"}}, Quarters: []page.Option{{Text: p.T("plans.as_it_is")}},
			Add: []page.Option{{Value: "maps", Text: "Maps"}}, Capacity: []capacityField{{"capacity.2", second, "8"}},
		},
		Adopted: "January 2, 2027", Earlier: []string{p.T("plans.earlier_one", "Date", "January 1, 2027", "Count", 5)},
		More:     []page.Link{{Text: "Portal 2026", Href: "/plan/p"}},
		Progress: []progressRow{exampleSlip(p)}, Slips: true,
		Ahead: []charterRow{{ID: "E", Date: "March 1, 2027", Title: page.Link{Text: "Version 9", Href: "/charter/E"}, Kind: p.T("plans.kind.release"), Owner: "Luis"}},
	}
}

func exampleSlip(p texts.Printer) progressRow {
	return progressRow{
		Feature: page.Link{Text: "Bills", Href: "/features/bills"}, Owner: "Luis", Baseline: "March 31, 2027", Planned: "June 30, 2027", Live: "–",
		Standing: page.Badge{Text: p.T("plans.standing.slipping"), Look: "waiting"}, Late: p.T("plans.expected_later", "Date", "June 30, 2027", "Count", 91),
		Told: []page.Link{
			{Text: p.T("plans.told", "Groups", p.T("group.leadership"), "Date", "March 3, 2027", "Who", "Luis")},
			{Text: p.T("plans.announced", "Groups", p.T("group.patient"), "Date", "March 4, 2027"), Href: "/announcements/next.bills.2027-07-01"},
			{Text: p.T("plans.untold", "Groups", p.T("group.staff"))},
		},
		Tell: "/plan/next/tell/bills",
	}
}
