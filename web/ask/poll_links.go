package ask

import (
	"slices"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/surveys/polls"
	"soundings/web/page"
)

// PollLinks lists the links of those who may still answer a named poll; of a secret one it offers to show each link once.
func (s *Polls) PollLinks(c echo.Context) error {
	return s.Show(c, func(c echo.Context, frame page.Page) (page.View, error) {
		ctx := c.Request().Context()
		p, err := s.Polls.Poll(ctx, c.Param("id"))
		if err != nil {
			return nil, err
		}
		if p.Secret {
			return s.linksOnce(c, frame, p, nil)
		}
		waiting, err := s.Polls.Waiting(ctx, p.ID, c.QueryParam("after"), page.LinksLength)
		if err != nil {
			return nil, err
		}
		return s.LinksPage(c, linksOf(frame, p), waiting)
	})
}

// linksOf begins the page of a poll's links.
func linksOf(frame page.Page, p polls.Poll) page.LinksPage {
	return page.LinksPage{Page: frame, Poll: true, Subject: page.Link{Text: p.Title.In(frame.Lang()), Href: page.PollHref(p.ID)}}
}

// linksOnce is the page of a secret poll's links, with those that are handed out now.
func (s *Polls) linksOnce(c echo.Context, frame page.Page, p polls.Poll, now []contact.Invitation) (page.View, error) {
	unseen, err := s.Polls.Unseen(c.Request().Context(), p.ID, 0)
	if err != nil {
		return nil, err
	}
	v := linksOf(frame, p)
	v.Once = &page.LinksOnce{Unseen: len(unseen)}
	return s.LinksPage(c, v, base.Page[contact.Invitation]{Items: now})
}

// HandOutPollLinks shows the links of a secret poll that nobody of the team has seen, or issues links anew and shows those.
func (s *Polls) HandOutPollLinks(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("id")
	var handed []contact.Invitation
	var err error
	if c.FormValue("_action") == "reissue" {
		handed, err = s.Polls.Reissue(ctx, id, page.RefsIn(c.FormValue("refs")))
	} else {
		handed, err = s.Polls.HandOut(ctx, id, page.LinksLength)
	}
	show := func(c echo.Context, frame page.Page) (page.View, error) {
		p, err := s.Polls.Poll(ctx, id)
		if err != nil {
			return nil, err
		}
		return s.linksOnce(c, frame, p, handed)
	}
	if err != nil {
		return s.Again(c, page.PollHref(id)+"/links", err, show)
	}
	return s.Show(c, show)
}

// APIReissue gives people who were invited to a secret poll new links.
func (s *Polls) APIReissue(c echo.Context) error {
	b, err := page.Decode[reissue](c)
	if err != nil {
		return err
	}
	all, err := s.Polls.Reissue(c.Request().Context(), c.Param("id"), b.Refs)
	if err != nil {
		return err
	}
	list, err := s.Invited(c, all)
	return page.OK(c, list, err)
}

// reissue is what POST /polls/{id}/invitations/reissue takes.
type reissue struct {
	Refs []string `json:"refs"` // none: of everybody who was invited
}

// invited returns the links of people who were invited to a poll, as the API hands them out: of a secret one each once.
func (s *Polls) invited(c echo.Context, id string, all []contact.Invitation) (page.InvitedList, error) {
	ctx := c.Request().Context()
	reach, err := s.Contact.Reachable(ctx, all)
	if err != nil {
		return page.InvitedList{}, err
	}
	now, before, err := s.Polls.ShowOnce(ctx, id, reach.Invitations)
	if err != nil {
		return page.InvitedList{}, err
	}
	reach.Invitations = slices.Concat(now, before)
	list := s.InvitedOf(reach)
	for n := len(now); n < len(list.Items); n++ {
		list.Items[n].URL = ""
	}
	return list, nil
}
