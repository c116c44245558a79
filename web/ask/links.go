package ask

import (
	"context"
	"slices"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/surveys"
	"soundings/web/page"
)

// SurveyLinks lists the links of those who have not answered a survey and still can; of an anonymous one it offers to show each
// link once.
func (s *Surveys) SurveyLinks(c echo.Context) error {
	return s.Show(c, func(c echo.Context, frame page.Page) (page.View, error) {
		ctx := c.Request().Context()
		v, err := s.Surveys.Survey(ctx, c.Param("id"))
		if err != nil {
			return nil, err
		}
		if v.Anonymous {
			return s.surveyLinksOnce(c, frame, v, nil)
		}
		waiting, err := s.Surveys.Waiting(ctx, v.ID, c.QueryParam("after"), page.LinksLength)
		if err != nil {
			return nil, err
		}
		return s.LinksPage(c, linksOfSurvey(frame, v), waiting)
	})
}

// linksOfSurvey begins the page of a survey's links.
func linksOfSurvey(frame page.Page, v surveys.Survey) page.LinksPage {
	return page.LinksPage{Page: frame, Subject: page.Link{Text: v.Title.In(frame.Lang()), Href: "/surveys/" + v.ID}}
}

// surveyLinksOnce is the page of an anonymous survey's links, with those that are handed out now.
func (s *Surveys) surveyLinksOnce(c echo.Context, frame page.Page, v surveys.Survey, now []contact.Invitation) (page.View, error) {
	unseen, err := s.Surveys.Unseen(c.Request().Context(), v.ID, 0)
	if err != nil {
		return nil, err
	}
	return s.linksOnce(c, linksOfSurvey(frame, v), len(unseen), now)
}

// HandOutSurveyLinks shows the links of an anonymous survey that nobody of the team has seen, or issues links anew and shows those.
func (s *Surveys) HandOutSurveyLinks(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("id")
	handed, err := handedOut(c, s.Surveys.HandOut, s.Surveys.Reissue)
	show := func(c echo.Context, frame page.Page) (page.View, error) {
		v, err := s.Surveys.Survey(ctx, id)
		if err != nil {
			return nil, err
		}
		return s.surveyLinksOnce(c, frame, v, handed)
	}
	if err != nil {
		return s.Again(c, "/surveys/"+id+"/links", err, show)
	}
	return s.Show(c, show)
}

// APIReissueSurvey gives people who were invited to an anonymous survey new links.
func (s *Surveys) APIReissueSurvey(c echo.Context) error { return s.reissued(c, s.Surveys.Reissue) }

// linksOnce fills in a page of links that are shown once, with those that are handed out now.
func (s *Room) linksOnce(c echo.Context, v page.LinksPage, unseen int, now []contact.Invitation) (page.View, error) {
	v.Once = &page.LinksOnce{Unseen: unseen}
	return s.LinksPage(c, v, base.Page[contact.Invitation]{Items: now})
}

// Handing out and reissuing the links of one thing.
type (
	handOut func(ctx context.Context, id string, limit int) ([]contact.Invitation, error)
	reissue func(ctx context.Context, id string, refs []string) ([]contact.Invitation, error)
)

// handedOut returns the links that a pressed button asks for: those that nobody has seen, or new ones.
func handedOut(c echo.Context, show handOut, anew reissue) ([]contact.Invitation, error) {
	ctx, id := c.Request().Context(), c.Param("id")
	if c.FormValue("_action") == "reissue" {
		return anew(ctx, id, page.RefsIn(c.FormValue("refs")))
	}
	return show(ctx, id, page.LinksLength)
}

// reissueBody is what POST …/invitations/reissue takes.
type reissueBody struct {
	Refs []string `json:"refs"` // none: of everybody who was invited
}

// reissued answers with the new links of people who were invited.
func (s *Room) reissued(c echo.Context, anew reissue) error {
	b, err := page.Decode[reissueBody](c)
	if err != nil {
		return err
	}
	all, err := anew(c.Request().Context(), c.Param("id"), b.Refs)
	if err != nil {
		return err
	}
	list, err := s.Invited(c, all)
	return page.OK(c, list, err)
}

// invitedOnce returns the links of people who were invited, as the API hands them out: each that showOnce has shown before is
// left out.
func (s *Room) invitedOnce(c echo.Context, all []contact.Invitation, showOnce func(context.Context, string, []contact.Invitation) (now, before []contact.Invitation, err error)) (page.InvitedList, error) {
	ctx := c.Request().Context()
	reach, err := s.Contact.Reachable(ctx, all)
	if err != nil {
		return page.InvitedList{}, err
	}
	now, before, err := showOnce(ctx, c.Param("id"), reach.Invitations)
	if err != nil {
		return page.InvitedList{}, err
	}
	reach.Invitations = slices.Concat(now, before)
	if err := s.TookLinks(c, c.Request().URL.Path, len(now)); err != nil {
		return page.InvitedList{}, err
	}
	list := s.InvitedOf(reach)
	for n := len(now); n < len(list.Items); n++ {
		list.Items[n].URL = ""
	}
	return list, nil
}
