package ready

import (
	"net/url"

	"soundings/cohorts/base"
	"soundings/cohorts/ready"
	"soundings/web/page"
	"soundings/web/texts"
)

// helpExamples returns the pages of help.
func helpExamples(p texts.Printer) []page.Example {
	at := page.ExampleTeamPages(p)
	feature := page.Link{Text: "Refills", Href: "/features/refills"}
	questions := []ready.Question{
		{Question: base.Words{"en": "How long does a refill take?", "es": "¿Cuánto tarda una renovación?"}, Answer: base.Words{"en": "Two working days.", "es": "Dos días hábiles."}},
		{Question: base.Words{"en": "Who sees my request?"}, Answer: base.Words{"en": "A nurse and the pharmacy."}},
	}
	filled := func(path string) page.Page {
		frame := at(path)
		frame.Form.Values = helpValues(ready.Help{Questions: questions, Film: base.Words{"en": "https://films.example.org/refills"}, Limits: base.Words{"en": "You cannot ask for two refills at once."}})
		return frame
	}
	forms := func(frame page.Page) []questionForm {
		var all []questionForm
		for i := range len(questions) + moreQuestions {
			all = append(all, newQuestionForm(frame, i, questions))
		}
		return all
	}
	frame := filled("/features/refills/help")
	one := HelpPage{
		Page: frame, Feature: feature, Base: frame.Path, Version: "3", Questions: forms(frame), Public: page.Link{Text: p.T("ready.public"), Href: "/help/refills"},
		Lacks: []page.Badge{lackBadge(frame, "en", false), lackBadge(frame, "es", true)},
	}
	wrong := one
	wrong.Form.Problems = []page.Problem{{Field: "questions.1.answer.es", Text: p.T("ready.no_answer")}, {Field: "film.en", Text: p.T("ready.film")}}
	wrong.Questions = forms(wrong.Page)
	overtaken := one
	overtaken.Form.Problems = []page.Problem{{Text: p.T("ready.changed")}}
	overtaken.Overtaken = []wholeText{{p.T("ready.question_number", "Number", 1), "How long does it take?"}}
	looked := one
	looked.Staff = &page.Staff{Name: "Sam Lee", Role: p.T("role.viewer")}
	empty := at("/getting-in")
	empty.Form.Values = url.Values{}
	return []page.Example{
		{Name: "help", View: one},
		{Name: "help, wrong", View: wrong},
		{Name: "help, saved by somebody else", View: overtaken},
		{Name: "help, looked at", View: looked},
		{Name: "getting in, empty", View: HelpPage{Page: empty, Base: "/getting-in", Version: "0", Questions: []questionForm{newQuestionForm(empty, 0, nil)}, Lacks: []page.Badge{lackBadge(empty, "en", true), lackBadge(empty, "es", true)}}},
	}
}

// workflowExamples returns the pages of workflows.
func workflowExamples(p texts.Printer) []page.Example {
	at := page.ExampleTeamPages(p)
	feature := page.Link{Text: "Secure messaging", Href: "/features/secure-messaging#ready"}
	steps := []stepRow{
		{"1", "Front desk", "Receptionist", "Tell callers that they can write to us instead."},
		{"2", "Nursing", "Triage nurse", "Read new messages at 9, 12 and 4. Answer within one working day."},
		{"3", "Front desk", "Lead", "Call back who has no answer after two days."},
	}
	frame := at("/workflows/a-message-comes")
	head := page.Head{
		Printer: p, Above: feature, Name: "A message comes", State: page.Badge{Text: p.T("ready.read_by", "Read", 1, "Count", 2), Look: "waiting"},
		Next: page.Act{Text: p.T("ready.edit"), Href: frame.Path + "/edit"}, More: []page.Act{{Text: p.T("ready.print"), Href: frame.Path + "/print"}},
	}
	version := p.T("workflows.version_of", "Number", 2, "Date", "March 4, 2027")
	link := "https://beta.harborstreet.example/w/7K3M-Q9TX-2V8D-HW5E"
	one := WorkflowPage{
		Page: frame, Head: head, Base: frame.Path, Version: version, Waits: true, Steps: steps, Earlier: []page.Link{{Text: p.T("workflows.version_of", "Number", 1, "Date", "February 1, 2027"), Href: frame.Path + "/print?version=1"}},
		Departments: []departmentRow{
			{"Front desk", page.Badge{Text: p.T("ready.read"), Look: "done"}, []string{p.T("workflows.read_by", "Name", "María José Álvarez-Montenegro", "Date", "March 5, 2027")}, link, frame.Path + "/print?department=Front+desk"},
			{"Nursing", page.Badge{Text: p.T("ready.not_read"), Look: "waiting"}, nil, link, frame.Path + "/print?department=Nursing"},
		},
	}
	draft := WorkflowPage{Page: frame, Head: head, Base: frame.Path, Version: p.T("ready.draft_of", "Number", 1, "Date", "March 1, 2027"), Draft: true}
	draft.Head.State = page.Badge{Text: p.T("ready.draft"), Look: "waiting"}
	return append([]page.Example{{Name: "workflow", View: one}, {Name: "workflow, draft without steps", View: draft}}, editExamples(p, steps, link)...)
}

// editExamples returns the form of a workflow, and the workflow on paper.
func editExamples(p texts.Printer, steps []stepRow, link string) []page.Example {
	frame := page.ExampleTeamPages(p)("/workflows/a-message-comes")
	w := ready.Workflow{Number: 2, Version: 4, Title: base.Words{"en": "A message comes", "es": "Llega un mensaje"}}
	for _, s := range steps {
		w.Steps = append(w.Steps, ready.Step{Department: s.Department, Role: s.Role, Text: base.Words{"en": s.Text}})
	}
	frame.Form.Values = workflowValues(w)
	edit := EditPage{
		Page: frame, Above: page.Link{Text: "A message comes", Href: frame.Path}, Name: "A message comes", Base: frame.Path, Number: "2", Version: "4", Draft: true, Steps: stepForms(frame),
	}
	anew := edit
	anew.Draft, anew.Anew = false, true
	wrong := edit
	wrong.Form.Problems = []page.Problem{{Field: "title.en", Text: p.T("error.required")}, {Field: "steps.1.role", Text: p.T("ready.step_role", "Number", 2)}}
	wrong.Steps = stepForms(wrong.Page)
	overtaken := edit
	overtaken.Form.Problems, overtaken.Overtaken = []page.Problem{{Text: p.T("ready.changed")}}, steps[:1]
	empty := page.ExampleTeamPages(p)("/features/refills/workflows/new")
	printed := PrintPage{Page: frame, Above: edit.Above, Title: "A message comes", About: "Secure messaging · " + p.T("workflows.version_of", "Number", 2, "Date", "March 4, 2027")}
	for i, s := range steps {
		printed.Steps = append(printed.Steps, printedStep{s, i == 1})
	}
	forOne := printed
	forOne.Department, forOne.Link = "Nursing", link
	var err error
	if forOne.QR, err = page.QRPicture(link, p.T("ready.qr")); err != nil {
		return nil
	}
	return []page.Example{
		{Name: "workflow, edit a draft", View: edit},
		{Name: "workflow, write anew", View: anew},
		{Name: "workflow, wrong", View: wrong},
		{Name: "workflow, saved by somebody else", View: overtaken},
		{Name: "workflow, new", View: EditPage{Page: empty, Above: page.Link{Text: "Refills", Href: "/features/refills"}, Base: "/features/refills/workflows", Steps: stepForms(empty)}},
		{Name: "workflow, print", View: printed},
		{Name: "workflow, print for a department", View: forOne},
	}
}
