package web

import (
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/surveys/polls"
)

var pollLooks = map[polls.State]string{polls.Draft: "waiting", polls.Open: "active", polls.Closed: "done"}

func (p Page) pollBadge(s polls.State) Badge {
	return Badge{p.T("survey.state." + string(s)), pollLooks[s]}
}

func pollHref(id string) string { return "/polls/" + id }

func (s *Server) listPolls(c echo.Context) error { return s.show(c, s.pollsPage) }

func (s *Server) pollsPage(c echo.Context, page Page) (View, error) {
	ctx := c.Request().Context()
	all, err := s.Polls.Polls(ctx)
	if err != nil {
		return nil, err
	}
	some := cut(all, c.QueryParam("after"), func(p polls.Poll) string { return p.ID })
	view := PollsPage{Page: page, Pager: page.pager(c, some.Next)}
	if view.PollFields, err = s.pollFields(ctx, page); err != nil {
		return nil, err
	}
	for _, p := range some.Items {
		counts, err := s.Contact.Counts(ctx, contact.ForPoll, p.ID)
		if err != nil {
			return nil, err
		}
		view.Rows = append(view.Rows, PollRow{
			Title: p.Title.In(page.Lang()), Href: pollHref(p.ID), State: page.pollBadge(p.State), Method: page.T(p.How().Title),
			Groups: groupNames(page, p), Invited: page.Int(counts.People()), Since: page.date(pollSince(p)),
		})
	}
	return view, nil
}

func groupNames(page Page, p polls.Poll) string {
	var names []string
	for _, g := range p.Asked() {
		names = append(names, page.T("group."+string(g)))
	}
	return strings.Join(names, ", ")
}

// addPoll makes a draft. Features that are typed new go into the catalogue, once all else is right.
func (s *Server) addPoll(c echo.Context) error {
	ctx := c.Request().Context()
	p, fresh, err := s.typedPoll(c)
	if err == nil {
		err = s.addFeatures(ctx, fresh)
	}
	if err == nil {
		p, err = s.Polls.Create(ctx, p)
	}
	if err != nil {
		return s.again(c, "/polls", renamedPoll(err), s.pollsPage)
	}
	return s.done(c, pollHref(p.ID), "flash.poll_made")
}

func (s *Server) showPollPage(c echo.Context) error { return s.show(c, s.pollPage) }

func (s *Server) publishPoll(c echo.Context) error {
	id := c.Param("id")
	if _, err := s.Polls.Publish(c.Request().Context(), id); err != nil {
		return s.again(c, pollHref(id), renamedPoll(err), s.pollPage)
	}
	return s.done(c, pollHref(id), "flash.poll_published")
}

func (s *Server) closePoll(c echo.Context) error {
	id := c.Param("id")
	if _, err := s.Polls.Close(c.Request().Context(), id); err != nil {
		return err
	}
	return s.done(c, pollHref(id)+"/results", "flash.poll_closed")
}

// countByCode reports whether the ballots that came by the open code count.
func (s *Server) countByCode(c echo.Context) error {
	id := c.Param("id")
	if _, err := s.Polls.CountUnverified(c.Request().Context(), id, c.FormValue("count") == "yes"); err != nil {
		return err
	}
	return s.done(c, pollHref(id), "flash.poll_saved")
}

// inviteToPoll makes the links of an audience, and leads on to them.
func (s *Server) inviteToPoll(c echo.Context) error {
	id := c.Param("id")
	expires, err := s.expiry(c, c.FormValue("expires"))
	var invited []contact.Invitation
	if err == nil {
		invited, err = s.Polls.Invite(c.Request().Context(), id, polls.Audience{
			Cohort: c.FormValue("cohort"), Groups: typedGroups(c), Refs: refsIn(c.FormValue("refs")), Expires: expires,
		})
	}
	if err != nil {
		return s.again(c, pollHref(id), err, s.pollPage)
	}
	return s.done(c, pollHref(id)+"/links", "flash.links_made", len(invited))
}

func typedGroups(c echo.Context) []cohorts.Group {
	var groups []cohorts.Group
	for _, g := range c.Request().Form["groups"] {
		groups = append(groups, cohorts.Group(g))
	}
	return groups
}

// pollLinks lists the links of who may still answer a poll.
func (s *Server) pollLinks(c echo.Context) error {
	return s.show(c, func(c echo.Context, page Page) (View, error) {
		ctx := c.Request().Context()
		p, err := s.Polls.Poll(ctx, c.Param("id"))
		if err != nil {
			return nil, err
		}
		waiting, err := s.Polls.Waiting(ctx, p.ID, c.QueryParam("after"), linksLength)
		if err != nil {
			return nil, err
		}
		return s.linksPage(c, LinksPage{Page: page, Poll: true, Subject: Link{p.Title.In(page.Lang()), pollHref(p.ID)}}, waiting)
	})
}
