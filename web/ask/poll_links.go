package ask

import (
	"github.com/labstack/echo/v4"

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
			return s.pollLinksOnce(c, frame, p, nil)
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

// pollLinksOnce is the page of a secret poll's links, with those that are handed out now.
func (s *Polls) pollLinksOnce(c echo.Context, frame page.Page, p polls.Poll, now []contact.Invitation) (page.View, error) {
	unseen, err := s.Polls.Unseen(c.Request().Context(), p.ID, 0)
	if err != nil {
		return nil, err
	}
	return s.linksOnce(c, linksOf(frame, p), len(unseen), now)
}

// HandOutPollLinks shows the links of a secret poll that nobody of the team has seen, or issues links anew and shows those.
func (s *Polls) HandOutPollLinks(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("id")
	handed, err := handedOut(c, s.Polls.HandOut, s.Polls.Reissue)
	show := func(c echo.Context, frame page.Page) (page.View, error) {
		p, err := s.Polls.Poll(ctx, id)
		if err != nil {
			return nil, err
		}
		return s.pollLinksOnce(c, frame, p, handed)
	}
	if err != nil {
		return s.Again(c, page.PollHref(id)+"/links", err, show)
	}
	return s.Show(c, show)
}

// APIReissue gives people who were invited to a secret poll new links.
func (s *Polls) APIReissue(c echo.Context) error { return s.reissued(c, s.Polls.Reissue) }
