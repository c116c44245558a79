package answer

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/surveys/board"
)

// SaidText is what somebody wrote, in the language in which they did.
type SaidText struct{ Lang, Text string }

// quotes returns the sentences that are shown beside an announcement: without a name.
func (s News) quotes(c echo.Context, a board.Announcement) ([]SaidText, error) {
	found, err := board.Quoting{Service: s.Board}.Of(c.Request().Context(), a)
	var all []SaidText
	for _, r := range found {
		all = append(all, SaidText{r.Language, r.Quote.Text})
	}
	return all, err
}

// takeQuote keeps what somebody says of a sentence of theirs. Where they are asked for another by now the page shows that.
func (s Bumps) takeQuote(c echo.Context, who reporter, form url.Values) error {
	ctx := base.WithActor(c.Request().Context(), base.Actor{Kind: base.ActorParticipant, ID: who.report.Ref})
	_, err := board.Quoting{Service: s.Board}.Answer(ctx, who.report.ID, form.Get("quote"), board.Fixed(form.Get("may")))
	if base.IsCode(err, base.Conflict) || base.IsCode(err, base.Invalid) {
		return nil
	}
	return err
}
