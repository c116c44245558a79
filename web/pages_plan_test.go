package web

import "soundings/web/texts"

func planExamples(p texts.Printer) []example {
	at := teamPages(p)
	row := PlannedRow{Key: "bills", Feature: Link{"Bills and payments", "/features/bills"}, Effort: "5.0", Why: p.T("plan.why.must"), Quarters: []Option{{"1", p.T("plans.quarter", "Number", 1), true}}}
	live, late := row, row
	live.Key, live.Live = "mail", "January 9, 2027"
	late.Key, late.Late, late.Must, late.Guessed = "labs", true, true, true
	full := PlanPage{
		Page: at("/plan/next"), Base: "/plan/next", Title: "Portal 2027", From: "January 1, 2027", Sources: []Link{{"What next?", "/polls/next/results"}}, Cost: p.T("plans.cost", "Share", "4%"),
		Phases:    []PhaseCard{{Name: p.T("plans.quarter", "Number", 1), Dates: "January", Load: "5 of 8", Share: .6, State: Badge{p.T("plans.over"), "done"}, Over: true, Rows: []PlannedRow{row, live, late}}, {Name: p.T("plans.quarter", "Number", 2), Dates: "April", Load: "0 of 8"}},
		Unplanned: []PlannedRow{row}, Fields: PlanFields{Features: []Option{{"bills", "Bills", false}}, Quarters: []Option{{"", p.T("plans.as_it_is"), false}}, Add: []Option{{"maps", "Maps", false}}, Capacity: []CapacityField{{"capacity2", p.T("plans.quarter", "Number", 2), "8"}}}, Adopted: "January 2, 2027", Earlier: []string{p.T("plans.earlier_one", "Date", "January 1, 2027", "Count", 5)}, More: []Link{{"Portal 2026", "/plan/p"}},
		Progress: []ProgressRow{{Link{"Bills", "/features/bills"}, "Luis", "March 31, 2027", "June 30, 2027", "–", Badge{p.T("plans.standing.slipping"), "waiting"}, p.T("plans.late", "Count", 91), []string{p.T("plans.told", "Groups", p.T("group.patient"), "Date", "March 3, 2027", "Who", "Luis"), p.T("plans.untold", "Groups", p.T("group.staff"))}, "/plan/next/tell/bills"}}, Slips: true,
		Ahead: []CharterRow{{ID: "E", Date: "March 1, 2027", Title: Link{"Version 9", "/charter/E"}, Kind: p.T("plans.kind.release"), Owner: "Luis"}},
	}
	tried := full
	tried.Tried = &TriedChange{p.T("plans.tried", "Feature", "Bills"), []Link{{"feature", "bills"}}, nil, p.T("plans.free")}
	row1 := CharterRow{
		ID: "E", Date: "March 1, 2027", Title: Link{"Half of all members", "/charter/E"}, Kind: p.T("plans.kind.task"), About: "active_members: 200", Text: "More", Link: "https://example.org",
		State: Badge{p.T("plans.state.due"), "waiting"}, Tick: p.T("plans.tick.task"),
	}
	ticked := row1
	ticked.Tick, ticked.Done = p.T("plans.untick"), true
	var kinds []CharterKind
	for _, kind := range []string{"goal", "decision", "event", "release", "task", "help", "training"} {
		kinds = append(kinds, CharterKind{kind, p.T("plans.kind." + kind), p.T("plans.about." + kind), kind == "goal", []CharterRow{row1, ticked}})
	}
	choices := EntryChoices{
		Features: []Option{{"bills", "Bills", false}}, Groups: exampleGroups(p, "")[1:], Works: []Option{{"testing", p.T("plans.work.testing"), false}},
		Sessions: []Option{{"first", p.T("plans.session.first"), false}}, Goal: exampleGoalOf(p), Today: "2027-03-01",
	}
	overtaken := at("/charter/E")
	overtaken.Form.Problems = []Problem{{Text: p.T("plans.entry_changed")}}
	tell := TellPage{
		Page: at("/plan/next/tell/bills"), Base: "/plan/next/tell/bills", Plan: Link{"Portal 2027", "/plan/next"}, Name: "Bills", What: p.T("plans.slip_open", "Feature", "Bills", "From", 1, "Due", "March 31, 2027"),
		Told: []string{p.T("plans.untold", "Groups", p.T("group.staff"))}, Groups: exampleGroups(p, "staff")[1:],
	}
	return []example{
		{"no plan", PlansPage{Page: at("/plan"), Capacity: capacityOptions(Page{Printer: p}), Start: "2027-01-01"}},
		{"new plan", PlansPage{Page: at("/plan"), Capacity: capacityOptions(Page{Printer: p}), Polls: []Option{{"next", "What next?", true}}, Must: []Option{{"bills", "Bills", false}}, Unknown: []Option{{"effort.bills", "Bills", false}}, Plans: []Link{{"Portal 2026", "/plan/p"}}}},
		{"plan", full}, {"plan, tried", tried},
		{"charter", CharterPage{at("/charter"), kinds, choices}}, {"tell", tell},
		{"entry", EntryPage{Page: at("/charter/E"), Entry: row1, Kind: "training", Base: "/charter/E", Version: "3", Choices: choices}},
		{"entry, overtaken", EntryPage{Page: overtaken, Entry: row1, Kind: "event", Base: "/charter/E", Version: "3", Overtaken: true, Choices: choices}},
	}
}

func exampleGoalOf(p texts.Printer) goalOf {
	return goalOf{
		Figures: []Option{{"active_7d", p.T("plans.figure.active_7d"), false}}, Features: []Option{{"", p.T("plans.goal_portal"), false}},
		Surveys: []Option{{"portal", "Is the portal working for you?", false}}, Cohorts: []Option{{"", p.T("plans.goal_reported"), false}},
	}
}
