package page

import (
	"fmt"
	"html/template"
	"strings"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/web/chart"
	"soundings/web/texts"
)

// ExampleSteps returns the steps of a scale.
func ExampleSteps(p texts.Printer, from, to, chosen int) []Option {
	var steps []Option
	for i := from; i <= to; i++ {
		steps = append(steps, Option{Value: fmt.Sprint(i), Text: p.Int(i), Chosen: i == chosen})
	}
	return steps
}

// ExampleTeamPages returns what stands around an example of the team's pages, by its path.
func ExampleTeamPages(p texts.Printer) func(path string) Page {
	return func(path string) Page {
		frame := ExamplePage(p, path)
		frame.Grafana = "https://grafana.harborstreet.example"
		frame.Staff = &Staff{Name: "Jordan Reyes", Role: p.T("role.manager"), Writes: true, Manages: true}
		return frame
	}
}

// Examples returns each page of the frame as it may be sent.
func Examples(p texts.Printer) []Example {
	at := ExampleTeamPages(p)
	return []Example{
		{"on this machine alone", LinksPage{Page: besideItself(at("/cohorts/messaging/links")), Subject: Link{"Secure messaging", "/cohorts/messaging"}, Consent: true}},
		{"empty", LinksPage{Page: at("/cohorts/messaging/links"), Subject: Link{"Secure messaging", "/cohorts/messaging"}, Consent: true}},
		{"full", LinksPage{Page: at("/surveys/portal/links"), Subject: Link{"Is the portal working for you?", "/surveys/portal"}, Home: "beta.harborstreet.example",
			Rows: []LinkRow{{"P-0001", "María José Álvarez-Montenegro", "https://beta.harborstreet.example/s/7K3M-Q9TX-2V8D-HW5E", "7K3M-Q9TX-2V8D-HW5E", "E-mail, Letter"}}, LeftOut: 2}},
		{"shown once", LinksPage{Page: at("/polls/frank/links"), Subject: Link{"Frankly", "/polls/frank"}, Poll: true, Once: &LinksOnce{Unseen: 12, Start: "/outbox/start"}}},
		{"sent by the server", LinksPage{Page: at("/polls/frank/links"), Subject: Link{"Frankly", "/polls/frank"}, Poll: true, Once: &LinksOnce{Sent: true, Unseen: 2}}},
		{"not found", errorPage{Page: at("/nowhere"), Kind: "not_found", Back: "/"}},
		{"conflict", errorPage{Page: at("/cohorts/messaging/members/P-1"), Kind: "conflict", Text: p.T("membership.impossible", "From", p.T("state.declined"), "To", p.T("state.agreed")), Back: "/"}},
		{"no telephone", errorPage{Page: at("/surveys/portal/publish"), Kind: "conflict", Text: p.T(unfinished), Back: "/", Then: Link{p.T("menu.settings"), "/settings"}}},
		{"unavailable", unavailablePage{Page: at("/cohorts")}},
		{"unavailable, with what was typed", unavailablePage{Page: at("/cohorts"), Typed: []TypedField{{"name.en", "Secure messaging"}}, Words: []string{"For those who write to us most."}}},
		{"unavailable, to a patient", unavailablePage{Page: ExamplePage(p, "/s/7K3M-Q9TX-2V8D-HW5E")}},
		{"unavailable, with a patient's answers", unavailablePage{Page: ExamplePage(p, "/s/7K3M-Q9TX-2V8D-HW5E"), Kept: true, Typed: []TypedField{{"helped", "no"}}, Words: []string{"I could not find the list of my visits."}}},
		{"the parts of a page", exampleAnatomy(at("/cohorts/messaging"))},
	}
}

// besideItself is a page of a server that no other machine can open.
func besideItself(frame Page) Page {
	frame.Nearby = &Nearby{Home: "http://127.0.0.1:8080", Listen: "0.0.0.0:8080", Bases: []string{"http://192.168.1.20:8080"}}
	return frame
}

// ExampleFigures returns figures with and without a note.
func ExampleFigures() []Figure {
	return []Figure{{"Invited", "240", "", "/surveys/portal/links"}, {"Started", "120", "50% of invited", ""}, {"Finished", "97", "40% of invited", ""}}
}

// ExampleStepRows returns what became of two steps of a protocol.
func ExampleStepRows(p texts.Printer) []StepRow {
	return []StepRow{
		{Page{Printer: p}.StepText(contact.Step{By: contact.ByMail}), "588", "0", "12", "0", "141", false},
		{Page{Printer: p}.StepText(contact.Step{AfterDays: 4, By: contact.ByMail}), "441", "6", "0", "141", "63", false},
		{Answered: "4"},
	}
}

// ExampleParts returns the groups and the strata of those who were asked.
func ExampleParts(p texts.Printer) []PartTable {
	at := Page{Printer: p}
	row := func(name string, population, asked, reached, started, finished string) PartRow {
		return PartRow{Name: name, Population: population, Asked: asked, Reached: reached, Started: started, Finished: finished}
	}
	older, younger := row("65+ · "+LanguageName(at, "es"), "1,204 (24%)", "144 (24%)", "131 (23%)", "22 (10%)", "19 (9%)"), row("18 – 64 · "+LanguageName(at, "en"), "3,811 (76%)", "456 (76%)", "441 (77%)", "204 (90%)", "186 (91%)")
	older.Fewer, older.Expected, older.Share = true, "24.0%", "9.3%"
	younger.More, younger.Expected, younger.Share = true, "76.0%", "90.7%"
	strata := PartTable{Title: p.T("parts.by_stratum", "Cohort", "First wave"), About: p.T("parts.beside_population", "Date", "March 1, 2027"), Population: true, Full: true, Rows: []PartRow{older, younger}}
	groups := PartTable{Title: p.T("parts.by_group"), About: p.T("parts.beside_asked"), Rows: []PartRow{row(p.T("group.patient"), "", "540 (90%)", "", "", ""), row(p.T("group.staff"), "", "60 (10%)", "", "", "")}}
	return []PartTable{groups, strata}
}

// ExampleSecretRows returns what is shown of two steps by which people are asked what they answer in secret.
func ExampleSecretRows(p texts.Printer) []StepRow {
	rows := ExampleStepRows(p)[:2]
	for n := range rows {
		rows[n].Sent, rows[n].NotSent, rows[n].Answered, rows[n].Secret = "588", "0", "0", true
	}
	return rows
}

// ExampleHistory returns two lines of a history.
func ExampleHistory() []Happening {
	return []Happening{{"March 9, 2027, 3:05 PM", "Published", "Jordan Reyes"}, {"March 8, 2027, 11:20 AM", "Made", ""}}
}

// ExampleGroups returns the groups of people as a filter offers them.
func ExampleGroups(p texts.Printer, chosen string) []Option {
	return append([]Option{{"", p.T("list.all"), chosen == ""}}, Page{Printer: p}.GroupOptions(cohorts.Group(chosen))...)
}

// ExampleUnderID gives a drawing an id of its own, for where there are two.
func ExampleUnderID(drawn template.HTML, id string) template.HTML {
	return template.HTML(strings.ReplaceAll(string(drawn), "q-helped", id))
}

// ExampleBars draws the answers to a question.
func ExampleBars(p texts.Printer) template.HTML {
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

// ExampleGauge draws a score with its grades.
func ExampleGauge(p texts.Printer) template.HTML {
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

// Example is one page as it may be sent.
type Example struct {
	Name string
	View View
}

// ExamplePage returns what stands around an example.
func ExamplePage(p texts.Printer, path string) Page {
	return Page{
		Printer: p, Clinic: "Harbor Street Family Clinic", Phone: "(555) 010-0134", Path: path,
		Languages: []Language{{"en", "English"}, {"es", "Español"}},
	}
}
