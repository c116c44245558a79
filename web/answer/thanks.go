package answer

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/contact"
	"soundings/surveys"
	"soundings/web/page"
)

// ThanksPage says what happens next after the answers are kept, or after somebody agreed.
type ThanksPage struct {
	page.Page
	Kind    string // "answered": a survey; "anonymous": one of which nobody is told whether the link was used before; "agreed", "declined", "left": a consent
	Survey  string // the survey's title, where there is one
	When    string // the day on which it was kept
	Next    string // agreed: the survey that waits; declined, left: where to change one's mind; empty: nothing
	NoPlace string // declined, left: why one cannot come back, a kind of MessagePage; empty: one can
	Written string // where what they wrote in their own words becomes a report; empty: nothing asked for any
	Copy    string // where to read and print what one agreed to; empty: nothing is kept of it
}

// Template returns the name of the page's template.
func (ThanksPage) Template() string { return "answer/thanks" }

// thanks says that the answers to a survey are kept; of an anonymous one it says the same whether they were or not.
func (s *Pages) thanks(c echo.Context, i contact.Invitation, v surveys.Survey) error {
	frame, err := s.personal(c, i, false)
	if err != nil {
		return err
	}
	if v.Anonymous {
		return s.Render(c, http.StatusOK, ThanksPage{Page: frame, Kind: "anonymous"})
	}
	thanks := ThanksPage{Page: frame, Kind: "answered", Survey: v.Title.In(frame.Lang()), When: frame.Day(i.Completed)}
	if frame.Report != "" && slices.ContainsFunc(v.Pages, surveys.Page.AsksFreeText) {
		thanks.Written = frame.Report + "?answer=yes"
	}
	return s.Render(c, http.StatusOK, thanks)
}
