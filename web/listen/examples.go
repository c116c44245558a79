package listen

import (
	"slices"
	"time"

	"soundings/cohorts/base"
	"soundings/surveys/board"
	"soundings/web/page"
	"soundings/web/texts"
)

// Examples returns each page of this room as it may be sent.
func Examples(p texts.Printer) []page.Example {
	at := page.ExampleTeamPages(p)
	empty := boardPage{Page: at("/board"), Tabs: boardTabs(at(""), board.Counts{}, "")}
	wrong := settingsPage{Page: at("/board/settings"), Severities: severities(at("")), Version: "1", Days: exampleDays(p)}
	wrong.Form = page.Form{Values: settingsValues(board.DefaultSettings()), Problems: []page.Problem{{Field: "working_hours.to", Text: p.T("board.hours_backwards")}}}
	set := wrong
	set.Form = page.Form{Values: settingsValues(board.DefaultSettings())}
	return slices.Concat([]page.Example{{Name: "no bump yet", View: empty}, {Name: "board", View: exampleBoard(p)}, {Name: "bumps that are done", View: exampleClosed(p)},
		{Name: "targets", View: set}, {Name: "targets, wrong", View: wrong}}, exampleCards(p), reportExamples(p), exampleTellings(p), saidExamples(p))
}

func exampleDays(p texts.Printer) []page.Option {
	return []page.Option{{Value: "mon", Text: p.T("day.mon")}, {Value: "sun", Text: p.T("day.sun")}}
}

var exampleCounts = board.Counts{
	{Where: "secure-messaging", State: board.New}: 2, {Where: "secure-messaging", State: board.Done, Severity: board.Major}: 31, {Where: board.SigningIn, State: board.Told, Severity: board.Minor}: 12,
}

func exampleRows(p texts.Printer) []cardRow {
	at := page.ExampleTeamPages(p)
	return []cardRow{
		{ID: "B-31", Title: "Una paciente no recibió el resultado que esperaba de su análisis", Where: "Lab results", State: stateBadge(at(""), board.New), Severity: severityBadge(at(""), board.Blocker),
			People: p.T("bump.people", "Count", 1), Concern: true, Due: p.T("bump.answer_due", "When", "March 4, 2027, 9:05 AM"), Overdue: true, Next: "assessing", NextText: p.T("bump.to.assessing"), Version: 1},
		{ID: "B-17", Title: p.T("bump.untitled", "Where", "Secure messaging"), Where: "Secure messaging", State: stateBadge(at(""), board.Adapting), Severity: severityBadge(at(""), board.Major),
			People: p.T("bump.people", "Count", 14), Owner: "Jordan Reyes", Due: p.T("bump.change_due", "When", "March 9, 2027, 5:00 PM"), Version: 7},
	}
}

func exampleBoard(p texts.Printer) boardPage {
	frame := page.ExampleTeamPages(p)("/board")
	v := boardPage{Page: frame, Any: true, Tabs: boardTabs(frame, exampleCounts, "")}
	v.Filter = boardFilter{Mine: true, Features: []page.Option{{Value: "secure-messaging", Text: "Secure messaging"}}, Groups: page.ExampleGroups(p, "")}
	rows := exampleRows(p)
	for n, state := range board.OpenStates() {
		l := lane{ID: string(state), Name: p.T("bump.state." + string(state))}
		if n < len(rows) {
			l.Cards = rows[n : n+1]
		}
		v.Lanes = append(v.Lanes, l)
	}
	return v
}

func exampleClosed(p texts.Printer) boardPage {
	frame := page.ExampleTeamPages(p)("/board")
	return boardPage{Page: frame, Any: true, Closed: true, Tabs: boardTabs(frame, exampleCounts, board.Done), Rows: exampleRows(p)}
}

func exampleCards(p texts.Printer) []page.Example {
	frame := page.ExampleTeamPages(p)("/board/B-17")
	when := time.Date(2027, 3, 4, 9, 5, 0, 0, time.UTC)
	b := board.Bump{
		ID: "B-17", State: board.Adapting, Severity: board.Major, Where: "secure-messaging", Title: "Photos do not go out", Public: base.Words{"en": "Photos cannot be sent", "es": "No se pueden enviar fotos"},
		Alternatives: []board.Alternative{{ID: "1", Kind: board.Wording, Title: "Say which photos go", Effort: "an hour", Reach: "everybody", Risk: "none", Decides: "the pair", Chosen: true}},
		Adaptation:   board.Adaptation{Kind: board.Wording, Title: "Say which photos go", Why: "The vendor needs months.", Owner: "María José Álvarez-Montenegro", Due: when, Task: "bump-B-17"},
		Concern:      board.Concern{Raised: when}, Version: 7,
	}
	say := sayer{Page: frame, places: []page.Option{{Value: "secure-messaging", Text: "Secure messaging"}, {Value: board.SigningIn, Text: p.T("bump.place.signing-in")}}, who: func(base.Actor) string { return "Jordan Reyes" }}
	full := cardPage{
		Page: frame, Bump: b, Version: "7", Concern: "March 4, 2027, 9:05 AM", Severities: severities(frame), Places: say.places,
		Owners: []page.Option{{Value: "1", Text: "Jordan Reyes"}}, Cohorts: []page.Option{{Text: p.T("bump.no_rollout")}}, Alternatives: alternativeRows(b.Alternatives),
		Moves:   moves(frame, b),
		Decided: decided(frame, b.Adaptation), Task: "/charter/bump-B-17",
		Head: page.Head{Printer: p, Above: page.Link{Text: p.T("board.title"), Href: "/board"}, Name: "B-17 Photos do not go out", State: stateBadge(frame, b.State), Facts: []page.Fact{
			{Label: p.T("bump.severity"), Value: p.T("bump.severity.major")}, {Label: p.T("bump.reporters"), Value: p.T("bump.affected", "People", p.T("bump.people", "Count", 14), "Share", "8%", "See", "187")},
		}},
		Reports: []reportRow{
			{ID: "1", Who: page.Link{Text: "P-0001", Href: "/participants/P-0001"}, Group: p.T("group.patient"), Text: "No puedo enviar la foto de mi receta. Se queda dando vueltas.", Lang: "es", At: "March 4, 2027, 9:05 AM", Call: true, Fixed: p.T("bump.fixed.no")},
			{ID: "2", Group: p.T("group.staff"), At: "March 5, 2027, 8:00 AM"},
		},
	}
	full.Quotable = []page.Option{{Value: "1", Text: "P-0001 · March 4, 2027, 9:05 AM"}}
	full.Quotes = []quoteRow{{Report: "1", Text: "Se queda dando vueltas.", Lang: "es", Who: "P-0001", State: p.T("quote.state.yes")}}
	for _, kind := range board.Kinds() {
		full.Kinds = append(full.Kinds, page.Option{Value: string(kind), Text: p.T("bump.kind." + string(kind))})
	}
	for _, n := range []board.Note{{Kind: board.Reported}, {Kind: board.Moved, From: "new", To: "assessing"}, {Kind: board.Commented, Text: "Asked the vendor."}, {Kind: board.Decided, To: "wording", Text: "Say which photos go"}} {
		full.History = append(full.History, page.Happening{At: "March 4, 2027, 9:05 AM", What: say.note(n), Who: "Jordan Reyes"})
	}
	full.Form.Values = cardValues(b)
	taken := full
	taken.Overtaken, taken.Concern = true, ""
	taken.Form.Problems = []page.Problem{{Text: p.T("error.changed")}}
	wrong := full
	wrong.Concern = ""
	wrong.Form.Problems = []page.Problem{{Field: "adaptation.due", Text: p.T("error.required")}, {Field: "quote", Text: p.T("quote.not_written")}, {Field: "into", Text: p.T("bump.unknown")}, {Field: "reason", Text: p.T("bump.reason_wanted")}}
	fresh := full
	fresh.Bump, fresh.Concern, fresh.Decided, fresh.Task, fresh.Reports, fresh.History = board.Bump{ID: "B-32", State: board.New}, "", nil, "", full.Reports[:1], full.History[:1]
	fresh.Quotes = nil
	merged := full
	merged.Into, merged.Concern, merged.Reports = "B-12", "", nil
	return []page.Example{{Name: "a bump", View: full}, {Name: "a new bump", View: fresh}, {Name: "a bump that somebody else changed", View: taken}, {Name: "a bump, wrong", View: wrong}, {Name: "a merged bump", View: merged}}
}
