package answer

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/contact"
	"soundings/surveys"
	"soundings/web/page"
)

// EmptyPage asks whether a form with nothing in it is meant. It posts to Path: _page with Number, _action=submit and
// _empty=yes. Whatever only pressed the button of a link has not used the link up.
type EmptyPage struct {
	page.Page
	Survey string // its title
	Number int    // of the page that was sent, from 1
}

// Template returns the name of the page's template.
func (EmptyPage) Template() string { return "answer/empty" }

// askEmpty asks once whether a form with nothing in it is meant. Nothing is kept yet.
func (s *Pages) askEmpty(c echo.Context, i contact.Invitation, sheet surveys.Sheet) error {
	frame, err := s.personal(c, i, false)
	if err != nil {
		return err
	}
	return s.Render(c, http.StatusUnprocessableEntity, EmptyPage{
		Page: frame, Survey: sheet.Survey.Title.In(frame.Lang()), Number: sheet.Page + 1,
	})
}
