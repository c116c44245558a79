package answer

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/surveys/board"
	"soundings/web/page"
)

// ToldPage tells somebody what became of a bump. Its form posts to Path: "fixed" with yes or no where it asks, else "read". Nothing
// is noted when the page is opened.
type ToldPage struct {
	page.Page
	Words   []string // in parts
	Quotes  []SaidText
	Receipt string      // where who reported it is asked for a sentence of theirs; empty: they are not
	Asks    bool        // whether it is fixed: of who reported it
	Said    board.Fixed // what they said of that
	Read    bool        // they said that they have read it
	Open    bool        // the bump is being looked at again
	Moved   bool        // what comes later is expected on another day now, or there
}

// Template returns the name of the page's template.
func (ToldPage) Template() string { return "answer/told" }

// told is what is behind the links of announcements.
type told struct {
	*Pages
	invitation contact.Invitation
}

// show shows what somebody is told.
func (s told) show(c echo.Context) error { return s.page(c, http.StatusOK) }

func (s told) page(c echo.Context, status int, problems ...page.Problem) error {
	ctx, i := c.Request().Context(), s.invitation
	frame, err := s.personal(c, i, false)
	if err != nil {
		return err
	}
	a, err := s.Announce.Announcement(ctx, i.Subject)
	if err != nil {
		return err
	}
	r, err := s.Announce.ReportBy(ctx, a, i.Ref)
	if err != nil {
		return err
	}
	stands, err := s.Announce.Stands(ctx, a)
	if err != nil {
		return err
	}
	frame.Form.Problems = problems
	v := ToldPage{Page: frame, Read: i.State == contact.Completed, Open: !stands && a.Bump != "", Moved: !stands && a.Bump == "", Asks: r.Version > 0 && !a.Refused && stands, Said: r.Fixed}
	v.Words = parts(a.WordsFor(i.Group, r.Version > 0).In(frame.Lang()))
	if v.Quotes, err = (News{s.Pages}).quotes(c, a); err != nil {
		return err
	}
	if r.Quote.Text != "" && r.Quote.May == board.Unsaid && r.Proxy == i.Proxy && frame.Kiosk == "" {
		v.Receipt = "/b/" + s.Board.Receipt(r)
	}
	return s.Render(c, status, v)
}

// parts returns the lines of a text that are not empty, without blanks around them.
func parts(text string) []string {
	var all []string
	for _, part := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		if part = strings.TrimSpace(part); part != "" {
			all = append(all, part)
		}
	}
	return all
}

// take notes what somebody says of a change, or that they have read of it. A form without either asks once more.
func (s told) take(c echo.Context, form url.Values, switched bool) error {
	ctx, i := base.WithActor(c.Request().Context(), s.invitation.By()), s.invitation
	fixed := board.Fixed(form.Get("fixed"))
	switch {
	case switched:
		return s.page(c, http.StatusOK)
	case fixed == board.IsFixed || fixed == board.NotFixed:
		a, err := s.Announce.Announcement(ctx, i.Subject)
		if err != nil {
			return err
		}
		r, err := s.Announce.ReportBy(ctx, a, i.Ref)
		if err != nil {
			return err
		}
		if r.Version > 0 && !a.Refused {
			_, _, err = s.Announce.SayFixed(ctx, r.ID, fixed)
		}
		if err != nil && !base.IsCode(err, base.Conflict) { // else it is being looked at again already, and the page says so
			return err
		}
	case form.Get("read") == "":
		return s.page(c, http.StatusUnprocessableEntity, page.Problem{Field: "read", Text: s.Texts.In(s.language(c, i)).T("told.choose")})
	}
	if _, err := s.Announce.Tellings.Confirm(ctx, i); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/s/"+s.Contact.Token(i))
}
