package outbox

import (
	"html/template"
	"slices"

	"soundings/cohorts/contact"
	"soundings/web/page"
	"soundings/web/texts"
)

// Examples returns each page of this room as it may be sent.
func Examples(p texts.Printer) []page.Example {
	return slices.Concat(outboxExamples(p), askingExamples(p), handExamples(p))
}

func outboxExamples(p texts.Printer) []page.Example {
	at := page.ExampleTeamPages(p)
	view := outboxPage{Page: at("/outbox")}
	for n, state := range contact.MessageStates() {
		view.States = append(view.States, outboxTab{page.Link{Text: p.T("outbox.state." + string(state)), Href: "/outbox?state=" + string(state)}, p.Int(n * 1200), n == 0})
	}
	view.Hands = []outboxTab{{Link: page.Link{Text: p.T("outbox.to_print"), Href: "/outbox/letters"}, Count: "240"}, {Link: page.Link{Text: p.T("outbox.to_call"), Href: "/outbox/calls"}, Count: "12"}}
	full := view
	full.NoMail = true
	for n, why := range contact.Whys() {
		state := contact.MessageStates()[n%len(contact.MessageStates())]
		full.Rows = append(full.Rows, messageRow{
			Ref: page.Link{Text: "P-1001", Href: "/participants/P-1001"}, By: p.T("outbox.by." + string(contact.ByMail)), About: page.Link{Text: "Is the portal working for you?", Href: "/surveys/portal"},
			State: page.Page{Printer: p}.MessageBadge(state), Why: page.Page{Printer: p}.MessageWhy(why), At: "March 4, 2027, 9:05 AM",
		})
	}
	which := view
	which.Ref, which.Which = "Lee", []page.Link{{Text: "P-1001 María José Álvarez-Montenegro Lee", Href: "/outbox?ref=P-1001"}, {Text: "P-1002 Bo Lee", Href: "/outbox?ref=P-1002"}}
	halted := full
	halted.Halted, halted.NoMail = "March 4, 2027, 9:05 AM", false
	start := startPage{
		Page: at("/outbox/start"), About: "survey", Of: "portal", Steps: "mail 0, mail 4", What: page.Link{Text: "Is the portal working for you?", Href: "/surveys/portal"},
		Lines:  []string{at("").StepText(contact.Step{By: contact.ByMail}), at("").StepText(contact.Step{AfterDays: 4, By: contact.ByMail})},
		People: p.T("start.people", "Count", 588), Unreachable: p.T("start.unreachable", "Count", 12), Links: "/surveys/portal/links", Address: "sam@clinic.example.org",
		Days:    []rehearsedRow{{"March 4, 2027", p.T("outbox.by.mail"), "588"}, {"March 8, 2027", p.T("outbox.by.mail"), "588"}},
		Written: []page.Option{{Value: "0", Text: at("").StepText(contact.Step{By: contact.ByMail})}},
		Seen:    &seen{Lang: p.Lang(), Subject: "Reminder", Text: "We wrote to you before.\n\nAnswer the questions:\nhttps://beta.example.org/s/0000-0000-0000-0000"},
	}
	nobody := startPage{Page: at("/outbox/start"), What: start.What, People: p.T("start.people", "Count", 0), NoMail: true, Lines: start.Lines}
	return []page.Example{{Name: "before sending", View: start}, {Name: "before sending, to nobody", View: nobody}, {Name: "nothing to send", View: view}, {Name: "outbox", View: full}, {Name: "outbox stopped", View: halted}, {Name: "outbox, of several people", View: which}}
}

func askingExamples(p texts.Printer) []page.Example {
	running := askingPage{
		Page: page.ExampleTeamPages(p)("/outbox/askings/01J"), What: page.Link{Text: "Is the portal working for you?", Href: "/surveys/portal"}, Running: true, Done: 3600, All: 10_000,
		Progress: p.T("asking.progress", "Done", p.Int(3600), "Count", 10_000, "People", p.Int(10_000)),
	}
	done := running
	done.Running, done.Invited, done.Left = false, p.T("asking.invited", "Count", 9998), p.T("asking.left", "Count", 2)
	done.Next = page.Link{Text: p.T("start.title"), Href: "/outbox/start?about=survey&of=portal&steps=mail+0"}
	return []page.Example{{Name: "inviting many people", View: running}, {Name: "many people are invited", View: done}}
}

func handExamples(p texts.Printer) []page.Example {
	at := page.ExampleTeamPages(p)
	none := handPage{Page: at("/outbox/letters"), By: contact.ByLetter, Most: contact.BatchLength}
	due := none
	due.Due, due.Lately = 240, []batchRow{{"March 4, 2027, 9:05 AM", 611, "/outbox/letters/01J"}, {"March 3, 2027, 4:40 PM", 0, "/outbox/letters/01H"}}
	wrong := due
	wrong.Form = page.Form{Problems: []page.Problem{{Field: "ref", Text: p.T("outbox.no_letter")}}}
	texts := due
	texts.By, texts.Page = contact.ByText, at("/outbox/texts")
	noTexts := texts
	noTexts.Due, noTexts.Lately = 0, nil
	noCalls := callsPage{Page: at("/outbox/calls")}
	calls, quiet, halted := noCalls, noCalls, noCalls
	for n, name := range []string{"María José Álvarez-Montenegro", "Bo Lee"} {
		row := callRow{
			ID: "1-0", Who: page.Link{Text: name, Href: "/participants/P-1001"}, Phone: "+1 615 555 0134", Dial: "tel:+16155550134",
			Language: p.T("language.es"), About: page.Link{Text: "Is the portal working for you?", Href: "/surveys/portal"}, Tries: n,
		}
		if n > 0 {
			row.For, row.Best = "P-1002", p.T("hours.evening")
		}
		for _, outcome := range contact.Outcomes() {
			row.Outcomes = append(row.Outcomes, page.Option{Value: string(outcome), Text: p.T("calls.outcome." + string(outcome))})
		}
		calls.Rows = append(calls.Rows, row)
	}
	quiet.Quiet, halted.Halted = "March 5, 2027, 8:00 AM", true
	return []page.Example{
		{Name: "no letters", View: none}, {Name: "letters", View: due}, {Name: "no letter came back", View: wrong}, {Name: "texts", View: texts}, {Name: "no texts", View: noTexts},
		{Name: "sheets", View: exampleSheets(p, false)}, {Name: "strips", View: exampleSheets(p, true)}, {Name: "nobody left", View: nobodyLeft(p)},
		{Name: "calls", View: calls}, {Name: "no calls", View: noCalls}, {Name: "quiet hours", View: quiet}, {Name: "stopped", View: halted},
	}
}

func exampleSheets(p texts.Printer, strips bool) sheetsPage {
	v := sheetsPage{Page: page.ExampleTeamPages(p)("/outbox/letters/01J"), Batch: "01J", Paper: paperUS, Strips: strips}
	v.offer()
	const clinic = "Harbor Street Clinic"
	picture, err := page.QRPicture("https://beta.harborstreet.example/s/7K3M-Q9TX-2V8D-HW5E", p.T("letter.qr"))
	if err != nil {
		picture = template.HTML("")
	}
	var all []letterSheet
	for _, lines := range [][]string{
		{"Ana Peña", "12 Oak Street", "Salem, OR 97301"},
		{"María José Álvarez-Montenegro de la Fuente", "1200 North Washington Boulevard, Apartment 14B", "San Luis Obispo, California 93401-1234"},
	} {
		l := letterSheet{
			Lang: p.Lang(), Clinic: clinic, Name: lines[0], Lead: p.T("mail.lead", "Clinic", clinic), Takes: p.T("mail.takes"), Until: p.T("mail.until", "Day", "March 31, 2027"),
			Scan: p.T("letter.scan"), ByHand: p.T("mail.by_hand"), QR: picture, Home: "beta.harborstreet.example", Code: "7K3M-Q9TX-2V8D-HW5E",
			Call: p.T("mail.call", "Clinic", clinic, "Phone", "+1 303 555 0100"), Stop: p.T("letter.stop"),
		}
		l.Address, l.Small = inWindow(lines)
		all = append(all, l)
	}
	v.Pages = pagesOf(all, strips)
	return v
}

func nobodyLeft(p texts.Printer) sheetsPage {
	v := exampleSheets(p, false)
	v.Pages, v.Left, v.Long, v.Paper = nil, 3, 1, paperA4
	return v
}
