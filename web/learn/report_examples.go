package learn

import (
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/metrics"
	"soundings/surveys/board"
	"soundings/web/page"
	"soundings/web/texts"
)

// exampleReport is three weeks of a cohort of 47.
func exampleReport(p texts.Printer) report {
	from := metrics.Day(20_878) // March 1, 2027
	half, share, median, none, exposed, users, usersAgo := 0.5, 0.9, 3, 12, 180, 41, 29
	week := 49.0
	r := metrics.Report{
		Cohort: "messaging", Name: base.Words{"en": "Secure messaging", "es": "Mensajes seguros"}, From: from, To: from + 20, Agreed: 180, Before: 42, Enrolled: 163, Share: .9,
		FirstUse: metrics.FirstUse{Users: 120, Repeat: 77, Median: &median, Within7: &half},
		UsedBy:   []float64{.1, .2, .3, .35, .4, .4, .45, .5, .55},
		Funnel:   []metrics.FunnelStep{{Step: "selected", N: 240}, {Step: "agreed", N: 180}, {Step: "enrolled", N: 163}, {Step: "regular", N: 31}},
		Retention: []metrics.RetentionWeeks{
			{Week: from, Size: 24, Weeks: []*int{&none, &none, nil}}, {Week: from + 7, Size: 24, Weeks: []*int{&none, nil}},
		},
	}
	for d := range metrics.Day(21) {
		r.Active = append(r.Active, metrics.ActiveDay{Day: from + d, D1: 5, D7: 29 + int(d), D28: 60})
	}
	r.Features = []metrics.FeatureReport{
		{Feature: "messages", Name: base.Words{"en": "messages"}, Exposed: &exposed, Week: 43, Before: 31, Users: &users, UsersAgo: &usersAgo, Share: &half, Active: r.Active, FirstUse: r.FirstUse},
		{Feature: "labs", Name: base.Words{"en": "labs"}, Exposed: new(int), Week: 2, Active: r.Active},
		{Feature: "mail", Name: base.Words{"en": "mail"}, Week: 3, Before: 4, Active: r.Active},
		{Feature: "bills", Name: base.Words{"en": "bills"}, Exposed: &exposed, Week: 3, Before: 4, Active: r.Active},
		{Feature: "forms", Name: base.Words{"en": "forms"}, Exposed: &exposed, Week: 3, Users: new(int), Active: r.Active},
	}
	r.Releases = []metrics.Release{{Day: from + 5, Title: "The winter release"}}
	r.Marks = []metrics.Mark{
		{Day: from + 5, Kind: metrics.BlockerOpened, Bump: "B-4", Where: "messages", Name: base.Words{"en": "messages"}},
		{Day: from + 8, Kind: metrics.Adapted, Bump: "B-2", Where: board.SigningIn},
	}
	r.Goals = []metrics.GoalReport{
		{Title: "Sixty a week", Figure: plan.Active7, Cohort: "messaging", Now: &week, Target: 60, By: from + 90, Owner: "Priya", Status: metrics.Behind},
		{Title: "Nearly all", Figure: plan.EnrolledShare, Cohort: "messaging", Now: &share, Target: .95, By: from + 90, Status: metrics.OnTheWay},
		{Title: "Soon", Figure: plan.FirstUse, Cohort: "messaging", Target: .7, By: from + 90, Status: metrics.OnTheWay},
		{Title: "Messages", Figure: plan.FeatureShare, Feature: "messages", Cohort: "messaging", Now: &half, Target: .6, By: from, Status: metrics.Overdue},
		{Title: "Somebody else’s", Figure: plan.Active7, Cohort: "other", Target: 7_777, By: from, Status: metrics.OnTheWay},
		{Title: "An old one", Figure: "active_members", Cohort: "messaging", Target: 250, By: from, Status: metrics.Unmeasured},
	}
	return report{r, []string{p.T("reports.moved_up", "Day", "March 4, 2027", "Feature", "messages", "From", "15", "To", "40")}}
}

// exampleGoals is the table of the goals of that report.
func exampleGoals(frame page.Page, r report) goalTable {
	t := goalTable{Page: frame, To: r.To.String(), File: r.address("/reports/goals.csv"), Panel: frame.InGrafana("goals", page.Chosen{})}
	for _, g := range r.Goals {
		t.Rows = append(t.Rows, newGoalRow(frame, g, []page.Link{{Text: "messages", Href: "/features/messages"}}))
	}
	return t
}

func exampleReports(frame page.Page) ReportsPage {
	p, r := frame.Printer, exampleReport(frame.Printer)
	frame.Zone = time.UTC
	v, err := newAdoption(frame, r)
	if err != nil {
		panic(err) // an example that cannot be drawn: a mistake in the lines above
	}
	v.Chosen = []page.Option{{Value: "messaging", Text: "Secure messaging", Chosen: true}}
	v.Goals = exampleGoals(frame, r)
	return ReportsPage{
		Page: frame, Adoption: v,
		Cohorts: &table{Name: p.T("menu.cohorts"), Heads: []string{p.T("cohorts.name"), p.T("state.selected"), p.T("state.invited"), p.T("state.agreed")},
			Rows: []tableRow{{page.Link{Text: "Secure messaging", Href: "/cohorts/messaging"}, []string{"12", "47", "181"}}}},
		CohortsSaid: p.T("reports.cohorts_said", "Count", 1, "Members", 240, "Agreed", 181),
		Consent: []section{{Title: p.T("reports.consent"), Said: []string{p.T("reports.consent_said", "Cohort", "Secure messaging", "N", 181, "Of", 228)},
			Picture: page.ExampleUnderID(page.ExampleBars(p), "consent")}},
		Surveys:     exampleSurveys(p),
		SurveysSaid: p.T("reports.survey_said", "Title", "Is the portal working for you?", "N", 97, "Of", 240),
		Drawn: []section{
			{Title: p.T("reports.rates"), About: p.T("reports.rates_about"), Picture: page.ExampleBars(p), Panel: frame.InGrafana("response", page.Chosen{})},
			{Title: p.T("reports.scores"), About: p.T("reports.scores_about"), Picture: page.ExampleGauge(p)},
		},
		Polls: []page.PollReport{{Poll: page.Link{Text: "What first?", Href: "/polls/what/results"}, Said: p.T("reports.poll_said", "Features", "messages", "Count", 46), Order: page.ExampleUnderID(page.ExampleBars(p), "order-what")}},
	}
}

func exampleSurveys(p texts.Printer) []surveyRow {
	survey := page.Link{Text: "Is the portal working for you?", Href: "/surveys/portal"}
	return []surveyRow{
		{survey, page.Badge{Text: p.T("survey.state.open"), Look: "active"}, "240", "97", "40%", "71.2 (68.0–74.4), C+"},
		{survey, page.Badge{Text: p.T("survey.state.draft"), Look: "waiting"}, "0", "0", "–", ""},
	}
}

func examplePack(frame page.Page) PackPage {
	r := exampleReport(frame.Printer)
	frame.Zone = time.UTC
	v, err := newPackPage(frame, r)
	if err != nil {
		panic(err) // an example that cannot be drawn: a mistake in the lines above
	}
	v.Goals = exampleGoals(frame, r)
	return v
}

func reportExamples(p texts.Printer) []page.Example {
	at := page.ExampleTeamPages(p)
	pack := examplePack(at("/reports/pack"))
	pack.Surveys, pack.More = exampleSurveys(p), 3
	pack.Decided = []decided{{page.Link{Text: "Messaging first", Href: "/charter/E"}, "March 1, 2027", "Nurses answer first.", page.ExampleTaken(p)}}
	pack.Decisions = []page.Task{{Title: "Messages", Detail: "It is held.", Button: page.Link{Text: "Open", Href: "/features/messages"}, Look: "waiting"}}
	return []page.Example{
		{Name: "empty", View: ReportsPage{Page: at("/reports")}},
		{Name: "full", View: exampleReports(at("/reports"))},
		{Name: "pack", View: pack},
		{Name: "empty pack", View: examplePack(at("/reports/pack"))},
	}
}
