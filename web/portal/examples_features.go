package portal

import (
	"html/template"

	"soundings/web/chart"
	"soundings/web/page"
	"soundings/web/texts"
)

// featureExamples returns the pages of features.
func featureExamples(p texts.Printer) []page.Example {
	at := page.ExampleTeamPages(p)
	looking := at("/features/secure-messaging")
	looking.Staff = &page.Staff{Name: "Sam", Role: p.T("role.viewer")}
	stages := []page.Option{{Value: "idea", Text: p.T("stage.idea")}, {Value: "beta", Text: p.T("stage.beta"), Chosen: true}}
	others := []page.Option{{Value: "refills", Text: "Refills", Chosen: true}, {Value: "booking", Text: "Booking a visit"}}
	beta, live := page.Badge{Text: p.T("stage.beta"), Look: "active"}, page.Badge{Text: p.T("stage.live"), Look: "done"}
	card := exampleCard(p)
	one := FeaturePage{
		Page: at("/features/secure-messaging"), Key: "secure-messaging", Name: "Secure messaging", About: "Write to your care team.",
		Stage: beta, Since: "March 1, 2027", Effort: "5", Owner: "Priya Raman",
		Needs:    []needRow{{page.Link{Text: "Refills", Href: "/features/refills"}, live}},
		NeededBy: []needRow{{page.Link{Text: "Photos", Href: "/features/photos"}, beta}},
		Rollouts: []rolloutCard{card}, Next: card.Next, Cohorts: []page.Option{{Value: "winter", Text: "Winter group"}}, Stages: stages, Needable: others,
	}
	lookedAt := one
	lookedAt.Page = looking
	nowhere := FeaturePage{Page: at("/features/photos"), Key: "photos", Name: "Photos", Stage: beta, Since: "March 1, 2027", Stages: stages}
	shares := []page.Link{{Text: "First testers: 25%", Href: card.Cohort.Href}, {Text: "Winter group: 5%", Href: "/"}}
	rows := []featureRow{
		{"secure-messaging", "Secure messaging", "/features/secure-messaging", beta, shares, "5", "Priya Raman"},
		{"refills", "Refills", "/features/refills", live, nil, "", ""},
	}
	return []page.Example{
		{Name: "features, none", View: FeaturesPage{Page: at("/features"), Stages: stages}},
		{Name: "features", View: FeaturesPage{Page: at("/features"), Stages: stages, Needable: others, Rows: rows}},
		{Name: "feature", View: one},
		{Name: "feature, looked at", View: lookedAt},
		{Name: "feature, nowhere", View: nowhere},
	}
}

// rolloutExamples returns the pages of rollouts.
func rolloutExamples(p texts.Printer) []page.Example {
	at, card := page.ExampleTeamPages(p), exampleCard(p)
	rising := RolloutPage{
		Page: at(card.Cohort.Href), Base: card.Cohort.Href,
		Feature: page.Link{Text: "Secure messaging", Href: "/features/secure-messaging"}, Cohort: page.Link{Text: "First testers", Href: "/cohorts/first-testers"},
		State: card.State, Figures: card.Figures, Chart: card.Chart, Gates: card.Gates,
		Panel: at("/").InGrafana("rollout-steps", page.Chosen{Feature: "secure-messaging", Cohort: "first-testers"}),
		Next:  &nextStep{"50%", p.T("rollouts.next_means", "Count", 34, "Then", 68), true, lacks(card.Gates)}, Back: "5%", MayPause: true,
		Special:  []overrideRow{{"P-0001", "/participants/P-0001", page.Badge{Text: p.T("features.sees"), Look: "done"}}},
		Compares: true, Stored: p.T("rollouts.baseline_stored", "Mean", 71.2, "SD", 19.0, "Answers", 40),
		Surveys: []page.Option{{Text: p.T("rollouts.no_survey"), Chosen: true}}, Scores: []page.Option{{Value: "sus", Text: p.T("question.type.sus"), Chosen: true}},
		History: page.ExampleHistory(), Pager: page.Pager{Next: "?after=x"},
	}
	stopped := rising
	stopped.MayPause, stopped.MayGoOn, stopped.Resumes, stopped.Next = false, true, p.T("rollouts.resume_means.rolled_back"), nil
	planned := rising
	planned.Outside = page.Link{Text: p.T("rollouts.outside.planned"), Href: "/features/secure-messaging#edit"}
	return []page.Example{
		{Name: "rollout", View: rising},
		{Name: "rollout, stopped", View: stopped},
		{Name: "rollout, planned", View: planned},
		{Name: "rollout, new", View: RolloutPage{
			Page: rising.Page, Base: rising.Base, Feature: rising.Feature, Cohort: rising.Cohort, New: true, Typed: true,
			Chart: rising.Chart, Surveys: rising.Surveys, Scores: rising.Scores,
		}},
	}
}

func exampleCard(p texts.Printer) rolloutCard {
	href := "/features/secure-messaging/rollouts/first-testers"
	return rolloutCard{
		Cohort: page.Link{Text: "First testers", Href: href}, State: page.Badge{Text: p.T("rollouts.state.rising"), Look: "active"},
		Figures: page.ExampleFigures(), Chart: exampleRamp(p), Gates: []gateLine{
			{page.Badge{Text: p.T("rollout.open.hold", "Hours", "48"), Look: "done"}, ""},
			{page.Badge{Text: p.T("rollout.wait.answers", "Answers", 12, "Needed", 20), Look: "waiting"}, ""},
			{page.Badge{Text: p.T("ready.help_lacks", "Language", p.T("language.es")), Look: "waiting"}, "/features/secure-messaging/help"},
		},
		Last: page.Happening{At: "March 9, 2027, 3:05 PM", What: p.T("rollouts.goes", "From", "5", "To", "25") + " " + p.T("rollout.reason.hand"), Who: "Jordan Reyes"},
		Next: page.Link{Text: p.T("rollouts.step", "Percent", "50"), Href: href + "#next"},
	}
}

func exampleRamp(p texts.Printer) template.HTML {
	drawn, err := chart.Ramp{
		ID: "ramp-first-testers", Title: p.T("rollouts.ramp"), Description: p.T("rollouts.ramp_about", "Percent", "25"),
		Steps: []chart.RampStep{
			{Label: "5%", Share: .05, Look: "done"}, {Label: "25%", Share: .25, Look: "now", Mark: p.T("rollouts.now")}, {Label: "100%", Share: 1, Look: "later"},
		},
		Heads: []string{p.T("rollouts.step_head"), p.T("rollouts.people"), p.T("rollouts.smallest")},
		Rows:  [][]string{{"5%", "12", "–"}, {"25%", "61", p.T("rollouts.points", "Points", 14.2)}, {"100%", "240", p.T("rollouts.points", "Points", 9.1)}},
	}.Draw()
	if err != nil {
		return ""
	}
	return drawn
}
