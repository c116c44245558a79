package answer

import (
	"soundings/web/page"
	"soundings/web/texts"
)

// helpExamples returns the pages of what helps people.
func helpExamples(p texts.Printer) []page.Example {
	at := func(path string) page.Page {
		frame := page.ExamplePage(p, path)
		frame.Help = page.HelpPath
		return frame
	}
	questions := []helpQuestion{
		{said{Text: "I forgot my password. What can I do?"}, []said{{Text: "On the sign-in page, choose “Forgot password”."}, {Text: "You get an e-mail with a link. It works for one hour."}}},
		{said{Text: "¿Puedo ver los resultados de mi madre?", Lang: "es"}, []said{{Text: "Sí, si ella firma el permiso en la clínica.", Lang: "es"}}},
	}
	index := HelpPage{Page: at("/help"), Questions: questions, Topics: []page.Link{{Text: "Refills", Href: "/help/refills"}, {Text: "Secure messaging", Href: "/help/secure-messaging"}}}
	about := HelpPage{
		Page: at("/help/refills"), Feature: said{Text: "Refills"}, About: said{Text: "Ask for medicine that you already take."}, Questions: questions,
		Film: page.Link{Text: p.T("faq.film_on", "Site", "films.example.org"), Href: "https://films.example.org/refills"}, FilmLang: "en",
		Limits: []said{{Text: "You cannot ask for two refills at once."}},
	}
	steps := []workflowStep{
		{"1", "Front desk · Receptionist", []said{{Text: "Tell callers that they can write to us instead."}}, false},
		{"2", "Nursing · Triage nurse", []said{{Text: "Read new messages at 9, 12 and 4."}, {Text: "Answer within one working day."}}, true},
	}
	read := WorkflowPage{Page: at("/w/7K3M-Q9TX-2V8D-HW5E"), Title: said{Text: "A message comes"}, Department: "Nursing", Version: p.T("workflows.version_of", "Number", 2, "Date", "March 4, 2027"), Steps: steps}
	wrong := read
	wrong.Form.Problems = []page.Problem{{Field: "name", Text: p.T("ready.reader")}}
	thanks := read
	thanks.Thanks, thanks.Readers = true, []string{p.T("workflows.read_by", "Name", "María José Álvarez-Montenegro", "Date", "March 5, 2027")}
	older, without := read, read
	older.Newer, without.Newer = "/w/7K3M-Q9TX-2V8D-HW5F", "-"
	return []page.Example{
		{Name: "help", View: index},
		{Name: "help, nothing yet", View: HelpPage{Page: page.ExamplePage(p, "/help")}},
		{Name: "help about a feature", View: about},
		{Name: "no help on this", View: page.MessagePage{Page: at("/help/none"), Kind: "no_help", Back: page.HelpPath}},
		{Name: "workflow", View: read},
		{Name: "workflow, no name", View: wrong},
		{Name: "workflow, read", View: thanks},
		{Name: "workflow, an earlier version", View: older},
		{Name: "workflow, nothing to do any more", View: without},
		{Name: "no workflow", View: page.MessagePage{Page: page.ExamplePage(p, "/w/7K3M"), Kind: "no_workflow"}},
	}
}
