package web

import (
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
)

// linksLength is how many links a page to print has at most.
const linksLength = 1000

// consentLinks lists the links of who has not answered whether they take part.
func (s *Server) consentLinks(c echo.Context) error {
	return s.show(c, func(c echo.Context, page Page) (View, error) {
		ctx := c.Request().Context()
		cohort, err := s.Cohorts.Cohort(ctx, c.Param("id"))
		if err != nil {
			return nil, err
		}
		waiting, err := s.Contact.Unanswered(ctx, cohort.ID, c.QueryParam("after"), linksLength)
		if err != nil {
			return nil, err
		}
		return s.linksPage(c, LinksPage{Page: page, Consent: true, Subject: Link{cohort.Name, "/cohorts/" + cohort.ID}}, waiting)
	})
}

// surveyLinks lists the links of who has not answered a survey and still can.
func (s *Server) surveyLinks(c echo.Context) error {
	return s.show(c, func(c echo.Context, page Page) (View, error) {
		ctx := c.Request().Context()
		survey, err := s.Surveys.Survey(ctx, c.Param("id"))
		if err != nil {
			return nil, err
		}
		waiting, err := s.Surveys.Waiting(ctx, survey.ID, c.QueryParam("after"), linksLength)
		if err != nil {
			return nil, err
		}
		return s.linksPage(c, LinksPage{Page: page, Subject: Link{survey.Title.In(page.Lang()), "/surveys/" + survey.ID}}, waiting)
	})
}

func (s *Server) linksPage(c echo.Context, v LinksPage, waiting base.Page[contact.Invitation]) (View, error) {
	slices.SortFunc(waiting.Items, func(a, b contact.Invitation) int { return strings.Compare(a.Ref, b.Ref) })
	refs := make([]string, len(waiting.Items))
	for n, i := range waiting.Items {
		refs[n] = i.Ref
		if i.Proxy != "" {
			refs[n] = i.Proxy
		}
	}
	people, err := s.Cohorts.People(c.Request().Context(), refs...)
	if err != nil {
		return nil, err
	}
	_, v.Home, _ = strings.Cut(s.BaseURL, "://")
	v.Pager = v.pager(c, waiting.Next)
	for n, i := range waiting.Items {
		v.Rows = append(v.Rows, LinkRow{Ref: i.Ref, Name: people[refs[n]].Name, URL: s.link(i), Code: s.Contact.Token(i)})
	}
	return v, nil
}
