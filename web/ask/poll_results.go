package ask

import (
	"html/template"

	"github.com/labstack/echo/v4"

	"soundings/surveys/polls"
	"soundings/web/page"
)

// pollResultsPage shows what a poll found.
type pollResultsPage struct {
	page.Page
	Poll       page.Link
	State      page.Badge
	Figures    []page.Figure
	Moves      string // why a secret poll's figures stand still for a while; empty: they do not
	Withheld   []string
	None       string // why there is no order yet; empty: there is one
	Chart      template.HTML
	By         string // by which method the order is made
	Shares     string // what the bars are
	Methods    []string
	Standings  []standingRow
	Agree      string // whether the methods agree
	Groups     []string
	Places     []placeRow
	Apart      []parted
	Turnout    []turnoutRow
	Categories bool // Kano
	Plan       string
}

func (pollResultsPage) Template() string { return "ask/poll_results" }

// ShowPollResults shows what a poll found.
func (s *Polls) ShowPollResults(c echo.Context) error { return s.Show(c, s.pollResultsPage) }

func (s *Polls) pollResultsPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	p, err := s.Polls.Poll(ctx, c.Param("id"))
	if err != nil {
		return nil, err
	}
	r, err := s.Polls.Results(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	v := pollResultsPage{
		Page: frame, Poll: page.Link{Text: p.Title.In(frame.Lang()), Href: page.PollHref(p.ID)}, State: pollBadge(frame, p.State),
		Figures: []page.Figure{{Label: frame.T("polls.ballots"), Value: frame.Int(r.Ballots)}}, Turnout: turnoutRows(frame, r.Groups),
	}
	if p.Secret && p.State != polls.Closed {
		v.Moves = frame.T("polls.moves")
	}
	for _, w := range r.Withheld {
		v.Withheld = append(v.Withheld, frame.T("polls.withheld", "Group", frame.T("group."+string(w.Group)), "Least", polls.Least(w.Group)))
	}
	if len(r.Ranking) == 0 {
		v.None = frame.T("polls.no_order")
		return v, nil
	}
	if frame.Writes() {
		v.Plan = "/plan?new=1&poll=" + p.ID
	}
	err = outcome{frame, p, r}.fill(&v)
	return v, err
}
