package ask

import (
	"context"

	"github.com/labstack/echo/v4"

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
			return s.linksOnce(c, linksOf(frame, p), s.Polls.LinksOnce(), nil)
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

// HandOutPollLinks shows the links of a secret poll that nobody of the team has seen, or issues links anew and shows those.
func (s *Polls) HandOutPollLinks(c echo.Context) error {
	return s.handOut(c, s.Polls.LinksOnce(), func(ctx context.Context, frame page.Page) (page.LinksPage, error) {
		p, err := s.Polls.Poll(ctx, c.Param("id"))
		return linksOf(frame, p), err
	})
}

// APIReissue gives people who were invited to a secret poll new links.
func (s *Polls) APIReissue(c echo.Context) error { return s.reissued(c, s.Polls.LinksOnce()) }
