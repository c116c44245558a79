package ask

import (
	"encoding/json"
	"html/template"
	"net/url"

	"soundings/cohorts/base"
	"soundings/surveys"
	"soundings/web/page"
	"soundings/web/texts"
)

// exampleQuestions are a questionnaire with each kind of question.
const exampleQuestions = `[{"questions": [
	{"id": "about", "type": "note", "text": {"en": "Think of the last two weeks.", "es": "Piense en las últimas dos semanas."}},
	{"id": "helped", "type": "single", "text": {"en": "Did the portal help you do what you wanted to do?", "es": "¿El portal le ayudó a hacer lo que quería?"}, "required": true,
	 "options": [{"value": "yes", "text": {"en": "Yes", "es": "Sí"}}, {"value": "no", "text": {"en": "No", "es": "No"}}]},
	{"id": "why", "type": "text", "text": {"en": "What went wrong?", "es": "¿Qué salió mal?"}, "show_if": {"all": [{"question": "helped", "op": "eq", "value": "no"}]}},
	{"id": "used", "type": "multiple", "text": {"en": "What did you use?", "es": "¿Qué usó?"}, "exclusive": 1,
	 "options": [{"value": "mail", "text": {"en": "Messages", "es": "Mensajes"}}, {"value": "labs", "text": {"en": "Test results", "es": "Resultados"}}, {"value": "none", "text": {"en": "None of these", "es": "Nada de esto"}}]},
	{"id": "ease", "type": "scale", "text": {"en": "How easy was it?", "es": "¿Qué tan fácil fue?"}, "min": 1, "max": 5, "min_label": {"en": "Very hard", "es": "Muy difícil"}, "max_label": {"en": "Very easy", "es": "Muy fácil"}},
	{"id": "hours", "type": "number", "text": {"en": "How many hours a week?", "es": "¿Cuántas horas por semana?"}, "min": 0, "max": 24},
	{"id": "day", "type": "date", "text": {"en": "When did you last sign in?", "es": "¿Cuándo entró por última vez?"}},
	{"id": "umux", "instrument": "umux-lite"}]}]`

// exampleSurvey is a survey of them.
func exampleSurvey() surveys.Survey {
	v := surveys.Survey{ID: "portal", State: surveys.Open, Title: base.Words{"en": "Is the portal working for you?", "es": "¿Le funciona el portal?"}}
	_ = json.Unmarshal([]byte(exampleQuestions), &v.Pages) // a wrong example would have no questions, which a look at it shows
	return v
}

// exampleQR draws the square code of a link.
func exampleQR(p texts.Printer) template.HTML {
	picture, err := page.QRPicture("https://beta.harborstreet.example/s/7K3M-Q9TX-2V8D-HW5E", p.T("paper.qr"))
	if err != nil {
		return ""
	}
	return picture
}

func enterExamples(p texts.Printer) []page.Example {
	at := page.ExampleTeamPages(p)
	survey := page.Link{Text: exampleSurvey().Title.In(p.Lang()), Href: "/surveys/portal"}
	lost := at("/surveys/portal/enter")
	lost.Form = page.Form{Values: url.Values{"who": {"P-0001"}}, Problems: []page.Problem{{Field: "who", Text: p.T("survey.enter_already", "Ref", "P-0001")}}}
	view := func(frame page.Page) enterPage {
		return enterPage{
			Page: frame, Survey: survey, Who: "Ann Lee", Ref: "P-0001", Language: p.Lang(), Reads: frame, Modes: modeOptions(frame, "paper"), Questions: page.OnPaper(frame, exampleSurvey()),
			Switches: []page.Link{{Text: p.T("enter.in", "Language", p.T("language.es")), Href: "/surveys/portal/enter/P-0001?language=es"}},
		}
	}
	wrong := at("/surveys/portal/enter/P-0001")
	wrong.Form = page.Form{Values: url.Values{"hours": {"many"}, "used": {"mail", "labs"}}, Problems: []page.Problem{{Field: "helped", Text: p.T("answer.required_choice")}, {Field: "hours", Text: p.T("answer.number")}}}
	entered := view(wrong)
	entered.Blank = true
	sheet := page.PaperSheet{Reads: at("/surveys/portal/paper"), Who: "Ann Lee", Ref: "P-0001", Code: "7K3M-Q9TX-2V8D-HW5E", QR: exampleQR(p)}
	questionnaire(&sheet, exampleSurvey())
	blank := page.PaperSheet{Reads: sheet.Reads}
	questionnaire(&blank, exampleSurvey())
	printed := page.PaperPage{Page: sheet.Reads, Subject: survey, Home: "beta.harborstreet.example", Sheets: []page.PaperSheet{sheet, blank}, Blanks: sheet.Reads.BlankLinks(), Note: p.T("onpaper.no_entry")}
	return []page.Example{
		{Name: "kiosk", View: kioskPage{Page: at("/kiosk"), URL: "https://beta.harborstreet.example/kiosk/7K3M-Q9TX-2V8D-HW5E", QR: exampleQR(p), Here: true, Polls: []page.Link{{Text: "What next?", Href: "https://beta.harborstreet.example/kiosk/7K3M-Q9TX-2V8D-HW5E?poll=7K3M-Q9TX"}}}},
		{Name: "questionnaires", View: printed}, {Name: "questionnaires, none", View: page.PaperPage{Page: sheet.Reads, Subject: survey}},
		{Name: "whose", View: whosePage{at("/surveys/portal/enter"), survey, modeOptions(lost, "paper")}},
		{Name: "whose, answered", View: whosePage{lost, survey, modeOptions(lost, "paper")}},
		{Name: "enter", View: view(at("/surveys/portal/enter/P-0001"))}, {Name: "enter, wrong", View: entered},
	}
}
