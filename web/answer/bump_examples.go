package answer

import (
	"net/url"
	"strings"

	"soundings/surveys/board"
	"soundings/web/page"
	"soundings/web/texts"
)

// bumpExamples returns the pages on which people report what went wrong, and follow it.
func bumpExamples(p texts.Printer) []page.Example {
	const at = "/b/7K3M-Q9TX-2V8D-HW5E"
	frame := page.ExamplePage(p, at)
	typed := url.Values{"text": {"I wanted to send a photo of a <letter> to my nurse.\nThe button did nothing."}, "feature": {"messaging"}, "call": {"yes"}}
	full, wrong, slowed := frame, frame, frame
	full.Form = page.Form{Values: typed}
	wrong.Form = page.Form{Values: url.Values{"text": {strings.Repeat("It does not work. ", 300)}}, Problems: []page.Problem{
		{Field: "text", Text: p.T("error.max_length", "Limit", board.MaxText)}, {Field: "feature", Text: p.T("error.required")},
	}}
	slowed.Form = page.Form{Values: typed, Problems: []page.Problem{{Text: p.T("report.too_many", "Count", 58)}}}
	asked := frame
	asked.Report = at
	places := func(chosen string) []page.Option {
		all := []page.Option{{Value: "messaging", Text: "Secure messaging"}, {Value: "bills", Text: "Bills and payments"}}
		for _, place := range board.Places() {
			all = append(all, page.Option{Value: place, Text: placeName(frame, place)})
		}
		for i := range all {
			all[i].Chosen = all[i].Value == chosen
		}
		return all
	}
	proxy := page.ExamplePage(p, at)
	proxy.Proxy, proxy.For = true, "Lucía"
	qr, _ := page.QRPicture("https://portal.example.org"+at, p.T("receipt.qr"))
	receipt := func(state board.State) ReceiptPage {
		return ReceiptPage{
			Page: frame, Wrote: typed.Get("text"), Language: "en", Where: "Secure messaging", When: "March 4, 2027", State: state,
			Code: "7K3M-Q9TX-2V8D-HW5E", Link: "https://portal.example.org" + at, QR: qr,
		}
	}
	sent, done, mended, broken, joined := receipt(board.New), receipt(board.Done), receipt(board.Told), receipt(board.Assessing), receipt(board.Adapting)
	sent.Sent, sent.Shows, broken.Picture = true, true, true
	noPhoto := receipt(board.New)
	noPhoto.Shows, noPhoto.Page.Form = true, page.Form{Problems: []page.Problem{{Field: "picture", Text: p.T("bump.picture_large")}}}
	done.Asks, done.Public = true, "Photos cannot be attached to messages"
	mended.Fixed, broken.Fixed = board.IsFixed, board.NotFixed
	joined.Wrote, joined.Language, joined.Public = "", "", "Photos cannot be attached to messages"
	asks := board.Quote{Text: typed.Get("text")}
	asking, may, mayNot := receipt(board.Adapting), receipt(board.Told), receipt(board.Told)
	asking.Quote, may.Quote, mayNot.Quote = asks, asks, asks
	may.Quote.May, mayNot.Quote.May = board.IsFixed, board.NotFixed
	return []page.Example{
		{Name: "receipt, asked for a sentence", View: asking}, {Name: "receipt, a sentence may be shown", View: may}, {Name: "receipt, a sentence may not be shown", View: mayNot},
		{Name: "report", View: BumpPage{Page: frame, Key: "K", Places: places("")}},
		{Name: "report, full", View: BumpPage{Page: full, Key: "K", Places: places("messaging")}},
		{Name: "report, wrong", View: BumpPage{Page: wrong, Key: "K", Places: places("")}},
		{Name: "report, too many", View: BumpPage{Page: slowed, Key: "K", Places: places("messaging")}},
		{Name: "report for somebody", View: BumpPage{Page: proxy, Key: "K", Places: places("")}},
		{Name: "report by a code", View: BumpPage{Page: frame, Key: "K", Code: true, Places: places("")}},
		{Name: "report, alike", View: AlikePage{Page: frame, Wrote: typed.Get("text"), Typed: []page.TypedField{{Name: "feature", Value: "messaging"}}, Alike: []AlikeBump{{"B-12", "Photos cannot be attached to messages"}, {"B-7", "Messages to nurses come late"}}}},
		{Name: "receipt, just sent", View: sent},
		{Name: "receipt, photo too large", View: noPhoto},
		{Name: "receipt, assessing", View: receipt(board.Assessing)},
		{Name: "receipt, adapting, joined", View: joined},
		{Name: "receipt, done", View: done},
		{Name: "receipt, works", View: mended},
		{Name: "receipt, still broken", View: broken},
		{Name: "receipt, not planned", View: receipt(board.NotPlanned)},
		{Name: "thanks, with own words", View: ThanksPage{Page: asked, Kind: "answered", Survey: "Is the portal working for you?", When: "March 4, 2027", Written: at + "?answer=yes"}},
		{Name: "report, left", View: page.MessagePage{Page: frame, Kind: "report_left", Typed: []page.TypedAnswer{{Question: p.T("report.text"), Answer: "The button did nothing."}}}},
		{Name: "report, link expired", View: page.MessagePage{Page: frame, Kind: "report_expired"}},
	}
}
