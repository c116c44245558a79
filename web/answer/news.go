package answer

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/surveys/board"
	"soundings/web/auth"
	"soundings/web/page"
)

// NewsPage tells everybody what was heard and what was done, the newest first. As a poster it is printed for those without mail.
type NewsPage struct {
	page.Page
	Items  []NewsItem
	Older  string // where the news before these are; empty: there are none
	Feed   string // the same for programs, in the reader's language
	Print  string // the poster
	Poster bool
}

// Template returns the name of the page's template.
func (NewsPage) Template() string { return "answer/news" }

// NewsItem is one of the news, in the team's words.
type NewsItem struct {
	ID      string
	What    string   // what it is about
	Heard   string   // or that it comes later
	Did     []string // in parts
	Quotes  []SaidText
	Refused bool // nothing is changed
	Later   bool // it comes later than planned
	When    string
}

// News are the pages of what was heard and what was done.
type News struct{ *Pages }

// newsAtOnce is how many news one page tells, and newsOnPoster how many a poster does.
const newsAtOnce, newsOnPoster = 10, 4

// Show shows the news: "after", and "link" where they stand behind a personal link.
func (s News) Show(c echo.Context) error { return s.page(c, newsAtOnce, false) }

// ShowPoster shows the newest to print.
func (s News) ShowPoster(c echo.Context) error { return s.page(c, newsOnPoster, true) }

func (s News) page(c echo.Context, most int, poster bool) error {
	frame, link, ok, err := s.reader(c)
	if !ok {
		return err
	}
	v := NewsPage{
		Page: frame, Poster: poster,
		Feed: page.Address("/news.atom", "lang", frame.Lang(), "link", link), Print: page.Address("/news/poster", "link", link),
	}
	found, err := s.Announce.News(c.Request().Context(), c.QueryParam("after"), most)
	if err != nil {
		return err
	}
	if v.Items, err = s.items(c, frame, found.Items); err != nil {
		return err
	}
	if found.Next != "" && !poster {
		v.Older = page.Address("/news", "after", found.Next, "link", link)
	}
	return s.Render(c, http.StatusOK, v)
}

// reader returns the frame of the news for who may read them, and the token of the link by which they do. ok is false where the
// answer is sent already.
func (s News) reader(c echo.Context) (frame page.Page, link string, ok bool, err error) {
	ctx := c.Request().Context()
	clinic, err := s.Cohorts.Clinic(ctx)
	if err != nil {
		return frame, "", false, err
	}
	language := ""
	if clinic.News == cohorts.NewsByLink && !auth.WhoFrom(ctx).Known() {
		i, err := s.Contact.Invitation(ctx, c.QueryParam("link"))
		switch {
		case base.IsCode(err, base.NotFound):
			return frame, "", false, s.message(c, "", http.StatusNotFound, page.MessagePage{Kind: "news_by_link", Back: "/"})
		case err != nil:
			return frame, "", false, err
		}
		if _, ok, err := s.stillFor(c, i); !ok {
			return frame, "", false, err
		}
		link, language = s.Contact.Token(i), i.Language
	}
	frame, err = s.Page(c, language)
	frame.News, frame.Asked = "", onlyOf(frame.Asked, "after", "link")
	return frame, link, err == nil, err
}

// onlyOf returns those of some parameters that have these names.
func onlyOf(all url.Values, names ...string) url.Values {
	some := url.Values{}
	for _, name := range names {
		if all.Has(name) {
			some.Set(name, all.Get(name))
		}
	}
	return some
}

// items returns announcements as the news tell them.
func (s News) items(c echo.Context, frame page.Page, all []board.Announcement) ([]NewsItem, error) {
	items := make([]NewsItem, len(all))
	for n, a := range all {
		what, err := s.what(c, frame, a.Where)
		if err != nil {
			return nil, err
		}
		quotes, err := s.quotes(c, a)
		if err != nil {
			return nil, err
		}
		items[n] = NewsItem{
			Quotes: quotes,
			ID:     a.ID, What: what, Heard: a.Heard.In(frame.Lang()), Did: parts(a.Words[board.Patients].In(frame.Lang())), Refused: a.Refused, Later: a.Bump == "", When: frame.Day(a.In),
		}
	}
	return items, nil
}

// what returns what a feature or a place is called.
func (s News) what(c echo.Context, frame page.Page, where string) (string, error) {
	if board.IsPlace(where) {
		return frame.T("bump.place." + where), nil
	}
	return featureName(c, s.Announce.Rollouts, frame, where, "")
}
