package answer

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"soundings/surveys/polls"
	"soundings/web/page"
)

// VotedPage thanks for a ballot. Of a secret poll it says the same whether the right to vote was used before or not.
type VotedPage struct {
	page.Page
	Poll   string // its title
	Secret bool
	ByCode bool   // a poll that is shown as by code, not secret, and counts one answer from each browser
	Change string // where to change it; empty: it cannot be
}

// Template returns the name of the page's template.
func (VotedPage) Template() string { return "answer/voted" }

// voted thanks for a ballot.
func (s *Pages) voted(c echo.Context, v polls.Voter, p polls.Poll) error {
	frame, err := s.Page(c, v.Invitation.Language)
	if err != nil {
		return err
	}
	frame.Report = reportPath(s, v.Invitation)
	view := VotedPage{Page: frame, Poll: p.Title.In(frame.Lang()), Secret: p.Secret, ByCode: v.Invitation.ID == ""}
	if !p.Secret {
		view.Change = frame.Path
	}
	return s.Render(c, http.StatusOK, view)
}
