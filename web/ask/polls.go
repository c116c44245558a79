package ask

import (
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/surveys/polls"
	"soundings/web/page"
)

var pollLooks = map[polls.State]string{polls.Draft: "waiting", polls.Open: "active", polls.Closed: "done"}

func pollBadge(p page.Page, s polls.State) page.Badge {
	return page.Badge{Text: p.T("survey.state." + string(s)), Look: pollLooks[s]}
}

func (s *Polls) ListPolls(c echo.Context) error { return s.Show(c, s.pollsPage) }

func (s *Polls) pollsPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	all, err := s.Polls.Polls(ctx)
	if err != nil {
		return nil, err
	}
	some := page.Cut(all, c.QueryParam("after"), func(p polls.Poll) string { return p.ID })
	view := PollsPage{Page: frame, Pager: frame.PagerOf(c, some.Next)}
	if view.PollFields, err = s.pollFields(ctx, frame); err != nil {
		return nil, err
	}
	for _, p := range some.Items {
		counts, err := s.Contact.Counts(ctx, contact.ForPoll, p.ID)
		if err != nil {
			return nil, err
		}
		view.Rows = append(view.Rows, PollRow{
			Title: p.Title.In(frame.Lang()), Href: page.PollHref(p.ID), State: pollBadge(frame, p.State), Method: frame.T(p.How().Title),
			Groups: groupNames(frame, p), Invited: frame.Int(counts.People()), Since: frame.Day(pollSince(p)),
		})
	}
	return view, nil
}

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
		return s.Again(c, "/polls", renamedPoll(err), s.pollsPage)
	}
	return s.Done(c, page.PollHref(p.ID), "flash.poll_made")
}

func (s *Polls) ShowPollPage(c echo.Context) error { return s.Show(c, s.pollPage) }

func (s *Polls) PublishPoll(c echo.Context) error {
	id := c.Param("id")
	if _, err := s.Polls.Publish(c.Request().Context(), id); err != nil {
		return s.Again(c, page.PollHref(id), renamedPoll(err), s.pollPage)
	}
	return s.Done(c, page.PollHref(id), "flash.poll_published")
}

func (s *Polls) ClosePoll(c echo.Context) error {
	id := c.Param("id")
	if _, err := s.Polls.Close(c.Request().Context(), id); err != nil {
		return err
	}
	return s.Done(c, page.PollHref(id)+"/results", "flash.poll_closed")
}

// CountByCode reports whether the ballots that came by the open code count.
func (s *Polls) CountByCode(c echo.Context) error {
	id := c.Param("id")
	if _, err := s.Polls.CountUnverified(c.Request().Context(), id, c.FormValue("count") == "yes"); err != nil {
		return err
	}
	return s.Done(c, page.PollHref(id), "flash.poll_saved")
}

// InviteToPoll makes the links of an audience, and leads on to them.
func (s *Polls) InviteToPoll(c echo.Context) error {
	id := c.Param("id")
	expires, err := s.expiry(c, c.FormValue("expires"))
	var invited []contact.Invitation
	if err == nil {
		invited, err = s.Polls.Invite(c.Request().Context(), id, polls.Audience{
			Cohort: c.FormValue("cohort"), Groups: typedGroups(c), Refs: page.RefsIn(c.FormValue("refs")), Expires: expires,
		})
	}
	if err != nil {
		return s.Again(c, page.PollHref(id), err, s.pollPage)
	}
	return s.Done(c, page.PollHref(id)+"/links", "flash.links_made", len(invited))
}

func typedGroups(c echo.Context) []cohorts.Group {
	var groups []cohorts.Group
	for _, g := range c.Request().Form["groups"] {
		groups = append(groups, cohorts.Group(g))
	}
	return groups
}

// PollLinks lists the links of who may still answer a poll.
func (s *Polls) PollLinks(c echo.Context) error {
	return s.Show(c, func(c echo.Context, frame page.Page) (page.View, error) {
		ctx := c.Request().Context()
		p, err := s.Polls.Poll(ctx, c.Param("id"))
		if err != nil {
			return nil, err
		}
		waiting, err := s.Polls.Waiting(ctx, p.ID, c.QueryParam("after"), page.LinksLength)
		if err != nil {
			return nil, err
		}
		return s.LinksPage(c, page.LinksPage{Page: frame, Poll: true, Subject: page.Link{Text: p.Title.In(frame.Lang()), Href: page.PollHref(p.ID)}}, waiting)
	})
}
