package web

import (
	"html/template"
	"net/url"
	"strings"

	"soundings/cohorts/base"
	"soundings/cohorts/upload"
	"soundings/surveys"
	"soundings/surveys/kinds"
	"soundings/web/chart"
	"soundings/web/texts"
)

// teamPages returns what stands around an example of the team's pages, by its path.
func teamPages(p texts.Printer) func(path string) Page {
	return func(path string) Page {
		page := pageOf(p, path)
		page.Staff = &Staff{Name: "Jordan Reyes", Role: p.T("role.manager"), Writes: true, Manages: true}
		return page
	}
}

func clinicExamples(p texts.Printer) []example {
	at := teamPages(p)
	outside := pageOf(p, "/signin")
	outside.Form = Form{url.Values{"email": {"jordan@example.org"}}, []Problem{{"email", p.T("signin.refused")}}}
	return []example{
		{"wrong", SignInPage{Page: outside, Next: "/cohorts"}},
		{"first", SetUpPage{Page: Page{Printer: p, Path: "/setup", Languages: outside.Languages}, Token: "T", First: true, Zones: []Option{{"America/New_York", "New York", true}}}},
		{"member", SetUpPage{Page: pageOf(p, "/setup"), Token: "T", Email: "sam@example.org"}},
		{"settings", exampleSettings(p, at("/settings"))},
		{"one", AuditPage{Page: at("/audit"), Query: "cohort", Pager: Pager{"", "/audit?after=9"}, Rows: []AuditRow{{"March 4, 2027, 3:05 PM", "Jordan Reyes", p.T("act.cohort.save"), Link{"messaging", "/cohorts/messaging"}}, {"March 4, 2027, 3:01 PM", "Soundings", p.T("act.survey.closed"), Link{}}}}},
		{"empty", AuditPage{Page: at("/audit")}},
	}
}

func todayExamples(p texts.Printer) []example {
	at := teamPages(p)
	return []example{
		{"new", TodayPage{Page: at("/"), Steps: []Step{{"Import participants", "/participants/import", true}, {"Make a cohort", "/cohorts", false}, {"Publish a survey", "/surveys", false}}}},
		{"full", TodayPage{Page: at("/"), Figures: exampleFigures(), Tasks: []Task{
			{"Few have answered “Is the portal working for you?”", "41 of 240 after 9 days.", Link{"See who was invited", "/surveys/portal"}, "waiting"},
			{"12 members of Secure messaging wait to be invited", "", Link{"Invite them", "/cohorts/messaging"}, "active"}}}},
	}
}

func frameExamples(p texts.Printer) []example {
	at := teamPages(p)
	return []example{
		{"empty", LinksPage{Page: at("/cohorts/messaging/links"), Subject: Link{"Secure messaging", "/cohorts/messaging"}, Consent: true}},
		{"full", LinksPage{Page: at("/surveys/portal/links"), Subject: Link{"Is the portal working for you?", "/surveys/portal"}, Home: "beta.harborstreet.example",
			Rows: []LinkRow{{"P-0001", "María José Álvarez-Montenegro", "https://beta.harborstreet.example/s/7K3M-Q9TX-2V8D-HW5E", "7K3M-Q9TX-2V8D-HW5E"}}}},
		{"not found", ErrorPage{at("/nowhere"), "not_found", "", "/"}},
		{"conflict", ErrorPage{at("/cohorts/messaging/members/P-1"), "conflict", p.T("membership.impossible", "From", p.T("state.declined"), "To", p.T("state.agreed")), "/"}},
	}
}

func peopleExamples(p texts.Printer) []example {
	at := teamPages(p)
	looking := at("/cohorts/messaging")
	looking.Staff = &Staff{Name: "Sam", Role: p.T("role.viewer")}
	wrong := at("/participants/new")
	wrong.Form = Form{url.Values{"ref": {"P 1"}, "group": {"staff"}, "email": {"nobody"}}, []Problem{{"ref", p.T("error.ref")}, {"email", p.T("error.email")}}}
	saved := at("/participants/P-0001")
	saved.Demo, saved.Flash = true, "Saved."
	saved.Form.Values = url.Values{"name": {"María José de la Concepción Álvarez-Montenegro"}, "group": {"patient"}, "attribute.site": {"North"}}
	imported := []Figure{{Label: p.T("upload.added"), Value: "1,990"}, {Label: p.T("upload.changed"), Value: "8"}, {Label: p.T("upload.unchanged"), Value: "2"}}
	return []example{
		{"empty", ParticipantsPage{Page: at("/participants"), Groups: exampleGroups(p, "")}},
		{"none found", ParticipantsPage{Page: at("/participants"), Query: "zzz", Groups: exampleGroups(p, "staff")}},
		{"full", ParticipantsPage{Page: at("/participants"), Groups: exampleGroups(p, "patient"), Pager: Pager{"/participants", "/participants?after=P-0002"}, Rows: []ParticipantRow{
			{"P-0001", "/participants/P-0001", "María José de la Concepción Álvarez-Montenegro", p.T("group.patient"), "maria.jose.alvarez-montenegro@example.org", "(555) 010-0101", p.T("language.es")},
			{"P-0002", "/participants/P-0002", "Ann Lee", p.T("group.patient"), "", "", p.T("language.unknown")}}}},
		{"new, wrong", ParticipantPage{Page: wrong, New: true, Groups: exampleGroups(p, "")[1:], Speaks: exampleSpeaks(p)}},
		{"one", ParticipantPage{Page: saved, Ref: "P-0001", Groups: exampleGroups(p, "patient")[1:], Speaks: exampleSpeaks(p), Attributes: []string{"site"},
			Memberships: []MemberRow{{Name: "Secure messaging", Href: "/cohorts/messaging", State: Badge{p.T("state.agreed"), "active"}, Since: "March 4, 2027"}},
			Invitations: []InvitationRow{{Link{"Is the portal working for you?", "/surveys/portal"}, Badge{p.T("invitation.completed"), "done"}, "March 9, 2027"}},
			History:     exampleHistory()}},
		{"start", ImportPage{UploadsPage{Page: at("/participants/import")}}},
		{"used", ImportPage{UploadsPage{at("/participants/import"), []UploadRow{{Link{"people.csv", "/participants/import/X"}, Badge{p.T("upload.state.running"), "active"}, "60,000", "March 4, 2027, 9:05 AM"}}}}},
		{"refused", exampleImport(at, "waiting", UploadReport{Bad: "2", Listed: true, Errors: RowErrors{p, []RowError{{17, "email", p.T("error.email")}, {203, "", p.T("import.width", "Cells", 5, "Columns", 6)}}, true}})},
		{"checked", exampleImport(at, "waiting", UploadReport{Good: true, Figures: imported})},
		{"running", exampleImport(at, "running", UploadReport{})},
		{"kept", exampleImport(at, "finished", UploadReport{Good: true, Figures: imported})},
		{"empty", CohortsPage{Page: at("/cohorts")}},
		{"full", CohortsPage{Page: at("/cohorts"), Rows: []CohortRow{{"Secure messaging", "/cohorts/messaging", "To learn whether messages reach the nurses faster.", "240", "181", "March 1, 2027"}}}},
		{"empty", CohortPage{Page: at("/cohorts/messaging"), ID: "messaging", Name: "Secure messaging", Counts: exampleCounts(p, "0")}},
		{"full", exampleCohort(at("/cohorts/messaging"), 12)},
		{"looked at", exampleCohort(looking, 0)},
	}
}

func reportExamples(p texts.Printer) []example {
	at := teamPages(p)
	survey := Link{"Is the portal working for you?", "/surveys/portal"}
	return []example{
		{"empty", ReportsPage{Page: at("/reports")}},
		{"pack", PackPage{at("/reports/pack"), *exampleAdoption(p), []string{"Messages went up."}, []SurveyReport{{survey, Badge{p.T("survey.state.open"), "active"}, "240", "97", "40%", "71.2 (68.0–74.4), C+"}}, []Task{{"Messages", "It is held.", Link{"Open", "/features/messages"}, "waiting"}}, 3, "/reports"}},
		{"empty pack", PackPage{Page: at("/reports/pack"), Adoption: *exampleAdoption(p)}},
		{"full", ReportsPage{Page: at("/reports"), Adoption: exampleAdoption(p), States: []string{p.T("state.selected"), p.T("state.invited"), p.T("state.agreed")},
			Cohorts: []CohortReport{{Link{"Secure messaging", "/cohorts/messaging"}, []string{"12", "47", "181"}}}, CohortsSaid: p.T("reports.cohorts_said", "Count", 1, "Members", 240, "Agreed", 181),
			SurveysSaid: p.T("reports.survey_said", "Title", survey.Text, "N", 97, "Of", 240), Rates: exampleBars(p), Scores: exampleGauge(p),
			ConsentSaid: p.T("reports.consent_said", "Cohort", "Secure messaging", "N", 181, "Of", 228), Consent: underID(exampleBars(p), "consent"),
			Polls:   []PollReport{{Link{"What first?", "/polls/what/results"}, p.T("reports.poll_said", "Features", "messages", "Count", 46), underID(exampleBars(p), "order-what")}},
			Surveys: []SurveyReport{{survey, Badge{p.T("survey.state.open"), "active"}, "240", "97", "40%", "71.2 (68.0–74.4), C+"}, {survey, Badge{p.T("survey.state.draft"), "waiting"}, "0", "0", "–", ""}}}},
	}
}

func surveyExamples(p texts.Printer) []example {
	at := teamPages(p)
	survey := Link{"Is the portal working for you?", "/surveys/portal"}
	question := at("/surveys/portal/questions/why")
	question.Form.Values = url.Values{"text_en": {"What went wrong?"}, "help_en": {"In your own words."}, "required": {"yes"}}
	var choices []KindChoice
	for _, name := range kinds.Names() {
		made, _ := kinds.New(name)
		choices = append(choices, KindChoice{name, kindName(question, made), kindAbout(question, made)})
	}
	all := []example{
		{"empty", SurveysPage{Page: at("/surveys")}},
		{"full", SurveysPage{Page: at("/surveys"), Rows: []SurveyRow{{"Is the portal working for you?", "/surveys/portal", Badge{p.T("survey.state.open"), "active"}, "240", "97", "March 9, 2027"}}}},
		{"empty draft", SurveyPage{Page: at("/surveys/portal"), ID: "portal", Title: "Is the portal working for you?", State: Badge{p.T("survey.state.draft"), "waiting"}, Draft: true}},
		{"draft", SurveyPage{Page: at("/surveys/portal"), ID: "portal", Title: "Is the portal working for you?", State: Badge{p.T("survey.state.draft"), "waiting"}, Draft: true, Preview: "/surveys/portal/preview", Questions: exampleRows(p)}},
		{"open", SurveyPage{Page: at("/surveys/portal"), ID: "portal", Title: "Is the portal working for you?", State: Badge{p.T("survey.state.open"), "active"}, Open: true, Version: "1",
			Wording: p.T("sus.plain"), Questions: exampleRows(p), Figures: exampleFigures(), Cohorts: []Option{{"", "–", false}, {"messaging", "Secure messaging (181)", true}}, Expires: "2027-03-31", History: exampleHistory()}},
		{"closed", SurveyPage{Page: at("/surveys/portal"), ID: "portal", Title: "Is the portal working for you?", State: Badge{p.T("survey.state.closed"), "done"}, Closed: true, Version: "1", Questions: exampleRows(p), Figures: exampleFigures(), History: exampleHistory()}},
		{"which", QuestionPage{Page: at("/surveys/portal/questions/new"), Survey: survey, New: true, Types: choices}},
		{"results", exampleResults(p, at("/surveys/portal/results"))},
		{"withheld", ResultsPage{Page: at("/surveys/portal/results"), Survey: survey, State: Badge{p.T("survey.state.open"), "active"}, Figures: exampleFigures(), Withheld: p.T("results.withheld", "Least", 11, "Count", 4)}},
	}
	for i, kind := range choices {
		made, _ := kinds.New(kind.Value)
		page := questionView(question, surveys.Survey{ID: "portal", Title: base.Words{"en": survey.Text}, Pages: []surveys.Page{{Questions: []surveys.Question{
			{ID: "helped", Type: kinds.Single, Text: base.Words{"en": "Did it help?"}}, made}}}}, kind.Value, made)
		page.New, page.ID = i == 0, "why"
		all = append(all, example{kind.Value, page})
	}
	return all
}

func exampleFigures() []Figure {
	return []Figure{{"Invited", "240", "", "/surveys/portal/links"}, {"Started", "120", "50% of invited", ""}, {"Finished", "97", "40% of invited", ""}}
}

func exampleHistory() []Happening {
	return []Happening{{"March 9, 2027, 3:05 PM", "Published", "Jordan Reyes"}, {"March 8, 2027, 11:20 AM", "Made", ""}}
}

func exampleGroups(p texts.Printer, chosen string) []Option {
	all := []Option{{"", p.T("list.all"), chosen == ""}}
	for _, group := range []string{"patient", "staff", "provider", "hit", "leadership", "practice"} {
		all = append(all, Option{group, p.T("group." + group), group == chosen})
	}
	return all
}

func exampleSpeaks(p texts.Printer) []Option {
	return append([]Option{{"", p.T("language.unknown"), true}}, Page{Printer: p}.Offered()...)
}

func exampleCounts(p texts.Printer, n string) []StateCount {
	all := []StateCount{{Badge{p.T("list.all"), ""}, n, "/cohorts/messaging", true}}
	for _, s := range [][2]string{{"selected", "waiting"}, {"invited", "waiting"}, {"agreed", "active"}, {"graduated", "done"}, {"declined", "stopped"}, {"withdrawn", "stopped"}} {
		all = append(all, StateCount{Badge{p.T("state." + s[0]), s[1]}, n, "/cohorts/messaging?state=" + s[0], false})
	}
	return all
}

func exampleCohort(page Page, toInvite int) CohortPage {
	p := page.Printer
	return CohortPage{
		Page: page, ID: "messaging", Name: "Secure messaging", Purpose: "To learn whether messages reach the nurses faster.", Capacity: "250", Room: "10",
		Counts: exampleCounts(p, "40"), ToInvite: toInvite, Waiting: 47, Pager: Pager{"", "/cohorts/messaging?after=P-0002"},
		Members: []MemberRow{
			{"P-0001", "María José de la Concepción Álvarez-Montenegro", "/participants/P-0001", p.T("group.patient"), Badge{p.T("state.invited"), "waiting"}, "March 4, 2027", "/cohorts/messaging/members/P-0001", []Option{{"agreed", p.T("state.agreed"), false}, {"declined", p.T("state.declined"), false}}},
			{"P-0002", "Ann Lee", "/participants/P-0002", p.T("group.patient"), Badge{p.T("state.declined"), "stopped"}, "March 4, 2027", "/cohorts/messaging/members/P-0002", nil},
		},
	}
}

func exampleRows(p texts.Printer) []QuestionRow {
	return []QuestionRow{
		{ID: "sus", Href: "/surveys/portal/questions/sus", Page: 1, NewPage: true, Type: p.T("question.type.sus"), Text: p.T("sus.name"), Down: true},
		{ID: "helped", Href: "/surveys/portal/questions/helped", Page: 2, NewPage: true, Type: p.T("question.type.single"), Text: "Did it help?", Required: true, Missing: p.T("language.es"), Up: true, Down: true},
		{ID: "why", Href: "/surveys/portal/questions/why", Page: 2, Type: p.T("question.type.text"), Text: "What went wrong?", ShowIf: "helped is no", Up: true},
	}
}

func exampleResults(p texts.Printer, page Page) ResultsPage {
	gauge, bars := exampleGauge(p), exampleBars(p)
	return ResultsPage{
		Page: page, Survey: Link{"Is the portal working for you?", "/surveys/portal"}, State: Badge{p.T("survey.state.open"), "active"}, Figures: exampleFigures(),
		Scores: []ScoreResult{{Name: p.T("sus.name"), Chart: gauge, Figures: []Figure{{p.T("results.mean"), "71.2", "", ""}, {p.T("results.sd"), "19.8", "", ""}, {p.T("results.interval_name"), p.T("results.interval", "Low", "68.0", "High", "74.4"), "", ""}, {p.T("results.grade"), "C+", "", ""}}, Wording: p.T("sus.plain"), Items: []QuestionResult{{Kind: "instrument", ID: "sus.1", Text: p.T("sus.1"), N: "97", Chart: bars}}}},
		Questions: []QuestionResult{
			{Kind: "single", ID: "helped", Text: "Did the portal help you do what you wanted to do?", N: p.T("results.answered", "N", 97, "Completed", 97), Chart: bars},
			{Kind: "number", ID: "minutes", Text: "How many minutes did it take?", Withheld: p.T("results.withheld_question", "Least", 11)},
			{Kind: "text", ID: "why", Text: "What went wrong?", N: "30", Note: p.T("results.texts")},
		},
		CSV: "/surveys/portal/responses.csv", NDJSON: "/surveys/portal/responses.ndjson",
	}
}

// underID gives a drawing an id of its own, for where there are two.
func underID(drawn template.HTML, id string) template.HTML {
	return template.HTML(strings.ReplaceAll(string(drawn), "q-helped", id))
}

func exampleBars(p texts.Printer) template.HTML {
	drawn, err := chart.Bars(chart.BarChart{
		ID: "q-helped", Title: "Did the portal help you?", Description: p.T("results.bars_about"), Table: p.T("results.table"),
		Heads: [4]string{p.T("results.answer"), p.T("results.answers"), p.T("results.share"), p.T("results.interval_name")},
		Bars: []chart.Bar{
			{Label: "Yes", Count: "52", Percent: "54%", Interval: "44% to 63%", Share: .536, Low: .437, High: .632},
			{Label: "Partly, but I had to call the clinic as well because something was missing", Count: "33", Percent: "34%", Interval: "25% to 44%", Share: .34, Low: .254, High: .439},
			{Label: "No", Count: "12", Percent: "12%", Interval: "7% to 20%", Share: .124, Low: .072, High: .204},
			{Label: "I do not know", Count: "0", Percent: "0%", Interval: "0% to 4%", Share: 0, Low: 0, High: .038},
		},
	})
	if err != nil {
		return ""
	}
	return drawn
}

func exampleGauge(p texts.Printer) template.HTML {
	drawn, err := chart.Gauge{
		ID: "s-sus", Title: p.T("sus.name"), Description: p.T("results.gauge_graded", "Score", "71.2", "Grade", "C+", "Low", "68.0", "High", "74.4"),
		Score: 71.2, Low: 68, High: 74.4, Written: "71.2", Interval: "68.0 to 74.4", Table: p.T("results.table"),
		Heads: [3]string{p.T("results.grade"), p.T("results.from"), p.T("results.score")},
		Marks: []chart.Mark{{Name: "F", From: 0}, {Name: "D", From: 51.7}, {Name: "C", From: 62.7}, {Name: "B", From: 72.6}, {Name: "A", From: 78.9}},
	}.Draw()
	if err != nil {
		return ""
	}
	return drawn
}

func exampleSettings(p texts.Printer, page Page) SettingsPage {
	page.Form.Values = url.Values{"clinic": {"Harbor Street Family Clinic"}, "clinic_phone": {"(555) 010-0134"}, "languages": {"en", "es"}}
	v := SettingsPage{
		Page: page, TimeZone: "America/New_York", NewKey: "snd_0123456789ABCDEFGHJKMNPQRSTVWXYZ", NewLink: "https://beta.harborstreet.example/setup?token=7K3MQ9TX2V8DHW5E",
		Keys:     []KeyRow{{"Portal events", p.T("role.portal"), "March 1, 2027", "/settings/keys/K1"}},
		Team:     []TeamRow{{"Jordan Reyes", "jordan@example.org", nil, p.T("role.manager"), "", true, ""}, {"", "sam@example.org", []Option{{"viewer", p.T("role.viewer"), true}}, "", "", false, "/settings/staff/S1"}},
		Roles:    []Option{{"member", p.T("role.member"), false}, {"viewer", p.T("role.viewer"), true}},
		KeyRoles: []Option{{"portal", p.T("role.portal"), true}},
	}
	for _, part := range examplePart(p) {
		v.Consent = append(v.Consent, ConsentField{part.Heading, []ConsentWords{
			{"en", "English", "consent.en." + part.Heading[:3], part.Paragraphs[0]}, {"es", "Español", "consent.es." + part.Heading[:3], part.Paragraphs[0]}}})
	}
	return v
}

func exampleImport(at func(string) Page, state string, r UploadReport) ImportedPage {
	page := at("/participants/import/X")
	v := exampleUpload(page, state, r)
	v.File = "patients of the north side, as of March.csv"
	v.Columns = uploadColumns([]string{"Patient ID", "Año de nacimiento"}, upload.Row{Cells: []string{"P-0001", "1950-02-01"}})
	for i := range v.Columns {
		v.Columns[i].goes(page, i, upload.Mapping{"Patient ID": "ref", "Año de nacimiento": "born"})
	}
	v.importWords()
	return ImportedPage{v}
}

// exampleUpload is what the pages of all files have in common.
func exampleUpload(page Page, state string, r UploadReport) UploadPage {
	return UploadPage{
		Page: page, ID: "X", State: state, Rows: "2,000", Here: page.Path, Report: r,
		Progress: Progress{900, 2000, page.T("upload.progress", "Done", "900", "Rows", "2,000")},
	}
}
