package ask

import (
	"github.com/labstack/echo/v4"

	"soundings/web/page"
)

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
