package answer

import (
	"html/template"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/rollout"
	"soundings/surveys/board"
	"soundings/web/page"
)

// ReceiptPage is where somebody follows what they reported: what they wrote, how far it is and, once something was changed,
// whether that helped. It posts fixed=yes or fixed=no to Path, and "picture" to Path/picture; and where the team would like to show a
// sentence of theirs may=yes or may=no with that as "quote".
type ReceiptPage struct {
	page.Page
	Sent     bool // it was just sent
	Wrote    string
	Language string // in which they wrote
	Where    string
	When     string
	State    board.State
	Public   string      // how the team describes it to others; empty: it does not
	Fixed    board.Fixed // what they say of the last change
	Asks     bool        // whether it helped
	Quote    board.Quote // a sentence that the team would like to show
	Picture  bool        // they sent one
	Shows    bool        // they may send one
	Code     string
	Link     string // the whole address of this page
	QR       template.HTML
}

// Template returns the name of the page's template.
func (ReceiptPage) Template() string { return "answer/receipt" }

// showReceipt shows what became of a report.
func (s Bumps) showReceipt(c echo.Context, who reporter, status int, problems []page.Problem) error {
	frame, err := s.Page(c, who.report.Language)
	if err != nil {
		return err
	}
	frame.Form.Problems = problems
	r, b := who.report, who.bump
	code := s.Board.Receipt(r)
	frame.Path = "/b/" + code
	v := ReceiptPage{
		Page: frame, Sent: c.QueryParam("sent") != "", Wrote: r.Text, Language: r.Language, When: frame.Day(r.At), State: b.State, Picture: r.Picture != "", Shows: r.Picture == "" && b.State.Open(), Public: b.Public.In(frame.Lang()), Quote: r.Quote,
		Code: code, Link: s.BaseURL + frame.Path,
	}
	if v.Where, err = s.placeOf(c, frame, b.Where); err != nil {
		return err
	}
	changed := b.State == board.Done || b.State == board.Told
	switch { // what was said before another change is of no use now
	case changed && r.Fixed == board.IsFixed && !r.Said.Before(b.Changed):
		v.Fixed = board.IsFixed
	case b.State.Open() && r.Fixed == board.NotFixed:
		v.Fixed = board.NotFixed
	default:
		v.Asks = changed
	}
	if v.QR, err = page.QRPicture(v.Link, frame.T("receipt.qr")); err != nil {
		return err
	}
	return s.Render(c, status, v)
}

// placeOf returns what people call the place of a bump.
func (s Bumps) placeOf(c echo.Context, frame page.Page, where string) (string, error) {
	if board.IsPlace(where) {
		return placeName(frame, where), nil
	}
	return featureName(c, s.Rollouts, frame, where, where)
}

// featureName returns what a feature is called, or something else where it is gone.
func featureName(c echo.Context, rollouts *rollout.Service, frame page.Page, key, gone string) (string, error) {
	f, err := rollouts.Feature(c.Request().Context(), key)
	if base.IsCode(err, base.NotFound) {
		return gone, nil
	}
	return f.Name.In(frame.Lang()), err
}

// takeReceipt notes what somebody says of a change.
func (s Bumps) takeReceipt(c echo.Context, who reporter, form url.Values) error {
	if form.Has("may") {
		if err := s.takeQuote(c, who, form); err != nil {
			return err
		}
		return c.Redirect(http.StatusSeeOther, "/b/"+s.Board.Receipt(who.report)+"#quote")
	}
	ctx := base.WithActor(c.Request().Context(), base.Actor{Kind: base.ActorParticipant, ID: who.report.Ref})
	_, _, err := s.Board.SayFixed(ctx, who.report.ID, board.Fixed(form.Get("fixed")))
	switch {
	case base.IsCode(err, base.Invalid):
		frame, err := s.Page(c, who.report.Language)
		if err != nil {
			return err
		}
		return s.showReceipt(c, who, http.StatusUnprocessableEntity, []page.Problem{{Field: "fixed", Text: frame.T("receipt.choose")}})
	case err != nil && !base.IsCode(err, base.Conflict): // nothing was changed yet, or not any more: the page says how far it is
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/b/"+s.Board.Receipt(who.report))
}
