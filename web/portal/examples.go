package portal

import (
	"html/template"

	"soundings/web/chart"
	"soundings/web/page"
	"soundings/web/texts"
)

func featureExamples(p texts.Printer) []page.Example {
	at := page.ExampleTeamPages(p)
	looking := at("/features/secure-messaging")
	looking.Staff = &page.Staff{Name: "Sam", Role: p.T("role.viewer")}
	cohort := page.Link{Text: "First testers", Href: "/features/secure-messaging/rollouts/first-testers"}
	beta, live := page.Badge{Text: p.T("stage.beta"), Look: "active"}, page.Badge{Text: p.T("stage.live"), Look: "done"}
	stages := []page.Option{{Value: "idea", Text: p.T("stage.idea"), Chosen: false}, {Value: "beta", Text: p.T("stage.beta"), Chosen: true}}
	others := []page.Option{{Value: "refills", Text: "Refills", Chosen: true}, {Value: "booking", Text: "Booking a visit", Chosen: false}}
	card := rolloutCard{
		Cohort: cohort, State: page.Badge{Text: p.T("rollouts.state.rising"), Look: "active"}, Figures: page.ExampleFigures(), Chart: exampleRamp(p), Gates: exampleGates(p),
		Last: page.Happening{At: "March 9, 2027, 3:05 PM", What: p.T("rollouts.goes", "From", "5", "To", "25") + " " + p.T("rollout.reason.hand"), Who: "Jordan Reyes"},
		Next: page.Link{Text: p.T("rollouts.step", "Percent", "50"), Href: cohort.Href + "#next"},
	}
	one := func(frame page.Page) FeaturePage {
		return FeaturePage{Page: frame, Key: "secure-messaging", Name: "Secure messaging", About: "Write to your care team.", Stage: beta, Since: "March 1, 2027",
			Effort: "5", Owner: "Priya Raman", Needs: []needRow{{page.Link{Text: "Refills", Href: "/features/refills"}, live}}, NeededBy: []needRow{{page.Link{Text: "Photos", Href: "/features/photos"}, beta}},
			Rollouts: []rolloutCard{card}, Next: card.Next, Cohorts: []page.Option{{Value: "winter", Text: "Winter group", Chosen: false}}, Stages: stages, Needable: others}
	}
	rollout := RolloutPage{
		Page: at(cohort.Href), Base: cohort.Href, Feature: page.Link{Text: "Secure messaging", Href: "/features/secure-messaging"}, Cohort: page.Link{Text: "First testers", Href: "/cohorts/first-testers"},
		State: card.State, Figures: card.Figures, Chart: card.Chart, Gates: card.Gates, Next: &nextStep{"50%", p.T("rollouts.next_means", "More", 34, "Then", 68), true},
		Back: "5%", MayPause: true, Special: []overrideRow{{"P-0001", "/participants/P-0001", page.Badge{Text: p.T("features.sees"), Look: "done"}}},
		Compares: true, Stored: p.T("rollouts.baseline_stored", "Mean", 71.2, "SD", 19.0, "Answers", 40), Surveys: []page.Option{{Value: "", Text: p.T("rollouts.no_survey"), Chosen: true}}, Scores: []page.Option{{Value: "sus", Text: p.T("question.type.sus"), Chosen: true}}, History: page.ExampleHistory(), Pager: page.Pager{First: "", Next: "?after=x"},
	}
	stopped := rollout
	stopped.MayPause, stopped.MayGoOn, stopped.Resumes, stopped.Next = false, true, p.T("rollouts.resume_means.rolled_back"), nil
	planned := rollout
	planned.Outside = page.Link{Text: p.T("rollouts.outside.planned"), Href: "/features/secure-messaging#edit"}
	return []page.Example{
		{Name: "features, none", View: FeaturesPage{Page: at("/features"), Stages: stages}},
		{Name: "features", View: FeaturesPage{Page: at("/features"), Stages: stages, Needable: others, Rows: []featureRow{
			{"secure-messaging", "Secure messaging", "/features/secure-messaging", beta, []page.Link{{Text: "First testers: 25%", Href: cohort.Href}, {Text: "Winter group: 5%", Href: "/"}}, "5", "Priya Raman"},
			{"refills", "Refills", "/features/refills", live, nil, "", ""}}}},
		{Name: "feature", View: one(at("/features/secure-messaging"))},
		{Name: "feature, looked at", View: one(looking)},
		{Name: "feature, nowhere", View: FeaturePage{Page: at("/features/photos"), Key: "photos", Name: "Photos", Stage: beta, Since: "March 1, 2027", Stages: stages}},
		{Name: "rollout", View: rollout},
		{Name: "rollout, stopped", View: stopped},
		{Name: "rollout, planned", View: planned},
		{Name: "rollout, new", View: RolloutPage{Page: at(cohort.Href), Base: cohort.Href, Feature: rollout.Feature, Cohort: rollout.Cohort, New: true, Typed: true, Chart: card.Chart, Surveys: rollout.Surveys, Scores: rollout.Scores}},
	}
}

func exampleGates(p texts.Printer) []page.Badge {
	return []page.Badge{{Text: p.T("rollout.open.hold", "Hours", "48"), Look: "done"}, {Text: p.T("rollout.wait.answers", "Answers", 12, "Needed", 20), Look: "waiting"}}
}

func exampleRamp(p texts.Printer) template.HTML {
	drawn, err := chart.Ramp{
		ID: "ramp-first-testers", Title: p.T("rollouts.ramp"), Description: p.T("rollouts.ramp_about", "Percent", "25"),
		Steps: []chart.RampStep{{Label: "5%", Share: .05, Look: "done"}, {Label: "25%", Share: .25, Look: "now", Mark: p.T("rollouts.now")}, {Label: "100%", Share: 1, Look: "later"}},
		Heads: []string{p.T("rollouts.step_head"), p.T("rollouts.people"), p.T("rollouts.smallest")},
		Rows:  [][]string{{"5%", "12", "–"}, {"25%", "61", p.T("rollouts.points", "Points", 14.2)}, {"100%", "240", p.T("rollouts.points", "Points", 9.1)}},
	}.Draw()
	if err != nil {
		return ""
	}
	return drawn
}

func planExamples(p texts.Printer) []page.Example {
	at := page.ExampleTeamPages(p)
	row := plannedRow{Key: "bills", Feature: page.Link{Text: "Bills and payments", Href: "/features/bills"}, Effort: "5.0", Why: p.T("plan.why.must"), Quarters: []page.Option{{Value: "1", Text: p.T("plans.quarter", "Number", 1), Chosen: true}}}
	live, late := row, row
	live.Key, live.Live = "mail", "January 9, 2027"
	late.Key, late.Late, late.Must, late.Guessed = "labs", true, true, true
	full := PlanPage{
		Page: at("/plan/next"), Base: "/plan/next", Title: "Portal 2027", From: "January 1, 2027", Sources: []page.Link{{Text: "What next?", Href: "/polls/next/results"}}, Cost: p.T("plans.cost", "Share", "4%"),
		Phases:    []phaseCard{{Name: p.T("plans.quarter", "Number", 1), Dates: "January", Load: "5 of 8", Share: .6, State: page.Badge{Text: p.T("plans.over"), Look: "done"}, Over: true, Rows: []plannedRow{row, live, late}}, {Name: p.T("plans.quarter", "Number", 2), Dates: "April", Load: "0 of 8"}},
		Unplanned: []plannedRow{row}, Fields: planFields{Features: []page.Option{{Value: "bills", Text: "Bills", Chosen: false}}, Quarters: []page.Option{{Value: "", Text: p.T("plans.as_it_is"), Chosen: false}}, Add: []page.Option{{Value: "maps", Text: "Maps", Chosen: false}}, Capacity: []capacityField{{"capacity.2", p.T("plans.quarter", "Number", 2), "8"}}}, Adopted: "January 2, 2027", Earlier: []string{p.T("plans.earlier_one", "Date", "January 1, 2027", "Count", 5)}, More: []page.Link{{Text: "Portal 2026", Href: "/plan/p"}},
		Progress: []progressRow{{page.Link{Text: "Bills", Href: "/features/bills"}, "Luis", "March 31, 2027", "June 30, 2027", "–", page.Badge{Text: p.T("plans.standing.slipping"), Look: "waiting"}, p.T("plans.late", "Count", 91), []string{p.T("plans.told", "Groups", p.T("group.patient"), "Date", "March 3, 2027", "Who", "Luis"), p.T("plans.untold", "Groups", p.T("group.staff"))}, "/plan/next/tell/bills"}}, Slips: true,
		Ahead: []charterRow{{ID: "E", Date: "March 1, 2027", Title: page.Link{Text: "Version 9", Href: "/charter/E"}, Kind: p.T("plans.kind.release"), Owner: "Luis"}},
	}
	tried := full
	tried.Tried = &triedChange{p.T("plans.tried", "Feature", "Bills"), []page.Link{{Text: "feature", Href: "bills"}}, nil, p.T("plans.free")}
	row1 := charterRow{
		ID: "E", Date: "March 1, 2027", Title: page.Link{Text: "Half of all members", Href: "/charter/E"}, Kind: p.T("plans.kind.task"), About: "active_members: 200", Text: "More", Link: "https://example.org",
		State: page.Badge{Text: p.T("plans.state.due"), Look: "waiting"}, Tick: p.T("plans.tick.task"),
	}
	ticked := row1
	ticked.Tick, ticked.Done = p.T("plans.untick"), true
	var kinds []charterKind
	for _, kind := range []string{"goal", "decision", "event", "release", "task", "help", "training"} {
		kinds = append(kinds, charterKind{kind, p.T("plans.kind." + kind), p.T("plans.about." + kind), kind == "goal", []charterRow{row1, ticked}})
	}
	choices := entryChoices{
		Features: []page.Option{{Value: "bills", Text: "Bills", Chosen: false}}, Groups: page.ExampleGroups(p, "")[1:], Works: []page.Option{{Value: "testing", Text: p.T("plans.work.testing"), Chosen: false}},
		Sessions: []page.Option{{Value: "first", Text: p.T("plans.session.first"), Chosen: false}}, Goal: exampleGoalOf(p), Today: "2027-03-01",
	}
	overtaken := at("/charter/E")
	overtaken.Form.Problems = []page.Problem{{Text: p.T("plans.entry_changed")}}
	tell := TellPage{
		Page: at("/plan/next/tell/bills"), Base: "/plan/next/tell/bills", Plan: page.Link{Text: "Portal 2027", Href: "/plan/next"}, Name: "Bills", What: p.T("plans.slip_open", "Feature", "Bills", "From", 1, "Due", "March 31, 2027"),
		Told: []string{p.T("plans.untold", "Groups", p.T("group.staff"))}, Groups: page.ExampleGroups(p, "staff")[1:],
	}
	return []page.Example{
		{Name: "no plan", View: PlansPage{Page: at("/plan"), Capacity: capacityOptions(page.Page{Printer: p}), Start: "2027-01-01"}},
		{Name: "new plan", View: PlansPage{Page: at("/plan"), Capacity: capacityOptions(page.Page{Printer: p}), Polls: []page.Option{{Value: "next", Text: "What next?", Chosen: true}}, Must: []page.Option{{Value: "bills", Text: "Bills", Chosen: false}}, Unknown: []page.Option{{Value: "efforts.bills", Text: "Bills", Chosen: false}}, Plans: []page.Link{{Text: "Portal 2026", Href: "/plan/p"}}}},
		{Name: "plan", View: full}, {Name: "plan, tried", View: tried},
		{Name: "charter", View: CharterPage{at("/charter"), kinds, choices}}, {Name: "tell", View: tell},
		{Name: "entry", View: EntryPage{Page: at("/charter/E"), Entry: row1, Kind: "training", Base: "/charter/E", Version: "3", Choices: choices}},
		{Name: "entry, overtaken", View: EntryPage{Page: overtaken, Entry: row1, Kind: "event", Base: "/charter/E", Version: "3", Overtaken: true, Choices: choices}},
	}
}

func exampleGoalOf(p texts.Printer) goalSubjects {
	return goalSubjects{
		Figures: []page.Option{{Value: "active_7d", Text: p.T("plans.figure.active_7d"), Chosen: false}}, Features: []page.Option{{Value: "", Text: p.T("plans.goal_portal"), Chosen: false}},
		Surveys: []page.Option{{Value: "portal", Text: "Is the portal working for you?", Chosen: false}}, Cohorts: []page.Option{{Value: "", Text: p.T("plans.goal_reported"), Chosen: false}},
	}
}
