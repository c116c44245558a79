package vendors

import (
	"net/url"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/metrics"
	"soundings/surveys/board"
	"soundings/web/page"
	"soundings/web/texts"
)

// Examples returns each page of this room as it may be sent.
func Examples(p texts.Printer) []page.Example {
	at := page.ExampleTeamPages(p)
	card, today := exampleCard(), exampleDay(3, 1)
	show := func(v plan.Vendor, releases ...[]page.Cell) VendorPage {
		shown := newVendorPage(at(vendorPath), v, today)
		shown.Releases = newReleaseTable(shown.Page)
		shown.Releases.Rows = releases
		return shown
	}
	release, promised := exampleRelease()
	known := names{"labs": "Test results", "photos": "Photos in messages"}
	row := releaseRow(at(vendorPath), known, release, promised, today)
	ended := card
	ended.Contract.Ends, ended.Tickets = exampleDay(2, 1), "https://tickets.example.net/"
	wrong := at(editPath)
	wrong.Form = page.Form{Values: url.Values{"name": {""}, "tickets": {"tickets.example.net"}, "people[0].name": {""}, "people[0].phone": {"555"}}, Problems: page.SayFields(p, []base.Field{
		{Name: "name", Text: base.T("error.required")}, {Name: "tickets", Text: base.T("vendor.tickets_bad")}, {Name: "people[0].name", Text: base.T("error.required")},
	})}
	overtaken := at(editPath)
	overtaken.Form = page.Form{Values: values(ended), Problems: []page.Problem{{Text: p.T("vendor.changed")}}}
	late := newEditPage(overtaken, card)
	late.Overtaken = cardFacts(overtaken, card)
	path := page.ReleaseHref(release.ID)
	chosen := newReleasePage(at(path), release, promised, exampleReport(true))
	chosen.Cohorts = []page.Option{{Value: "first", Text: "First testers", Chosen: true}, {Value: "second", Text: "Winter group"}}
	coming := exampleReport(false)
	return []page.Example{
		{Name: "the vendor", View: show(card, row)}, {Name: "the vendor, the contract over", View: show(ended, row)}, {Name: "the vendor, unknown", View: show(plan.Vendor{})},
		{Name: "the form", View: newEditPage(at(editPath), card)}, {Name: "the form, wrong", View: newEditPage(wrong, plan.Vendor{})}, {Name: "the form, overtaken", View: late},
		{Name: "a release", View: chosen}, {Name: "a release that was a week ago", View: newReleasePage(at(path), release, nil, coming)},
		{Name: "a release ahead, without features", View: newReleasePage(at(path), plan.Entry{ID: release.ID, Title: "Version 9", Date: release.Date}, nil, metrics.ReleaseReport{Before: coming.After, After: coming.After})},
	}
}

func exampleDay(month, day int) time.Time {
	return time.Date(2027, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}

func exampleCard() plan.Vendor {
	return plan.Vendor{
		Name: "Portal Works", Hours: "Monday to Friday, 8 to 5 Eastern", Tickets: "https://tickets.example.net/{ticket}",
		People: []plan.VendorContact{
			{Name: "María José Álvarez-Montenegro", Role: "Support", Phone: "207-555-0177, ext. 4", Email: "support@portal-works.example.net"}, {Name: "Kim Ellis", Role: "Our account"},
		},
		Contract: plan.Contract{Ends: exampleDay(6, 30), Notice: 90, Text: "Two years, renewed by one if nobody gives notice.\nPhotos cost extra."}, Version: 2,
	}
}

// exampleRelease returns a release with a promise of each kind.
func exampleRelease() (plan.Entry, []board.Promise) {
	e := plan.Entry{ID: "E", Kind: plan.Release, Title: "The winter release", Text: "Brings photos in messages.", Owner: "Kim Ellis", Date: exampleDay(1, 20), Touches: []string{"labs", "photos"}, Mends: []string{"B-3", "B-7", "B-9", "B-12", "B-13"}}
	return e, []board.Promise{
		{Named: "B-3", Bump: board.Bump{ID: "B-3", State: board.Told, Title: "The list is slow"}}, {Named: "B-7", Bump: board.Bump{ID: "B-5", State: board.Assessing, Public: base.Words{"en": "Photos are lost", "es": "Las fotos se pierden"}}},
		{Named: "B-9", Bump: board.Bump{ID: "B-9", State: board.NotPlanned, Title: "Fax"}}, {Named: "B-12", Bump: board.Bump{ID: "B-12", State: board.New}}, {Named: "B-13"},
	}
}

// exampleReport returns what was different after a release, or what is known of that a week later.
func exampleReport(over bool) metrics.ReleaseReport {
	day := metrics.Day(20838)
	number := func(x float64) *float64 { return &x }
	n := func(x int) *int { return &x }
	r := metrics.ReleaseReport{
		Release: "E", Before: metrics.Span{From: day - 28, To: day - 1, Over: true}, After: metrics.Span{From: day, To: day + 27, Over: over},
		Cohort: "first", Name: base.Words{"en": "First testers", "es": "Primeras personas"},
		Features: []metrics.FeatureAround{
			{Feature: "labs", Name: base.Words{"en": "Test results", "es": "Resultados"}, Before: &metrics.Use{Active: 41, Exposed: n(240)}, After: &metrics.Use{Active: 187, Exposed: n(612)}},
			{Feature: "photos", Name: base.Words{"en": "Photos in messages", "es": "Fotos en los mensajes"}, Before: &metrics.Use{}, After: &metrics.Use{Active: 12, Exposed: n(61)}},
		},
		Scores: []metrics.ScoreAround{
			{Survey: "portal", Title: base.Words{"en": "Is the portal working for you?", "es": "¿Le funciona el portal?"}, Instrument: "sus",
				Before: &metrics.ToldScore{Day: day - 9, N: 61, Mean: number(64.2), Low: number(59.8), High: number(68.6)}, After: &metrics.ToldScore{Day: day + 20, N: 102, Mean: number(71.3), Low: number(68), High: number(74.6)}},
			{Survey: "short", Title: base.Words{"en": "Two questions", "es": "Dos preguntas"}, Instrument: "umux-lite", Before: &metrics.ToldScore{Day: day - 2}, After: &metrics.ToldScore{Day: day + 3, N: 11, Mean: number(70)}},
		},
	}
	if !over {
		for i := range r.Features {
			r.Features[i].After = nil
		}
		r.Scores = r.Scores[1:]
		r.Scores[0].After = nil
	}
	return r
}
