package letters

import (
	"html/template"

	"soundings/cohorts/contact"
	"soundings/web/page"
	"soundings/web/texts"
)

// Examples returns each page of this room as it may be sent.
func Examples(p texts.Printer) []page.Example {
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
