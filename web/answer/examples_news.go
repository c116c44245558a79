package answer

import (
	"soundings/surveys/board"
	"soundings/web/page"
	"soundings/web/texts"
)

// newsExamples returns the pages that tell people what became of what they said.
func newsExamples(p texts.Printer) []page.Example {
	link := func() page.Page {
		frame := page.ExamplePage(p, "/s/7K3M-Q9TX-2V8D-HW5E")
		frame.News = "/news"
		return frame
	}
	words := []string{"You told us about this: photos do not go out. We have changed the words on the page.", "Thank you for telling us."}
	unsaid := link()
	unsaid.Form.Problems = []page.Problem{{Field: "read", Text: p.T("told.choose")}}
	items := []NewsItem{
		{ID: "A-2", What: p.T("bump.place." + board.SigningIn), Heard: "Sign in by face", Did: []string{"We will not change this for now. The phone of each person decides what it can do."}, Refused: true, When: "March 9, 2027"},
		{ID: "A-1", What: "Secure messaging", Heard: "Photos do not go out", Did: words, Quotes: []SaidText{{"es", "No puedo mandar la foto."}}, When: "March 4, 2027"},
		{ID: "year.bills.2027-07-01", What: "Bills and payments", Heard: p.T("announcement.slip.headline", "Feature", "Bills and payments"), Did: []string{"We now expect it by June 30, 2027."}, Later: true, When: "March 1, 2027"},
	}
	return []page.Example{
		{Name: "told", View: ToldPage{Page: link(), Words: words}},
		{Name: "told, read", View: ToldPage{Page: link(), Words: words, Read: true}},
		{Name: "told, sent empty", View: ToldPage{Page: unsaid, Words: words}},
		{Name: "told, who reported it", View: ToldPage{Page: link(), Words: words, Asks: true}},
		{Name: "told, it is fixed", View: ToldPage{Page: link(), Words: words, Asks: true, Said: board.IsFixed, Read: true}},
		{Name: "told, it is not fixed", View: ToldPage{Page: link(), Words: words, Said: board.NotFixed, Open: true, Read: true}},
		{Name: "told, with a sentence of somebody", View: ToldPage{Page: link(), Words: words, Asks: true, Quotes: []SaidText{{"es", "No puedo mandar la foto."}}, Receipt: "/b/7K3M-Q9TX-2V8D-HW5E"}},
		{Name: "told, of a slip that moved on", View: ToldPage{Page: link(), Words: words[:1], Moved: true}},
		{Name: "told, looked at again", View: ToldPage{Page: link(), Words: words, Open: true}},
		{Name: "news", View: NewsPage{Page: page.ExamplePage(p, "/news"), Items: items, Older: "/news?after=x", Feed: "/news.atom?lang=en", Print: "/news/poster"}},
		{Name: "news, none", View: NewsPage{Page: page.ExamplePage(p, "/news"), Feed: "/news.atom?lang=en", Print: "/news/poster"}},
		{Name: "news, poster", View: NewsPage{Page: page.ExamplePage(p, "/news/poster"), Items: items, Poster: true}},
		{Name: "news by link alone", View: page.MessagePage{Page: page.ExamplePage(p, "/news"), Kind: "news_by_link", Back: "/"}},
		{Name: "thanks, with news", View: ThanksPage{Page: link(), Kind: "answered", Survey: "Is the portal working for you?", When: "March 4, 2027"}},
	}
}
