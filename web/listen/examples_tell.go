package listen

import (
	"net/url"

	"soundings/cohorts/contact"
	"soundings/surveys/board"
	"soundings/web/page"
	"soundings/web/texts"
)

// exampleTellings returns the pages by which people are told.
func exampleTellings(p texts.Printer) []page.Example {
	at := page.ExampleTeamPages(p)
	frame, wrong := at("/board/B-17/tell"), at("/board/B-17/tell")
	wrong.Form = page.Form{Values: url.Values{"tell": {"reported"}, "groups.reported.en": {"Fixed " + board.Blank}}, Problems: []page.Problem{{Field: "groups.reported.en", Text: p.T("announcement.blank", "Blank", board.Blank)}, {Field: "news", Text: p.T("announcement.no_news")}}}
	words := []said{{"en", []string{"You told us about this: photos do not go out.", "We have changed the words on the page."}}, {"es", []string{"Usted nos avisó de esto: las fotos no salen.", "Cambiamos el texto de la página."}}}
	form := func(frame page.Page, told string) tellPage {
		v := tellPage{Page: frame, Source: page.Link{Text: "B-17", Href: "/board/B-17"}, Title: p.T("tell.title", "Bump", "B-17"), To: "/board/B-17/tell", Heard: frame.InEach("heard", "tell.heard", "text", "tell.heard_hint")}
		for n, audience := range board.Audiences() {
			one := audienceForm{ID: string(audience), Name: p.T("tell.audience." + string(audience)), Tells: n < 2}
			if told != "" && n < 2 {
				one.Told, one.Words = told, words
			} else {
				one.Fields = frame.InEach("groups."+string(audience), "tell.words", "textarea")
			}
			v.Audiences = append(v.Audiences, one)
		}
		for _, ready := range contact.ReadyTellings() {
			v.Ways = append(v.Ways, page.Option{Value: ready.Name, Text: p.T("tell.way." + ready.Name)})
		}
		return v
	}
	when := p.T("tell.told", "When", "March 4, 2027, 9:05 AM")
	first, looked, more := form(frame, ""), form(frame, ""), form(frame, when)
	first.NoMail = true
	looked.Looks = []tellLook{{Name: p.T("tell.audience.reported"), Reaches: p.T("tell.people", "Count", 14) + " · " + p.T("outbox.by.mail") + ": 12", Unreached: p.T("tell.unreached", "Count", 2), Words: words}}
	more.Way = p.T("tell.way.own")
	late := form(at("/plan/year/tell/bills"), "")
	late.Source, late.Title = page.Link{Text: p.T("menu.plan"), Href: "/plan/year"}, p.T("plans.tell_of", "Feature", "Bills")
	late.To, late.ByHand, late.Audiences = "/plan/year/tell/bills", "/plan/year/told/bills", late.Audiences[1:]
	late.Audiences[0].Name, late.Heard = p.T("tell.will_see"), frame.InEach("heard", "tell.headline", "text", "tell.headline_hint")
	a := announcementPage{
		Page: at("/announcements/A-17"), To: "/announcements/A-17", More: "/board/B-17/tell", Heard: words[:1],
		Head: page.Head{Printer: p, Above: page.Link{Text: "B-17", Href: "/board/B-17"}, Name: p.T("outbox.about_announcement", "Announcement", "A-17"), Facts: receiptFacts(frame, board.OfBump("B-17"), board.Receipts{Told: 214, Sent: 201, Read: 96, Fixed: 9, NotFixed: 1})},
		Told: []audienceForm{{Name: p.T("tell.audience.reported"), Told: when, Words: words}, {Name: p.T("tell.audience.patient"), Told: when, Words: words}},
	}
	a.Quotes = []page.Option{{Value: "1", Text: "Se queda dando vueltas."}}
	return []page.Example{{Name: "telling", View: first}, {Name: "telling, before it is sent", View: looked}, {Name: "telling, wrong", View: form(wrong, "")}, {Name: "telling more", View: more}, {Name: "telling of a slip", View: late}, {Name: "an announcement", View: a}}
}
