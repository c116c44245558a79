package listen

import (
	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/surveys/board"
	"soundings/web/page"
)

// quoteRow is a sentence of a report that the team would like to show, and what its author says.
type quoteRow struct {
	Report string
	Text   string
	Lang   string
	Who    string
	State  string
}

// quote takes a report into what the page says of sentences that are quoted.
func (v *cardPage) quote(r board.Report) {
	who := r.Ref
	if who == "" {
		who = v.T("group." + string(r.Group))
	}
	if r.Text != "" && r.Followed() {
		v.Quotable = append(v.Quotable, page.Option{Value: r.ID, Text: who + " · " + v.Time(r.At)})
	}
	if r.Quote.Text != "" {
		v.Quotes = append(v.Quotes, quoteRow{Report: r.ID, Text: r.Quote.Text, Lang: r.Language, Who: who, State: v.T("quote.state." + map[board.Fixed]string{board.Unsaid: "asked", board.IsFixed: "yes", board.NotFixed: "no"}[r.Quote.May])})
	}
}

// AskQuote asks who wrote the report of the field "report" whether the sentence of the field "quote" may be shown.
func (s *Bumps) AskQuote(c echo.Context) error {
	_, err := board.Quoting{Service: s.Board}.Ask(c.Request().Context(), *typed(c, "report"), c.FormValue("quote"))
	if base.IsCode(err, base.NotFound) {
		err = base.InvalidFields(base.Field{Name: "report", Text: base.T("bump.unknown")})
	}
	return s.changed(c, "flash.quote_asked", err)
}

// quotable offers the sentences that may be shown beside an announcement.
func (s *Announcements) quotable(c echo.Context, v *announcementPage, a board.Announcement) error {
	quotable, err := board.Quoting{Service: s.Board}.Quotable(c.Request().Context(), a, mostListed)
	for _, r := range quotable {
		v.Quotes = append(v.Quotes, page.Option{Value: r.ID, Text: r.Quote.Text})
	}
	return err
}
