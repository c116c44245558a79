package ask

import (
	"github.com/labstack/echo/v4"

	"soundings/web/page"
)

// PollLinks lists the links of those who may still answer a poll.
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

// SurveyLinks lists the links of those who have not answered a survey and still can.
func (s *Surveys) SurveyLinks(c echo.Context) error {
	return s.Show(c, func(c echo.Context, frame page.Page) (page.View, error) {
		ctx := c.Request().Context()
		survey, err := s.Surveys.Survey(ctx, c.Param("id"))
		if err != nil {
			return nil, err
		}
		waiting, err := s.Surveys.Waiting(ctx, survey.ID, c.QueryParam("after"), page.LinksLength)
		if err != nil {
			return nil, err
		}
		return s.LinksPage(c, page.LinksPage{Page: frame, Subject: page.Link{Text: survey.Title.In(frame.Lang()), Href: "/surveys/" + survey.ID}}, waiting)
	})
}
