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
			return s.linksOnce(c, linksOfSurvey(frame, v), s.Surveys.LinksOnce(), nil)
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

// HandOutSurveyLinks shows the links of an anonymous survey that nobody of the team has seen, or issues links anew and shows those.
func (s *Surveys) HandOutSurveyLinks(c echo.Context) error {
	return s.handOut(c, s.Surveys.LinksOnce(), func(ctx context.Context, frame page.Page) (page.LinksPage, error) {
		v, err := s.Surveys.Survey(ctx, c.Param("id"))
		return linksOfSurvey(frame, v), err
	})
}

// APIReissueSurvey gives people who were invited to an anonymous survey new links.
func (s *Surveys) APIReissueSurvey(c echo.Context) error { return s.reissued(c, s.Surveys.LinksOnce()) }

// handOut does what a pressed button asks for: it shows links that nobody of the team has seen, or issues links anew and shows
// those. The page begins as that of its links.
func (s *Room) handOut(c echo.Context, links contact.LinksOnce, begin func(context.Context, page.Page) (page.LinksPage, error)) error {
	ctx, id := c.Request().Context(), c.Param("id")
	var handed []contact.Invitation
	var err error
	if c.FormValue("_action") == "reissue" {
		handed, err = links.Reissue(ctx, id, page.RefsIn(c.FormValue("refs")))
	} else {
		handed, err = links.HandOut(ctx, id, page.LinksLength)
	}
	show := func(c echo.Context, frame page.Page) (page.View, error) {
		v, err := begin(ctx, frame)
		if err != nil {
			return nil, err
		}
		return s.linksOnce(c, v, links, handed)
	}
	if err != nil {
		return s.Again(c, c.Request().URL.Path, err, show)
	}
	return s.Show(c, show)
}

// linksOnce fills in a page of links that are shown once, with those that are handed out now.
func (s *Room) linksOnce(c echo.Context, v page.LinksPage, links contact.LinksOnce, now []contact.Invitation) (page.View, error) {
	unseen, err := links.Unseen(c.Request().Context(), c.Param("id"), 0)
	if err != nil {
		return nil, err
	}
	v.Once = &page.LinksOnce{Unseen: len(unseen)}
	if v.Once.Sent, err = links.Sent(c.Request().Context(), c.Param("id")); err != nil {
		return nil, err
	}
	if kind := kindOf(v); !v.Once.Sent && len(unseen) > 0 {
		v.Once.Start = page.StartHref(kind, c.Param("id"), contact.ReadyProtocols()[0].Steps)
	}
	return s.LinksPage(c, v, base.Page[contact.Invitation]{Items: now})
}

// kindOf returns what the links of a page lead to.
func kindOf(v page.LinksPage) contact.Kind {
	if v.Poll {
		return contact.ForPoll
	}
	return contact.ForSurvey
}

// reissueBody is what POST …/invitations/reissue takes.
type reissueBody struct {
	Refs []string `json:"refs"` // none: of everybody who was invited
}

// reissued answers with the new links of people who were invited.
func (s *Room) reissued(c echo.Context, links contact.LinksOnce) error {
	b, err := page.Decode[reissueBody](c)
	if err != nil {
		return err
	}
	all, err := links.Reissue(c.Request().Context(), c.Param("id"), b.Refs)
	if err != nil {
		return err
	}
	list, err := s.Invited(c, all)
	return page.OK(c, list, err)
}

// invitedOnce returns the links of people who were invited, as the API hands them out: each that may be seen once and was is
// left out.
func (s *Room) invitedOnce(c echo.Context, links contact.LinksOnce, all []contact.Invitation) (page.InvitedList, error) {
	ctx := c.Request().Context()
	reach, err := s.Contact.Reachable(ctx, all)
	if err != nil {
		return page.InvitedList{}, err
	}
	now, before, err := links.ShowOnce(ctx, c.Param("id"), reach.Invitations)
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
