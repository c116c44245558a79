package people

import (
	"github.com/labstack/echo/v4"

	"soundings/web/page"
)

// ConsentLinks lists the links of members who have not answered whether they take part.
func (s *Cohorts) ConsentLinks(c echo.Context) error {
	return s.Show(c, func(c echo.Context, frame page.Page) (page.View, error) {
		ctx := c.Request().Context()
		cohort, err := s.Cohorts.Cohort(ctx, c.Param("id"))
		if err != nil {
			return nil, err
		}
		waiting, err := s.Contact.Unanswered(ctx, cohort.ID, c.QueryParam("after"), page.LinksLength)
		if err != nil {
			return nil, err
		}
		return s.LinksPage(c, page.LinksPage{Page: frame, Consent: true, Subject: page.Link{Text: cohort.Name.In(frame.Lang()), Href: "/cohorts/" + cohort.ID}}, waiting)
	})
}
