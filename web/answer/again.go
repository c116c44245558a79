package answer

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/surveys/polls"
	"soundings/web/page"
)

// AgainPage asks who comes to a poll from a browser from which an answer was sent already, for others may use it too. It
// posts to Path: what was typed, _again=yes, and _action with change or another.
type AgainPage struct {
	page.Page
	Poll  string // its title
	Typed []page.TypedField
}

// Template returns the name of the page's template.
func (AgainPage) Template() string { return "answer/again" }

// Keeps keeps what was typed when the reader switches.
func (p AgainPage) Keeps() string {
	if len(p.Typed) == 0 {
		return ""
	}
	return "check"
}

// askWho asks whether somebody changes the answer that was sent from their browser, which is not shown, or is somebody else.
func (s *Pages) askWho(c echo.Context, v polls.Voter, p polls.Poll, form url.Values, status int) error {
	frame, err := s.Page(c, v.Invitation.Language)
	if err != nil {
		return err
	}
	return s.Render(c, status, AgainPage{Page: frame, Poll: p.Title.In(frame.Lang()), Typed: typedFields(form)})
}

// typedFields returns what was typed into a ballot, without the buttons that were pressed.
func typedFields(form url.Values) []page.TypedField {
	var all []page.TypedField
	for _, name := range slices.Sorted(maps.Keys(form)) {
		if strings.HasPrefix(name, "_") && name != "_seed" {
			continue
		}
		for _, value := range form[name] {
			if value != "" {
				all = append(all, page.TypedField{Name: name, Value: value})
			}
		}
	}
	return all
}

// changeBallot shows the ballot that was sent from a browser, to be changed; what was typed already takes its place.
func (s *Pages) changeBallot(c echo.Context, v polls.Voter, form url.Values) error {
	v.Change = true
	sheet, err := s.Polls.Open(c.Request().Context(), v)
	if err == nil && len(typedFields(form)) > 0 {
		sheet, err = s.Polls.Preview(c.Request().Context(), v, polls.Values(form), "", "")
	}
	if err != nil {
		return err
	}
	return s.showPaper(c, v, sheet, http.StatusOK)
}
