package ask

import (
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/contact"
	"soundings/surveys/polls"
	"soundings/web/page"
)

// pollsPage lists polls and makes a new one.
type pollsPage struct {
	page.Page
	pollFields
	Rows  []pollRow
	Pager page.Pager
}

func (pollsPage) Template() string { return "ask/polls" }

// pollRow is one poll in a list.
type pollRow struct {
	Title   string
	Href    string
	State   page.Badge
	Method  string
	Groups  string
	Invited string
	Since   string
}

// pollLooks are the shapes and colours of the states.
var pollLooks = map[polls.State]string{polls.Draft: "waiting", polls.Open: "active", polls.Closed: "done"}

// pollBadge returns the state of a poll with its name.
func pollBadge(p page.Page, s polls.State) page.Badge {
	return page.Badge{Text: p.T("survey.state." + string(s)), Look: pollLooks[s]}
}

// ListPolls lists the polls, the newest first.
func (s *Polls) ListPolls(c echo.Context) error { return s.Show(c, s.pollsPage) }

func (s *Polls) pollsPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	all, err := s.Polls.Polls(ctx)
	if err != nil {
		return nil, err
	}
	some := page.Cut(all, c.QueryParam("after"), func(p polls.Poll) string { return p.ID })
	view := pollsPage{Page: frame, Pager: frame.PagerOf(c, some.Next)}
	if view.pollFields, err = s.pollFields(ctx, frame); err != nil {
		return nil, err
	}
	for _, p := range some.Items {
		counts, err := s.Contact.Counts(ctx, contact.ForPoll, p.ID)
		if err != nil {
			return nil, err
		}
		view.Rows = append(view.Rows, pollRow{
			Title: p.Title.In(frame.Lang()), Href: page.PollHref(p.ID), State: pollBadge(frame, p.State), Method: frame.T(p.How().Title),
			Groups: groupNames(frame, p), Invited: frame.Int(counts.People()), Since: frame.Day(since(p.Created, p.Opened, p.Closed)),
		})
	}
	return view, nil
}

// groupNames lists the groups that a poll asks, by name.
func groupNames(frame page.Page, p polls.Poll) string {
	var names []string
	for _, g := range p.Asked() {
		names = append(names, frame.T("group."+string(g)))
	}
	return strings.Join(names, ", ")
}

// AddPoll makes a draft. Features that are typed new go into the catalogue, once all else is right.
func (s *Polls) AddPoll(c echo.Context) error {
	ctx := c.Request().Context()
	p, fresh, err := s.typedPoll(c)
	if err == nil {
		err = s.addFeatures(ctx, fresh)
	}
	if err == nil {
		p, err = s.Polls.Create(ctx, p)
	}
	if err != nil {
		return s.Again(c, "/polls", atFields(err), s.pollsPage)
	}
	return s.Done(c, page.PollHref(p.ID), "flash.poll_made")
}
