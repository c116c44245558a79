package web

import (
	"html/template"

	"soundings/web/chart"
	"soundings/web/texts"
)

func featureExamples(p texts.Printer) []example {
	at := teamPages(p)
	looking := at("/features/secure-messaging")
	looking.Staff = &Staff{Name: "Sam", Role: p.T("role.viewer")}
	cohort := Link{"First testers", "/features/secure-messaging/rollouts/first-testers"}
	beta, live := Badge{p.T("stage.beta"), "active"}, Badge{p.T("stage.live"), "done"}
	stages := []Option{{"idea", p.T("stage.idea"), false}, {"beta", p.T("stage.beta"), true}}
	others := []Option{{"refills", "Refills", true}, {"booking", "Booking a visit", false}}
	card := RolloutCard{
		Cohort: cohort, State: Badge{p.T("rollouts.state.rising"), "active"}, Figures: exampleFigures(), Chart: exampleRamp(p), Gates: exampleGates(p),
		Last: Happening{"March 9, 2027, 3:05 PM", p.T("rollouts.goes", "From", "5", "To", "25") + " " + p.T("rollout.reason.hand"), "Jordan Reyes"},
		Next: Link{p.T("rollouts.step", "Percent", "50"), cohort.Href + "#next"},
	}
	one := func(page Page) FeaturePage {
		return FeaturePage{Page: page, Key: "secure-messaging", Name: "Secure messaging", About: "Write to your care team.", Stage: beta, Since: "March 1, 2027",
			Effort: "5", Owner: "Priya Raman", Needs: []NeedRow{{Link{"Refills", "/features/refills"}, live}}, NeededBy: []NeedRow{{Link{"Photos", "/features/photos"}, beta}},
			Rollouts: []RolloutCard{card}, Next: card.Next, Cohorts: []Option{{"winter", "Winter group", false}}, Stages: stages, Needable: others}
	}
	rollout := RolloutPage{
		Page: at(cohort.Href), Base: cohort.Href, Feature: Link{"Secure messaging", "/features/secure-messaging"}, Cohort: Link{"First testers", "/cohorts/first-testers"},
		State: card.State, Figures: card.Figures, Chart: card.Chart, Gates: card.Gates, Next: &NextStep{"50%", p.T("rollouts.next_means", "More", 34, "Then", 68), true},
		Back: "5%", MayPause: true, Special: []OverrideRow{{"P-0001", "/participants/P-0001", Badge{p.T("features.sees"), "done"}}},
		Compares: true, Stored: p.T("rollouts.baseline_stored", "Mean", 71.2, "SD", 19.0, "Answers", 40), Surveys: []Option{{"", p.T("rollouts.no_survey"), true}}, Scores: []Option{{"sus", p.T("question.type.sus"), true}}, History: exampleHistory(), Pager: Pager{"", "?after=x"},
	}
	stopped := rollout
	stopped.MayPause, stopped.MayGoOn, stopped.Resumes, stopped.Next = false, true, p.T("rollouts.resume_means.rolled_back"), nil
	planned := rollout
	planned.Outside = Link{p.T("rollouts.outside.planned"), "/features/secure-messaging#edit"}
	return []example{
		{"features, none", FeaturesPage{Page: at("/features"), Stages: stages}},
		{"features", FeaturesPage{Page: at("/features"), Stages: stages, Needable: others, Rows: []FeatureRow{
			{"secure-messaging", "Secure messaging", "/features/secure-messaging", beta, []Link{{"First testers: 25%", cohort.Href}, {"Winter group: 5%", "/"}}, "5", "Priya Raman"},
			{"refills", "Refills", "/features/refills", live, nil, "", ""}}}},
		{"feature", one(at("/features/secure-messaging"))},
		{"feature, looked at", one(looking)},
		{"feature, nowhere", FeaturePage{Page: at("/features/photos"), Key: "photos", Name: "Photos", Stage: beta, Since: "March 1, 2027", Stages: stages}},
		{"rollout", rollout},
		{"rollout, stopped", stopped},
		{"rollout, planned", planned},
		{"rollout, new", RolloutPage{Page: at(cohort.Href), Base: cohort.Href, Feature: rollout.Feature, Cohort: rollout.Cohort, New: true, Typed: true, Chart: card.Chart, Surveys: rollout.Surveys, Scores: rollout.Scores}},
	}
}

func exampleGates(p texts.Printer) []Badge {
	return []Badge{{p.T("rollout.open.hold", "Hours", "48"), "done"}, {p.T("rollout.wait.answers", "Answers", 12, "Needed", 20), "waiting"}}
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
