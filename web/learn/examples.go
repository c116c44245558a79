package learn

import (
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/cohorts/upload"
	"soundings/metrics"
	"soundings/web/page"
	"soundings/web/texts"
	uploads "soundings/web/upload"
)

// exampleReport is three weeks of a cohort of 47.
func exampleReport() metrics.Report {
	from := metrics.Day(20_878) // March 1, 2027
	half, share, median, none, exposed, users, usersAgo := 0.5, 0.9, 3, 12, 180, 41, 29
	week := 49.0
	r := metrics.Report{
		Cohort: "messaging", Name: "Secure messaging", From: from, To: from + 20, Agreed: 180, Before: 42, Enrolled: 163, Share: .9,
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
	r.Goals = []metrics.GoalReport{
		{Title: "Sixty a week", Figure: plan.Active7, Cohort: "messaging", Now: &week, Target: 60, By: from + 90, Owner: "Priya", Status: metrics.Behind},
		{Title: "Nearly all", Figure: plan.EnrolledShare, Cohort: "messaging", Now: &share, Target: .95, By: from + 90, Status: metrics.OnTheWay},
		{Title: "Soon", Figure: plan.FirstUse, Cohort: "messaging", Target: .7, By: from + 90, Status: metrics.OnTheWay},
		{Title: "Messages", Figure: plan.FeatureShare, Feature: "messages", Cohort: "messaging", Now: &half, Target: .6, By: from, Status: metrics.Overdue},
		{Title: "Somebody else’s", Figure: plan.Active7, Cohort: "other", Target: 7_777, By: from, Status: metrics.OnTheWay},
		{Title: "An old one", Figure: "active_members", Cohort: "messaging", Target: 250, By: from, Status: metrics.Unmeasured},
	}
	return r
}

func exampleAdoption(p texts.Printer) *Adoption {
	frame := page.Page{Printer: p, Zone: time.UTC}
	v := newAdoption(frame, exampleReport())
	v.Chosen = []page.Option{{Value: "messaging", Text: "Secure messaging", Chosen: true}}
	v.Moved = []string{p.T("reports.moved_up", "Day", "March 4, 2027", "Feature", "messages", "From", "15", "To", "40")}
	if err := v.draw(frame, exampleReport()); err != nil {
		panic(err)
	}
	for _, g := range exampleReport().Goals {
		v.Goals = append(v.Goals, GoalRow{
			Title: g.Title, Figure: frame.FigureName(g.Figure), Of: []page.Link{{Text: "messages", Href: "/features/messages"}}, Now: goalNow(frame, g), Target: goalFigure(frame, g.Figure, g.Target),
			By: frame.Date(g.By.Time()), Owner: g.Owner, Standing: page.Badge{Text: p.T("reports.standing." + string(g.Status)), Look: goalLooks[g.Status]},
		})
	}
	return v
}

func EventExamples(p texts.Printer) []page.Example {
	at := page.ExampleTeamPages(p)
	asked := at("/events/X")
	asked.Form.Problems = []page.Problem{{Field: "every", Text: p.T("event_file.no_kind")}, {Field: "columns", Text: p.T("event_file.no_time")}, {Field: "dates", Text: p.T("event_file.dates")}}
	file := func(frame page.Page, state string, r uploads.Report, dates []page.Option) EventFilePage {
		v := uploads.ExampleFile(frame, state, r)
		v.File = "logins of all patients, as of March.csv"
		v.Columns = uploads.Columns([]string{"Patient ID", "Último acceso"}, upload.Row{Cells: []string{"P-0001", "3/4/2027 3:04 PM"}})
		for i := range v.Columns {
			means(&v.Columns[i], frame, upload.Mapping{"Patient ID": "ref", "Último acceso": "at"})
		}
		eventWords(&v)
		return EventFilePage{
			FilePage: v, Apart: "10,000", Dates: dates,
			Every: []page.Option{{Value: "", Text: p.T("events.every.column"), Chosen: true}, {Value: "login", Text: p.T("events.every.login"), Chosen: false}},
		}
	}
	figures := []page.Figure{{Label: p.T("events.accepted"), Value: "1,410", Note: "", Href: ""}, {Label: p.T("events.duplicates"), Value: "200", Note: "", Href: ""}, {Label: p.T("events.unknown"), Value: "380", Note: "", Href: ""}, {Label: p.T("events.refused"), Value: "10", Note: "", Href: ""}}
	return []page.Example{
		{Name: "start", View: EventsPage{uploads.ListPage{Page: at("/events")}}},
		{Name: "used", View: EventsPage{uploads.ListPage{Page: at("/events"), Files: []uploads.ListRow{{File: page.Link{Text: "logins.csv", Href: "/events/X"}, State: page.Badge{Text: p.T("upload.state.finished"), Look: "done"}, Rows: "2,000", At: "March 4, 2027, 9:05 AM"}}}}},
		{Name: "asked", View: file(asked, "waiting", uploads.Report{Asks: true, Errors: uploads.ErrorTable{Printer: p}}, dateOptions(asked, ""))},
		{Name: "refused", View: file(at("/events/X"), "waiting", uploads.Report{Bad: "2", Listed: true, Errors: uploads.ErrorTable{Printer: p, Cells: []uploads.ErrorRow{{Line: 17, Column: "Último acceso", Text: p.T("event_file.time")}}, More: true}}, nil)},
		{Name: "checked", View: file(at("/events/X"), "waiting", uploads.Report{Good: true, Listed: true, Figures: figures}, dateOptions(asked, "dmy"))},
		{Name: "running", View: file(at("/events/X"), "running", uploads.Report{}, nil)},
		{Name: "counted", View: file(at("/events/X"), "finished", uploads.Report{Figures: figures}, nil)},
	}
}

func ReportExamples(p texts.Printer) []page.Example {
	at := page.ExampleTeamPages(p)
	survey := page.Link{Text: "Is the portal working for you?", Href: "/surveys/portal"}
	return []page.Example{
		{Name: "empty", View: ReportsPage{Page: at("/reports")}},
		{Name: "pack", View: PackPage{at("/reports/pack"), *exampleAdoption(p), []string{"Messages went up."}, []SurveyReport{{survey, page.Badge{Text: p.T("survey.state.open"), Look: "active"}, "240", "97", "40%", "71.2 (68.0–74.4), C+"}}, []page.Task{{Title: "Messages", Detail: "It is held.", Button: page.Link{Text: "Open", Href: "/features/messages"}, Look: "waiting"}}, 3, "/reports"}},
		{Name: "empty pack", View: PackPage{Page: at("/reports/pack"), Adoption: *exampleAdoption(p)}},
		{Name: "full", View: ReportsPage{Page: at("/reports"), Adoption: exampleAdoption(p), States: []string{p.T("state.selected"), p.T("state.invited"), p.T("state.agreed")},
			Cohorts: []CohortReport{{page.Link{Text: "Secure messaging", Href: "/cohorts/messaging"}, []string{"12", "47", "181"}}}, CohortsSaid: p.T("reports.cohorts_said", "Count", 1, "Members", 240, "Agreed", 181),
			SurveysSaid: p.T("reports.survey_said", "Title", survey.Text, "N", 97, "Of", 240), Rates: page.ExampleBars(p), Scores: page.ExampleGauge(p),
			ConsentSaid: p.T("reports.consent_said", "Cohort", "Secure messaging", "N", 181, "Of", 228), Consent: page.ExampleUnderID(page.ExampleBars(p), "consent"),
			Polls:   []page.PollReport{{Poll: page.Link{Text: "What first?", Href: "/polls/what/results"}, Said: p.T("reports.poll_said", "Features", "messages", "Count", 46), Order: page.ExampleUnderID(page.ExampleBars(p), "order-what")}},
			Surveys: []SurveyReport{{survey, page.Badge{Text: p.T("survey.state.open"), Look: "active"}, "240", "97", "40%", "71.2 (68.0–74.4), C+"}, {survey, page.Badge{Text: p.T("survey.state.draft"), Look: "waiting"}, "0", "0", "–", ""}}}},
	}
}
