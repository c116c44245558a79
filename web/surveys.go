package web

import (
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/surveys"
)

func (s *Server) listSurveys(c echo.Context) error { return s.show(c, s.surveysPage) }

func (s *Server) surveysPage(c echo.Context, page Page) (View, error) {
	ctx := c.Request().Context()
	all, err := s.Surveys.Surveys(ctx)
	if err != nil {
		return nil, err
	}
	some := cut(all, c.QueryParam("after"), func(v surveys.Survey) string { return v.ID })
	view := SurveysPage{Page: page, Pager: page.pager(c, some.Next)}
	for _, v := range some.Items {
		counts, err := s.Contact.Counts(ctx, contact.ForSurvey, v.ID)
		if err != nil {
			return nil, err
		}
		view.Rows = append(view.Rows, SurveyRow{
			Title: v.Title.In(page.Lang()), Href: "/surveys/" + v.ID, State: page.surveyBadge(v.State), Since: page.date(since(v)),
			Invited: page.Int(counts.Invited()), Completed: page.Int(counts.States[contact.Completed]),
		})
	}
	return view, nil
}

// since returns when a survey came to its state.
func since(v surveys.Survey) time.Time {
	switch v.State {
	case surveys.Open:
		return v.Opened
	case surveys.Closed:
		return v.Closed
	default:
		return v.Created
	}
}

// titleFields are the form's names for a survey's title.
var titleFields = map[string]string{"title": "title_en", "title.en": "title_en", "title.es": "title_es"}

func typedTitle(c echo.Context) base.Words {
	return base.Words{"en": c.FormValue("title_en"), "es": c.FormValue("title_es")}.Tidy()
}

// addSurvey makes a draft that can be published as it is: whether the portal helped, what went wrong, and the SUS.
func (s *Server) addSurvey(c echo.Context) error {
	v, err := s.Surveys.Create(c.Request().Context(), surveys.Survey{Title: typedTitle(c), Pages: s.firstDraft()})
	if err != nil {
		return s.again(c, "/surveys", renamed(err, titleFields), s.surveysPage)
	}
	return s.done(c, "/surveys/"+v.ID, "flash.survey_made")
}

func (s *Server) showSurvey(c echo.Context) error { return s.show(c, s.surveyPage) }

func (s *Server) renameSurvey(c echo.Context) error {
	id := c.Param("id")
	_, err := s.Surveys.Edit(c.Request().Context(), id, func(v *surveys.Survey) error {
		v.Title = typedTitle(c)
		return nil
	})
	if err != nil {
		return s.again(c, "/surveys/"+id, renamed(err, titleFields), s.surveyPage)
	}
	return s.done(c, "/surveys/"+id, "flash.survey_saved")
}

func (s *Server) publishSurvey(c echo.Context) error {
	id := c.Param("id")
	if v, err := s.Surveys.Publish(c.Request().Context(), id); err != nil {
		return s.again(c, "/surveys/"+id, ofQuestion(v, "", renamed(err, map[string]string{"pages": ""})), s.surveyPage)
	}
	return s.done(c, "/surveys/"+id, "flash.published")
}

func (s *Server) closeSurvey(c echo.Context) error {
	id := c.Param("id")
	if _, err := s.Surveys.Close(c.Request().Context(), id); err != nil {
		return err
	}
	return s.done(c, "/surveys/"+id, "flash.closed")
}

// inviteToSurvey makes the links of an audience, and leads on to them.
func (s *Server) inviteToSurvey(c echo.Context) error {
	id := c.Param("id")
	expires, err := s.expiry(c, c.FormValue("expires"))
	var invited []contact.Invitation
	if err == nil {
		invited, err = s.Surveys.Invite(c.Request().Context(), id, surveys.Audience{
			Cohort: c.FormValue("cohort"), Refs: refsIn(c.FormValue("refs")), Expires: expires,
		})
	}
	if err != nil {
		return s.again(c, "/surveys/"+id, err, s.surveyPage)
	}
	return s.done(c, "/surveys/"+id+"/links", "flash.links_made", len(invited))
}
