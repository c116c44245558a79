package answer

import (
	"fmt"
	"net/url"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/web/page"
	"soundings/web/texts"
)

// ballotExamples returns the pages of polls.
func ballotExamples(p texts.Printer) []page.Example {
	frame := page.ExamplePage(p, "/p/7K3M-Q9TX-2V8D-HW5E")
	wrong := frame
	wrong.Form = page.Form{Values: url.Values{"rank.messaging": {"1"}, "rank.bills": {"1"}}, Problems: []page.Problem{{Field: "rank.bills", Text: p.T("ballot.place_twice", "Place", 1)}}}
	unnamed := page.ExamplePage(p, "/join/messaging")
	unnamed.Form = page.Form{Values: url.Values{"phone": {"call me"}}, Problems: []page.Problem{{Field: "name", Text: p.T("join.no_name")}, {Field: "phone", Text: p.T("error.phone")}}}
	rows := []BallotRow{
		{Key: "messaging", Field: "rank.messaging", Name: "Secure messaging", About: "Write to your care team.", Value: "1", Remove: p.T("ballots.remove")},
		{Key: "bills", Field: "rank.bills", Name: "Bills and payments", Value: "1", Error: p.T("ballot.place_twice", "Place", 1)},
		{Key: "booking", Field: "rank.booking", Name: "Booking a visit", Choose: p.T("ballots.choose", "Place", 2)},
	}
	groups := &page.Question{ID: "group", Type: "single", Text: p.T("ballots.group"), Required: true, Options: []page.Option{{Value: "staff", Text: p.T("ballots.group.staff"), Chosen: true}, {Value: "patient", Text: p.T("ballots.group.patient"), Chosen: false}}}
	steps := page.Question{ID: "rating.bills", Type: "scale", Text: p.T("ballots.rate"), Options: page.ExampleSteps(p, 1, 5, 2), Low: p.T("ballots.rate_low"), High: p.T("ballots.rate_high")}
	return []page.Example{
		{Name: "ballot, rank", View: BallotPage{Page: frame, Title: "What next?", Method: "rank", Guide: p.T("ballots.guide.rank") + " " + p.T("ballots.guide.patients", "Limit", 5), Promise: p.T("ballots.unnamed"), Groups: groups, Rows: rows}},
		{Name: "ballot, wrong", View: BallotPage{Page: wrong, Title: "What next?", Method: "rank", Guide: p.T("ballots.guide.top", "Limit", 5), Promise: p.T("ballots.secret"), Seed: "S", Rows: rows}},
		{Name: "ballot, rating", View: BallotPage{Page: frame, Title: "What next?", Method: "rating", Guide: p.T("ballots.guide.rating"), Voted: true, Shared: true, Features: []BallotFeature{{"Bills", "", []page.Question{steps}}}}},
		{Name: "ballot, maxdiff", View: BallotPage{Page: frame, Title: "What next?", Method: "maxdiff", Guide: p.T("ballots.guide.maxdiff"), Sets: []BallotSet{
			{Title: p.T("ballots.set", "Number", 1, "Sets", 8), Best: "best.1", Worst: "worst.1", WorstProblem: p.T("ballot.best_is_worst"), Rows: []SetRow{{Key: "bills", Name: "Bills", Best: true}, {Key: "booking", Name: "Booking", Letter: 1}}}}}},
		{Name: "join", View: JoinPage{Page: page.ExamplePage(p, "/join/messaging"), Cohort: "Secure messaging", Purpose: "To learn whether messages reach the nurses faster.", By: "Q7F2MK", Speaks: frame.Offered()}},
		{Name: "join, wrong", View: JoinPage{Page: unnamed, Cohort: "Secure messaging", Speaks: frame.Offered()}},
		{Name: "joined", View: JoinPage{Page: page.ExamplePage(p, "/join/messaging"), Cohort: "Secure messaging", Sent: true}},
		{Name: "nobody can join", View: page.MessagePage{Page: frame, Kind: "join_closed", Back: "/"}},
		{Name: "voted", View: VotedPage{Page: frame, Poll: "What next?", Change: "/p/7K3M-Q9TX-2V8D-HW5E"}},
		{Name: "voted in secret", View: VotedPage{Page: frame, Poll: "What next?", Secret: true}},
		{Name: "voted by a code", View: VotedPage{Page: frame, Poll: "What next?", Secret: true, ByCode: true}},
		{Name: "sent before from here", View: AgainPage{Page: frame, Poll: "What next?", Typed: []page.TypedField{{Name: "rank.bills", Value: "1"}}}},
		{Name: "sent too fast", View: page.MessagePage{Page: frame, Kind: "poll_busy"}},
		{Name: "code unknown", View: page.MessagePage{Page: frame, Kind: "unknown_code", Back: "/"}},
		{Name: "no cookie", View: page.MessagePage{Page: frame, Kind: "no_cookie", Back: "/p/X"}},
		{Name: "not yet", View: page.MessagePage{Page: frame, Kind: "poll_not_yet"}},
		{Name: "poll closed", View: page.MessagePage{Page: frame, Kind: "poll_closed"}},
		{Name: "poll closed, sent late", View: page.MessagePage{Page: frame, Kind: "poll_closed", Typed: []page.TypedAnswer{{Question: "Secure messaging", Answer: "1"}, {Question: "Bills and payments", Answer: "2"}}}},
		{Name: "poll, not asked", View: page.MessagePage{Page: frame, Kind: "poll_not_asked"}},
	}
}

// patientExamples returns the pages behind personal links but for ballots.
func patientExamples(p texts.Printer) []page.Example {
	link := func() page.Page { return page.ExamplePage(p, "/s/7K3M-Q9TX-2V8D-HW5E") }
	wrong := link()
	wrong.Form.Problems = []page.Problem{{Field: "helped", Text: p.T("answer.required_choice")}, {Field: "minutes", Text: p.T("answer.range", "Low", 0, "High", 60)}}
	mistyped := page.ExamplePage(p, "/")
	mistyped.Form = page.Form{Values: url.Values{"code": {"7K3M-Q9TX"}}, Problems: []page.Problem{{Field: "code", Text: p.T("link.unknown")}}}
	larger := link()
	larger.Larger, larger.Demo = true, true
	tried := page.ExamplePage(p, "/surveys/portal/preview")
	tried.Preview = &page.Preview{Printer: p, Back: page.Link{Text: "Is the portal working for you?", Href: "/surveys/portal"}, Path: "/surveys/portal/preview", Ref: "P-0001", Languages: []page.Link{{Text: "Español", Href: "/surveys/portal/preview?in=es"}}}
	kiosk := func(path string) page.Page {
		frame := page.ExamplePage(p, path)
		frame.Kiosk = "/kiosk/7K3M-Q9TX-2V8D-HW5E"
		return frame
	}
	return []page.Example{
		{Name: "home", View: HomePage{page.ExamplePage(p, "/")}},
		{Name: "home, mistyped", View: HomePage{mistyped}},
		{Name: "kiosk", View: KioskPage{kiosk("/kiosk/7K3M-Q9TX-2V8D-HW5E")}}, {Name: "thanks at a kiosk", View: ThanksPage{Page: kiosk("/s/7K3M-Q9TX-2V8D-HW5E"), Kind: "answered", Survey: "Is the portal working for you?", When: "March 9, 2027"}},
		{Name: "survey", View: AnswerPage{Page: link(), Survey: "Is the portal working for you?", Number: 1, Pages: 3, First: true, Questions: exampleQuestions(p, "")}},
		{Name: "survey, SUS", View: AnswerPage{Page: link(), Survey: "Is the portal working for you?", Number: 2, Pages: 3, Questions: []page.Question{exampleSUS(p)}}},
		{Name: "survey, wrong", View: AnswerPage{Page: wrong, Survey: "Is the portal working for you?", Number: 3, Pages: 3, Last: true, FreeText: true, Questions: exampleQuestions(p, p.T("answer.required_choice"))}},
		{Name: "survey, larger", View: AnswerPage{Page: larger, Survey: "Is the portal working for you?", Number: 1, Pages: 1, First: true, Last: true, FreeText: true, Questions: append(exampleQuestions(p, ""), exampleSUS(p))}},
		{Name: "survey, empty", View: AnswerPage{Page: link(), Survey: "Nothing", Number: 1, Pages: 1, First: true, Last: true}},
		{Name: "survey, anonymous", View: AnswerPage{Page: link(), Survey: "Is the portal working for you?", Number: 2, Pages: 2, Last: true, FreeText: true, Anonymous: true, InForm: true, Typed: []page.TypedField{{Name: "used", Value: "labs"}}, Questions: exampleQuestions(p, "")}},
		{Name: "survey, preview", View: AnswerPage{Page: tried, Survey: "Is the portal working for you?", Number: 1, Pages: 3, First: true, InForm: true, Questions: exampleQuestions(p, "")}},
		{Name: "thanks, anonymous", View: ThanksPage{Page: link(), Kind: "anonymous"}},
		{Name: "thanks", View: ThanksPage{Page: link(), Kind: "answered", Survey: "Is the portal working for you?", When: "March 4, 2027"}},
		{Name: "message, answered", View: page.MessagePage{Page: link(), Kind: "answered", Date: "March 4, 2027"}},
		{Name: "message, closed", View: page.MessagePage{Page: link(), Kind: "closed", Date: "March 4, 2027"}},
		{Name: "message, closed with answers", View: page.MessagePage{Page: link(), Kind: "closed", Typed: []page.TypedAnswer{{Question: "Did it help?", Answer: "Yes"}, {Question: "What went wrong?", Answer: "It was slow.\nTwice."}}}},
		{Name: "message, expired", View: page.MessagePage{Page: link(), Kind: "expired", Date: "March 4, 2027"}},
		{Name: "choices", View: ChoicesPage{Page: link(), Mail: true, Letter: true, Cohorts: []page.Link{{Text: "Secure messaging", Href: "/u/7K3M?leave=messaging"}}}},
		{Name: "choices, left", View: ChoicesPage{Page: link(), Done: "remove"}},
		{Name: "choices, left, answers kept", View: ChoicesPage{Page: link(), Done: "keep", Left: []page.Link{{Text: "Secure messaging", Href: "/u/7K3M?remove=messaging"}}}},
		{Name: "choices, answers removed", View: ChoicesPage{Page: link(), Done: "removed"}},
		{Name: "a replaced link", View: ReplacedPage{Page: link()}},
		{Name: "a replaced link, mail ended", View: ReplacedPage{Page: link(), Ended: true}},
		{Name: "leave", View: LeavePage{Page: link(), ID: "messaging", Name: "Secure messaging"}},
		{Name: "leave, with what stays", View: LeavePage{Page: link(), ID: "messaging", Name: "Secure messaging", Stays: []string{"What next?"}, Secret: []string{"How is it going?"}, Anonymous: []string{"Is the portal working for you?"}}},
		{Name: "leave, later", View: LeavePage{Page: link(), ID: "messaging", Name: "Secure messaging", Later: true}},
		{Name: "sent empty", View: EmptyPage{Page: link(), Survey: "Is the portal working for you?", Number: 1}},
		{Name: "message, left", View: page.MessagePage{Page: link(), Kind: "left"}},
		{Name: "message, over", View: page.MessagePage{Page: link(), Kind: "over"}},
		{Name: "message, removed", View: page.MessagePage{Page: link(), Kind: "removed"}},
		{Name: "message, unknown", View: page.MessagePage{Page: link(), Kind: "unknown", Back: "/"}},
		{Name: "message, saved", View: page.MessagePage{Page: link(), Kind: "saved", Date: "March 4, 2027", Code: "7K3M-Q9TX-2V8D-HW5E", Back: "/s/7K3M-Q9TX-2V8D-HW5E"}},
		{Name: "message, not asked", View: page.MessagePage{Page: link(), Kind: "not_asked"}},
		{Name: "message, full", View: page.MessagePage{Page: link(), Kind: "full"}},
		{Name: "message, elsewhere", View: page.MessagePage{Page: link(), Kind: "elsewhere"}},
		{Name: "message, not found", View: page.MessagePage{Page: page.ExamplePage(p, "/nowhere"), Kind: "not_found", Back: "/"}},
		{Name: "message, busy", View: page.MessagePage{Page: link(), Kind: "busy"}},
		{Name: "message, too large", View: page.MessagePage{Page: link(), Kind: "too_large"}},
		{Name: "message, forbidden", View: page.MessagePage{Page: link(), Kind: "forbidden"}},
		{Name: "message, fault", View: page.MessagePage{Page: page.Page{Printer: p}, Kind: "fault"}},
	}
}

// consentExamples returns the pages around saying yes or no.
func consentExamples(p texts.Printer) []page.Example {
	link := func() page.Page { return page.ExamplePage(p, "/s/7K3M-Q9TX-2V8D-HW5E") }
	cohort := cohorts.Cohort{Name: base.Words{"en": "Secure messaging, spring", "es": "Mensajes seguros, primavera"}, Months: 6}
	words, _ := page.ConsentWords(link(), cohort, cohorts.ConsentWording{})
	cohort.Purpose = base.Words{"en": "We want to learn whether messages reach the nurses faster.", "es": "Queremos saber si los mensajes llegan antes a las enfermeras."}
	cohort.Kind, cohort.Approval, cohort.Board = cohorts.Research, "IRB 2027-14", "(555) 010-0199"
	research, _ := page.ConsentWords(link(), cohort, cohorts.ConsentWording{})
	larger, minor := link(), link()
	larger.Larger, larger.Demo = true, true
	minor.Proxy, minor.For = true, "Lucía"
	minor.Form = page.Form{Problems: []page.Problem{{Field: "assent", Text: p.T("consent.assent_missing")}}}
	said := []page.Option{{Value: "yes", Text: p.T("consent.assent.yes")}, {Value: "no", Text: p.T("consent.assent.no")}, {Value: "young", Text: p.T("consent.assent.young")}}
	return []page.Example{
		{Name: "consent", View: ConsentPage{Page: link(), Intro: words.Title, Parts: words.Parts}},
		{Name: "consent, said no before", View: ConsentPage{Page: larger, Intro: words.Title, Parts: words.Parts, Said: "decline"}},
		{Name: "consent, left before", View: ConsentPage{Page: link(), Intro: words.Title, Parts: words.Parts, Said: "leave"}},
		{Name: "consent, research", View: ConsentPage{Page: link(), Intro: research.Title, Parts: research.Parts, Again: true}},
		{Name: "consent, minor", View: ConsentPage{Page: minor, Intro: words.Title, Parts: words.Parts, Assent: said}},
		{Name: "consent, copy", View: ConsentCopyPage{Page: link(), When: "March 4, 2027", Copy: research, Asked: p.T("consent.assent.yes")}},
		{Name: "thanks, agreed", View: ThanksPage{Page: link(), Kind: "agreed", Copy: "/s/7K3M-Q9TX-2V8D-HW5E?copy=1"}},
		{Name: "thanks, declined", View: ThanksPage{Page: link(), Kind: "declined", Next: "/s/7K3M-Q9TX-2V8D-HW5E?again=1"}},
		{Name: "thanks, left", View: ThanksPage{Page: link(), Kind: "left", When: "March 4, 2027", Next: "/s/7K3M-Q9TX-2V8D-HW5E?again=1"}},
	}
}

func exampleQuestions(p texts.Printer, problem string) []page.Question {
	return []page.Question{
		{ID: "intro", Type: "note", Text: "Think of the last time you used the portal."},
		{ID: "helped", Type: "single", Text: "Did the portal help you do what you wanted to do?", Required: true, Error: problem,
			Options: []page.Option{{Value: "yes", Text: "Yes", Chosen: false}, {Value: "partly", Text: "Partly, but I had to call the clinic as well because something was missing", Chosen: false}, {Value: "no", Text: "No", Chosen: false}}},
		{ID: "used", Type: "multiple", Text: "What did you use?", Many: true, MaxChoices: 2,
			Options: []page.Option{{Value: "messages", Text: "Messages to the clinic", Chosen: true}, {Value: "results", Text: "Test results", Chosen: false}, {Value: "visits", Text: "Visits", Chosen: true}},
			Alone:   []page.Option{{Value: "none", Text: "None of these", Chosen: false}}},
		{ID: "likely", Type: "scale", Text: "How likely would you tell a friend to use the portal?", Required: true, Low: "Not likely", High: "Very likely", Options: page.ExampleSteps(p, 0, 10, 7)},
		{ID: "minutes", Type: "number", Text: "How many minutes did it take?", Help: "A guess is fine.", Value: "75", Error: problem},
		{ID: "why", Type: "text", Text: "What went wrong?", Value: "I could not find\nmy <results>"},
	}
}

func exampleSUS(p texts.Printer) page.Question {
	q := page.Question{ID: "sus", Type: "instrument", Help: p.T("sus.intro")}
	for i := 1; i <= 10; i++ {
		q.Items = append(q.Items, page.Question{
			ID: fmt.Sprintf("sus.%d", i), Type: "scale", Text: p.T(fmt.Sprintf("sus.%d", i)),
			Low: p.T("sus.low"), High: p.T("sus.high"), Options: page.ExampleSteps(p, 1, 5, i%5),
		})
	}
	return q
}
