package listen

import (
	"net/url"

	"soundings/surveys/board"
	"soundings/web/page"
	"soundings/web/texts"
)

// reportExamples returns where the team reports, and the sheet for the break room.
func reportExamples(p texts.Printer) []page.Example {
	at := page.ExampleTeamPages(p)
	places := []page.Option{{Text: p.T("bump.choose_place")}, {Value: "secure-messaging", Text: "Secure messaging"}, {Value: board.SigningIn, Text: p.T("bump.place.signing-in")}}
	judged := append([]page.Option{{Text: p.T("bump.not_judged")}}, severities(at(""))...)
	empty := reportPage{Page: at("/board/report"), Key: "K", Places: places, Severities: judged}
	full, wrong := empty, empty
	full.Form = page.Form{Values: url.Values{"text": {"She called: the code never comes."}, "feature": {board.SigningIn}, "ref": {"P-0001"}, "severity": {"major"}, "concern": {"yes"}}}
	wrong.Form = page.Form{Values: url.Values{"ref": {"P-9999"}}, Problems: []page.Problem{
		{Field: "text", Text: p.T("error.required")}, {Field: "feature", Text: p.T("error.required")}, {Field: "ref", Text: p.T("bump.ref_unknown")},
	}}
	answer := full
	answer.Nameless, answer.Answers = true, page.Link{Text: "Is the portal working for you?", Href: "/surveys/is-it/texts/why"}
	qr, _ := page.QRPicture("https://portal.example.org/b/7K3M-Q9TX-2V8D-HW5E", p.T("board.code_qr"))
	sheet := codePage{Page: at("/board/code"), QR: qr, Home: "portal.example.org", Code: "7K3M-Q9TX-2V8D-HW5E", Parts: []codePart{
		{p.Lang(), p.T("board.code_title"), p.T("board.code_scan"), p.T("board.code_type"), p.T("report.unnamed")},
	}}
	return []page.Example{
		{Name: "report by the team", View: empty}, {Name: "report by the team, full", View: full}, {Name: "report by the team, wrong", View: wrong},
		{Name: "report by the team, of an answer", View: answer}, {Name: "sheet for the break room", View: sheet},
	}
}

// saidExamples returns the pages of what people wrote in surveys.
func saidExamples(p texts.Printer) []page.Example {
	at := page.ExampleTeamPages(p)
	named := saidPage{
		Page: at("/surveys/is-it/texts/why"), Survey: page.Link{Text: "Is the portal working for you?", Href: "/surveys/is-it/results"}, Question: "What went wrong?", More: "/surveys/is-it/texts/why?after=x",
		Rows: []saidRow{
			{Text: "The code never comes.", Lang: "en", Who: page.Link{Text: "P-0001", Href: "/participants/P-0001"}, Fields: []page.TypedField{{Name: "survey", Value: "is-it"}}},
			{Text: "No puedo mandar fotos.", Lang: "es", Who: page.Link{Text: "P-0002", Href: "/participants/P-0002"}, Card: page.Link{Text: "B-17", Href: "/board/B-17"}},
		},
	}
	none, hidden := named, named
	none.Rows, none.More, hidden.Rows, hidden.More = nil, "", nil, ""
	hidden.Anonymous, hidden.None = true, p.T("surveys.hidden")
	return []page.Example{{Name: "texts of a survey", View: named}, {Name: "texts of a survey, none", View: none}, {Name: "texts of an anonymous survey", View: hidden}}
}
