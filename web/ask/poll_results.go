package ask

import (
	"html/template"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/surveys/polls"
	"soundings/web/page"
)

// pollResultsPage shows what a poll found.
type pollResultsPage struct {
	page.Page
	Poll       page.Link
	State      page.Badge
	Figures    []page.Figure
	Promise    []string // of a secret poll: what will be shown and what will not
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

// Orders returns where Grafana shows how the order moved.
func (p pollResultsPage) Orders() page.Link { return p.InGrafana("places", page.Chosen{}) }

// Votes returns where Grafana shows who voted.
func (p pollResultsPage) Votes() page.Link { return p.InGrafana("turnout", page.Chosen{}) }

// Template returns the name of the page's template.
func (pollResultsPage) Template() string { return "ask/poll_results" }

// ShowPollResults shows what a poll found.
func (s *Polls) ShowPollResults(c echo.Context) error { return s.Show(c, s.pollResultsPage) }

func (s *Polls) pollResultsPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	p, err := s.Polls.Poll(ctx, c.Param("id"))
	if err != nil {
		return nil, err
	}
	find := s.Polls.Edition
	if frame.Writes() {
		find = s.Polls.Results
	}
	r, err := find(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	v := pollResultsPage{
		Page: frame, Poll: page.Link{Text: p.Title.In(frame.Lang()), Href: page.PollHref(p.ID)}, State: pollBadge(frame, p.State),
		Turnout: turnoutRows(frame, p, r.Groups),
	}
	v.Promise, _ = promises(frame, p, r.Groups)
	if !p.Secret || len(r.Ranking) > 0 {
		v.Figures = []page.Figure{{Label: frame.T("polls.ballots"), Value: frame.Int(r.Ballots)}}
	}
	if e := r.Edition; e != nil {
		v.Promise = append(v.Promise, frame.T("polls.in_edition", "Counted", frame.Int(e.Counted), "Waiting", frame.Int(e.Waiting)))
	}
	if !p.Hidden() {
		v.Withheld = withheldLines(frame, p, r.Withheld)
	}
	if len(r.Ranking) == 0 {
		v.None = frame.T(noOrder(p))
		return v, nil
	}
	if frame.Writes() {
		v.Plan = "/plan?new=1&poll=" + p.ID
	}
	err = outcome{frame, p, r}.fill(&v)
	return v, err
}

// noOrder names the sentence that says why there is no order.
func noOrder(p polls.Poll) string {
	switch {
	case p.Hidden():
		return "polls.hidden"
	case p.Secret:
		return "polls.nothing_shown"
	}
	return "polls.no_order"
}

// withheldLines say which groups have no part in the order, and why.
func withheldLines(frame page.Page, p polls.Poll, all []polls.Withheld) []string {
	var lines []string
	for _, w := range all {
		text := "polls.withheld_beside"
		switch {
		case w.Few && w.Group == cohorts.Practice:
			text = "polls.withheld_practices"
		case w.Few:
			text = "polls.withheld"
		}
		lines = append(lines, frame.T(text, "Group", frame.T("group."+string(w.Group)), "Least", p.Least(w.Group)))
	}
	return lines
}
