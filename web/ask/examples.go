package ask

import (
	"html/template"
	"net/url"
	"slices"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/surveys"
	"soundings/surveys/kinds"
	"soundings/web/page"
	"soundings/web/texts"
)

// Examples returns each page of this room as it may be sent.
func Examples(p texts.Printer) []page.Example {
	return slices.Concat(surveyExamples(p), pollExamples(p), enterExamples(p))
}

func pollExamples(p texts.Printer) []page.Example {
	at := page.ExampleTeamPages(p)
	fields := pollFields{
		Methods:   []methodChoice{{page.Option{Value: "rank", Text: p.T("polls.method.rank"), Chosen: true}, p.T("polls.when.rank")}},
		Catalogue: []page.Option{{Value: "bills", Text: "Bills", Chosen: false}}, GroupRows: []pollGroup{{Option: page.Option{Value: "staff", Text: p.T("group.staff"), Chosen: true}, Field: weightField(cohorts.Staff), Weight: "2"}},
	}
	turnout := []turnoutRow{{p.T("group.staff"), "2", "40", "31", "4", "78%"}, {p.T("group.provider"), "1", "6", p.T("polls.too_few", "Least", 5), "–", "–"}}
	poll := pollPage{Page: at("/polls/next"), pollFields: fields, ID: "next", Title: "What next?", Method: p.T("polls.method.rank"), When: p.T("polls.when.rank"), Kind: p.T("polls.kind.named"),
		Features: []string{"Bills", "Booking"}, Turnout: turnout, ByCode: true, Unsure: true, Counted: true, History: page.ExampleHistory(), Groups: page.ExampleGroups(p, "")[1:], Expires: "2027-03-31"}
	draft, open, closed := poll, poll, poll
	draft.Version, draft.Now = "2", []string{"What next?", p.T("polls.method.rank"), p.T("polls.verified_only")}
	draft.Draft, draft.State = true, page.Badge{Text: p.T("survey.state.draft"), Look: "waiting"}
	open.Promise, open.Never = []string{p.T("polls.once_closed"), p.T("polls.nothing_yet", "Bounds", "5")}, p.T("polls.close_never", "Bounds", "5")
	open.Open, open.Code, open.URL, open.State = true, "7K3M-Q9TX", "https://beta.harborstreet.example/p/7K3M-Q9TX", page.Badge{Text: p.T("survey.state.open"), Look: "active"}
	closed.Closed, closed.State = true, page.Badge{Text: p.T("survey.state.closed"), Look: "done"}
	picture, err := page.QRPicture("https://beta.harborstreet.example/p/7K3M-Q9TX", p.T("polls.qr"))
	if err != nil {
		picture = template.HTML("")
	}
	link := page.Link{Text: "What next?", Href: "/polls/next"}
	closed.Promise = []string{p.T("polls.edition")}
	return []page.Example{
		{Name: "no polls", View: pollsPage{Page: at("/polls"), pollFields: fields}},
		{Name: "polls", View: pollsPage{Page: at("/polls"), pollFields: fields, Rows: []pollRow{{"What next?", "/polls/next", page.Badge{Text: p.T("survey.state.open"), Look: "active"}, p.T("polls.method.rank"), p.T("group.staff"), "40", "March 9, 2027"}}}},
		{Name: "poll draft", View: draft}, {Name: "poll open", View: open}, {Name: "poll closed", View: closed},
		{Name: "poster", View: posterPage{at("/polls/next/poster"), link, picture, "beta.harborstreet.example", "7K3M-Q9TX", []posterPart{{"en", "What next?", "Scan", "Type", "Secret"}, {"es", "¿Qué sigue?", "Apunte", "Escriba", "Secreta"}}}},
		{Name: "no order", View: pollResultsPage{Page: at("/polls/next/results"), Poll: link, None: p.T("polls.hidden"), Promise: []string{p.T("polls.once_closed"), p.T("polls.never_shown")}, Turnout: turnout}},
		{Name: "poll results", View: pollResultsPage{Page: at("/polls/next/results"), Poll: link, Chart: page.ExampleBars(p), By: p.T("polls.by", "Method", "Borda"), Shares: p.T("polls.order_about"), Agree: p.T("polls.disagree"), Plan: "/plan/new?poll=next",
			Withheld: []string{p.T("polls.withheld", "Group", p.T("group.provider"), "Least", 5)}, Methods: []string{"Borda", "Schulze"}, Standings: []standingRow{{"Bills", "1", "93%", "", []cell{{"1", "41", false}, {"2", "3", true}}}},
			Groups: []string{p.T("group.staff")}, Places: []placeRow{{"Bills", []cell{{"3", "", true}}}}, Apart: []parted{{p.T("polls.pair", "One", "A", "Other", "B"), p.T("polls.tau_none"), []string{"Bills: 1, 4"}}}, Turnout: turnout}},
	}
}

func surveyExamples(p texts.Printer) []page.Example {
	at := page.ExampleTeamPages(p)
	survey := page.Link{Text: "Is the portal working for you?", Href: "/surveys/portal"}
	question := at("/surveys/portal/questions/why")
	question.Form.Values = url.Values{"text.en": {"What went wrong?"}, "help.en": {"In your own words."}, "required": {"yes"}}
	var choices []kindChoice
	for _, name := range kinds.Names() {
		made, _ := kinds.New(name)
		choices = append(choices, kindChoice{name, kindName(question, made), kindAbout(question, made)})
	}
	all := []page.Example{
		{Name: "empty", View: surveysPage{Page: at("/surveys")}},
		{Name: "full", View: surveysPage{Page: at("/surveys"), Rows: []surveyRow{{"Is the portal working for you?", "/surveys/portal", page.Badge{Text: p.T("survey.state.open"), Look: "active"}, "240", "97", "March 9, 2027"}}}},
		{Name: "empty draft", View: surveyPage{Page: at("/surveys/portal"), ID: "portal", Title: "Is the portal working for you?", State: page.Badge{Text: p.T("survey.state.draft"), Look: "waiting"}, Draft: true}},
		{Name: "draft", View: surveyPage{Page: at("/surveys/portal"), ID: "portal", Title: "Is the portal working for you?", State: page.Badge{Text: p.T("survey.state.draft"), Look: "waiting"}, Draft: true, Questions: exampleRows(p), Cuts: []page.Option{{Value: "group", Text: p.T("results.by.group"), Chosen: true}, {Value: "attribute:site", Text: p.T("results.by_attribute", "Attribute", "site")}}}},
		{Name: "open", View: surveyPage{Page: at("/surveys/portal"), ID: "portal", Title: "Is the portal working for you?", State: page.Badge{Text: p.T("survey.state.open"), Look: "active"}, Open: true, Version: "1",
			Wording: p.T("sus.plain"), Questions: exampleRows(p), Figures: page.ExampleFigures(), Cohorts: []page.Option{{Value: "", Text: "–", Chosen: false}, {Value: "messaging", Text: "Secure messaging (181)", Chosen: true}}, Expires: "2027-03-31", History: page.ExampleHistory()}},
		{Name: "anonymous", View: exampleAnonymous(p, at("/surveys/frankly"), nil)},
		{Name: "anonymous and sent", View: exampleAnonymous(p, at("/surveys/frankly"), page.ExampleSecretRows(p))},
		{Name: "closed", View: surveyPage{Page: at("/surveys/portal"), ID: "portal", Title: "Is the portal working for you?", State: page.Badge{Text: p.T("survey.state.closed"), Look: "done"}, Closed: true, Version: "1", Questions: exampleRows(p), Reached: page.Reached{Steps: page.ExampleStepRows(p), Parts: page.ExampleParts(p), UnderWay: &page.Link{Text: p.T("asking.progress", "Done", "3,600", "Count", 10_000, "People", "10,000"), Href: "/outbox/askings/01J"}}, Figures: page.ExampleFigures(), History: page.ExampleHistory()}},
		{Name: "which", View: questionPage{Page: at("/surveys/portal/questions/new"), Survey: survey, New: true, Types: choices}},
		{Name: "results", View: exampleResults(p, at("/surveys/portal/results"))},
		{Name: "results by group", View: exampleParts(p, at("/surveys/portal/results"))},
		{Name: "withheld", View: surveyResultsPage{Page: at("/surveys/portal/results"), Survey: survey, State: page.Badge{Text: p.T("survey.state.open"), Look: "active"}, Figures: page.ExampleFigures(), Parts: []partView{{Withheld: p.T("results.withheld", "Least", 11, "Count", 4)}}}},
	}
	for i, kind := range choices {
		made, _ := kinds.New(kind.Value)
		listed := questionView(question, surveys.Survey{ID: "portal", Title: base.Words{"en": survey.Text}, Pages: []surveys.Page{{Questions: []surveys.Question{
			{ID: "helped", Type: kinds.Single, Text: base.Words{"en": "Did it help?"}}, made}}}}, kind.Value, made)
		listed.New, listed.ID = i == 0, "why"
		all = append(all, page.Example{Name: kind.Value, View: listed})
	}
	return all
}

func exampleRows(p texts.Printer) []questionRow {
	return []questionRow{
		{ID: "sus", Href: "/surveys/portal/questions/sus", Page: 1, NewPage: true, Type: p.T("question.type.sus"), Text: p.T("sus.name"), Down: true},
		{ID: "helped", Href: "/surveys/portal/questions/helped", Page: 2, NewPage: true, Type: p.T("question.type.single"), Text: "Did it help?", Required: true, Missing: p.T("language.es"), Up: true, Down: true},
		{ID: "why", Href: "/surveys/portal/questions/why", Page: 2, Type: p.T("question.type.text"), Text: "What went wrong?", ShowIf: "helped is no", Up: true},
	}
}

func exampleResults(p texts.Printer, frame page.Page) surveyResultsPage {
	gauge, bars := page.ExampleGauge(p), page.ExampleBars(p)
	all := partView{
		ItemsText: p.T("results.items"),
		Scores:    []scoreResult{{Name: p.T("sus.name"), Chart: gauge, Figures: []page.Figure{{Label: p.T("results.mean"), Value: "71.2", Note: "", Href: ""}, {Label: p.T("results.sd"), Value: "19.8", Note: "", Href: ""}, {Label: p.T("results.interval_name"), Value: p.T("results.interval", "Low", "68.0", "High", "74.4"), Note: "", Href: ""}, {Label: p.T("results.grade"), Value: "C+", Note: "", Href: ""}}, Wording: p.T("sus.plain"), Panel: frame.InGrafana("score-sus", page.Chosen{Survey: "portal"}), Items: []questionResult{{Kind: "instrument", ID: "sus.1", Text: p.T("sus.1"), N: "97", Chart: bars}}}},
		Questions: []questionResult{
			{Kind: "single", ID: "helped", Text: "Did the portal help you do what you wanted to do?", N: p.T("results.answered", "N", 97, "Asked", 97), Left: p.T("results.left.some"), Chart: bars},
			{Kind: "number", ID: "minutes", Text: "How many minutes did it take?", Withheld: p.T("results.withheld_question", "Least", 11)},
			{Kind: "text", ID: "why", Text: "What went wrong?", N: "30", Note: p.T("results.texts")},
		},
	}
	return surveyResultsPage{
		Page: frame, Survey: page.Link{Text: "Is the portal working for you?", Href: "/surveys/portal"}, State: page.Badge{Text: p.T("survey.state.open"), Look: "active"}, Figures: page.ExampleFigures(),
		Edition: p.T("results.edition", "Counted", 97, "Waiting", 3), Cuts: exampleCuts(p), Parts: []partView{all}, Responses: frame.InGrafana("response", page.Chosen{Survey: "portal"}),
		CSV: "/surveys/portal/responses.csv", Sheet: "/surveys/portal/responses.xlsx", NDJSON: "/surveys/portal/responses.ndjson",
	}
}

// exampleParts are the results by a cut, of which one part is withheld.
func exampleParts(p texts.Printer, frame page.Page) surveyResultsPage {
	view := exampleResults(p, frame)
	part := view.Parts[0]
	part.Title, part.Counted = p.T("group.patient"), p.T("results.part", "N", 97)
	part.Scores = nil
	few := partView{Title: p.T("group.staff"), Counted: p.T("results.part", "N", 8), Questions: []questionResult{
		{Kind: "single", ID: "helped", Text: "Did the portal help you do what you wanted to do?", Withheld: p.T("results.withheld_follows")},
	}}
	view.Parts = []partView{part, few}
	view.Cuts[0].Current, view.Cuts[1].Current = false, true
	return view
}

func exampleCuts(p texts.Printer) []cutLink {
	return []cutLink{
		{page.Link{Text: p.T("results.all"), Href: "/surveys/portal/results"}, true},
		{page.Link{Text: p.T("results.by.group"), Href: "/surveys/portal/results?by=group"}, false},
		{page.Link{Text: p.T("results.by_attribute", "Attribute", "site"), Href: "/surveys/portal/results?by=attribute%3Asite"}, false},
	}
}

// exampleAnonymous returns the page of an anonymous survey that is open, with the steps by which its links are sent.
func exampleAnonymous(p texts.Printer, frame page.Page, steps []page.StepRow) surveyPage {
	return surveyPage{
		Page: frame, ID: "frankly", Title: "Frankly", State: page.Badge{Text: p.T("survey.state.open"), Look: "active"}, Open: true, Version: "1",
		Questions: exampleRows(p), Figures: page.ExampleFigures(), Reached: page.Reached{Steps: steps}, Cohorts: []page.Option{{Text: "–"}}, Expires: "2027-03-31", History: page.ExampleHistory(),
		anonymousParts: anonymousParts{Promise: []string{p.T("surveys.once_closed"), p.T("surveys.never_shown")}, Answered: []answeredRow{{p.T("group.staff"), "588", p.T("polls.at_least", "Least", "140")}}},
	}
}
