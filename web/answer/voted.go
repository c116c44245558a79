package answer

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"soundings/surveys/polls"
	"soundings/web/page"
)

// VotedPage says that a ballot is kept.
type VotedPage struct {
	page.Page
	Poll   string // its title
	Secret bool
	Change string // where to change it; empty: it cannot be
}

// Template returns the name of the page's template.
func (VotedPage) Template() string { return "answer/voted" }

// AlreadyPage says that an answer was sent before from this link or browser, and that nothing new was kept.
type AlreadyPage struct {
	page.Page
	Poll   string // its title
	ByCode bool   // by the open code, in a browser that others may use
}

// Template returns the name of the page's template.
func (AlreadyPage) Template() string { return "answer/already" }

// voted thanks for a ballot.
func (s *Pages) voted(c echo.Context, v polls.Voter, p polls.Poll) error {
	frame, err := s.Page(c, v.Invitation.Language)
	if err != nil {
		return err
	}
	view := VotedPage{Page: frame, Poll: p.Title.In(frame.Lang()), Secret: p.Secret}
	if !p.Secret {
		view.Change = frame.Path
	}
	return s.Render(c, http.StatusOK, view)
}

// already says that the right to vote in a secret poll was used before: to who sends another ballot, that it was not kept.
// A browser may be shared, and a link too; so nobody is thanked for what may be somebody else's answer.
func (s *Pages) already(c echo.Context, v polls.Voter, p polls.Poll) error {
	frame, err := s.Page(c, v.Invitation.Language)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if c.Request().Method == http.MethodPost {
		status = http.StatusConflict
	}
	return s.Render(c, status, AlreadyPage{Page: frame, Poll: p.Title.In(frame.Lang()), ByCode: v.Invitation.ID == ""})
}
