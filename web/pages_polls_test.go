package web

import (
	"html/template"
	"net/url"

	"soundings/web/texts"
)

func ballotExamples(p texts.Printer) []example {
	page := pageOf(p, "/p/7K3M-Q9TX-2V8D-HW5E")
	wrong := page
	wrong.Form = Form{url.Values{"rank.messaging": {"1"}, "rank.bills": {"1"}}, []Problem{{"rank.bills", p.T("ballot.place_twice", "Place", 1)}}}
	rows := []BallotRow{
		{Key: "messaging", Field: "rank.messaging", Name: "Secure messaging", About: "Write to your care team.", Value: "1", Remove: p.T("ballots.remove")},
		{Key: "bills", Field: "rank.bills", Name: "Bills and payments", Value: "1", Error: p.T("ballot.place_twice", "Place", 1)},
		{Key: "booking", Field: "rank.booking", Name: "Booking a visit", Choose: p.T("ballots.choose", "Place", 2)},
	}
	groups := &Question{ID: "group", Type: "single", Text: p.T("ballots.group"), Required: true, Options: []Option{{"staff", p.T("ballots.group.staff"), true}, {"patient", p.T("ballots.group.patient"), false}}}
	steps := Question{ID: "rating.bills", Type: "scale", Text: p.T("ballots.rate"), Options: exampleSteps(p, 1, 5, 2), Low: p.T("ballots.rate_low"), High: p.T("ballots.rate_high")}
	return []example{
		{"ballot, rank", BallotPage{Page: page, Title: "What next?", Method: "rank", Guide: p.T("ballots.guide.rank") + " " + p.T("ballots.guide.patients", "Limit", 5), Promise: p.T("ballots.unnamed"), Groups: groups, Rows: rows}},
		{"ballot, wrong", BallotPage{Page: wrong, Title: "What next?", Method: "rank", Guide: p.T("ballots.guide.top", "Limit", 5), Promise: p.T("ballots.secret"), Seed: "S", Rows: rows}},
		{"ballot, rating", BallotPage{Page: page, Title: "What next?", Method: "rating", Guide: p.T("ballots.guide.rating"), Voted: true, Shared: true, Features: []BallotFeature{{"Bills", "", []Question{steps}}}}},
		{"ballot, maxdiff", BallotPage{Page: page, Title: "What next?", Method: "maxdiff", Guide: p.T("ballots.guide.maxdiff"), Sets: []BallotSet{
			{Title: p.T("ballots.set", "Number", 1, "Sets", 8), Best: "best.1", Worst: "worst.1", WorstProblem: p.T("ballot.best_is_worst"), Rows: []SetRow{{Key: "bills", Name: "Bills", Best: true}, {Key: "booking", Name: "Booking", Letter: 1}}}}}},
		{"voted", VotedPage{page, "What next?", false, "/p/7K3M-Q9TX-2V8D-HW5E"}},
		{"voted in secret", VotedPage{page, "What next?", true, ""}},
		{"sent before by the code", AlreadyPage{page, "What next?", true}},
		{"sent before by a link", AlreadyPage{page, "What next?", false}},
		{"sent too fast", MessagePage{Page: page, Kind: "poll_busy"}},
		{"code unknown", MessagePage{Page: page, Kind: "unknown_code", Back: "/"}},
		{"no cookie", MessagePage{Page: page, Kind: "no_cookie", Back: "/p/X"}},
		{"not yet", MessagePage{Page: page, Kind: "poll_not_yet"}},
		{"poll closed", MessagePage{Page: page, Kind: "poll_closed"}},
		{"poll, not asked", MessagePage{Page: page, Kind: "poll_not_asked"}},
	}
}

func pollExamples(p texts.Printer) []example {
	at := teamPages(p)
	fields := PollFields{
		Methods:   []MethodChoice{{Option{"rank", p.T("polls.method.rank"), true}, p.T("polls.when.rank")}},
		Catalogue: []Option{{"bills", "Bills", false}}, GroupRows: []PollGroup{{Option{"staff", p.T("group.staff"), true}, "weight.staff", "2"}},
	}
	turnout := []TurnoutRow{{p.T("group.staff"), "2", "40", "31", "4", "78%"}, {p.T("group.provider"), "1", "6", p.T("polls.too_few", "Least", 5), "–", "–"}}
	poll := PollPage{Page: at("/polls/next"), PollFields: fields, ID: "next", Title: "What next?", Method: p.T("polls.method.rank"), When: p.T("polls.when.rank"), Kind: p.T("polls.kind.named"),
		Features: []string{"Bills", "Booking"}, Turnout: turnout, ByCode: true, Unsure: true, Counted: true, History: exampleHistory(), Groups: exampleGroups(p, "")[1:], Expires: "2027-03-31"}
	draft, open, closed := poll, poll, poll
	draft.Version, draft.Now = "2", []string{"What next?", p.T("polls.method.rank"), p.T("polls.verified_only")}
	draft.Draft, draft.State = true, Badge{p.T("survey.state.draft"), "waiting"}
	open.Secret, open.Open, open.Code, open.URL, open.State = true, true, "7K3M-Q9TX", "https://beta.harborstreet.example/p/7K3M-Q9TX", Badge{p.T("survey.state.open"), "active"}
	closed.Closed, closed.State = true, Badge{p.T("survey.state.closed"), "done"}
	picture, err := qrPicture("https://beta.harborstreet.example/p/7K3M-Q9TX", p.T("polls.qr"))
	if err != nil {
		picture = template.HTML("")
	}
	link := Link{"What next?", "/polls/next"}
	return []example{
		{"no polls", PollsPage{Page: at("/polls"), PollFields: fields}},
		{"polls", PollsPage{Page: at("/polls"), PollFields: fields, Rows: []PollRow{{"What next?", "/polls/next", Badge{p.T("survey.state.open"), "active"}, p.T("polls.method.rank"), p.T("group.staff"), "40", "March 9, 2027"}}}},
		{"poll draft", draft}, {"poll open", open}, {"poll closed", closed},
		{"poster", PosterPage{at("/polls/next/poster"), link, picture, "beta.harborstreet.example", "7K3M-Q9TX", []PosterPart{{"en", "What next?", "Scan", "Type", "Secret"}, {"es", "¿Qué sigue?", "Apunte", "Escriba", "Secreta"}}}},
		{"no order", PollResultsPage{Page: at("/polls/next/results"), Poll: link, None: p.T("polls.no_order"), Moves: p.T("polls.moves"), Turnout: turnout}},
		{"poll results", PollResultsPage{Page: at("/polls/next/results"), Poll: link, Chart: exampleBars(p), By: p.T("polls.by", "Method", "Borda"), Shares: p.T("polls.order_about"), Agree: p.T("polls.disagree"), Plan: "/plan/new?poll=next",
			Withheld: []string{p.T("polls.withheld", "Group", p.T("group.provider"), "Least", 5)}, Methods: []string{"Borda", "Schulze"}, Standings: []StandingRow{{"Bills", "1", "93%", "", []Cell{{"1", "41", false}, {"2", "3", true}}}},
			Groups: []string{p.T("group.staff")}, Places: []PlaceRow{{"Bills", []Cell{{"3", "", true}}}}, Apart: []Parted{{p.T("polls.pair", "One", "A", "Other", "B"), p.T("polls.tau_none"), []string{"Bills: 1, 4"}}}, Turnout: turnout}},
	}
}
