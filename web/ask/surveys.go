package ask

import (
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/surveys"
	"soundings/web/page"
)

func (s *Surveys) ListSurveys(c echo.Context) error { return s.Show(c, s.surveysPage) }

func (s *Surveys) surveysPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	all, err := s.Surveys.Surveys(ctx)
	if err != nil {
		return nil, err
	}
	some := page.Cut(all, c.QueryParam("after"), func(v surveys.Survey) string { return v.ID })
	view := SurveysPage{Page: frame, Pager: frame.PagerOf(c, some.Next)}
	for _, v := range some.Items {
		counts, err := s.Contact.Counts(ctx, contact.ForSurvey, v.ID)
		if err != nil {
			return nil, err
		}
		view.Rows = append(view.Rows, SurveyRow{
			Title: v.Title.In(frame.Lang()), Href: "/surveys/" + v.ID, State: frame.SurveyBadge(v.State), Since: frame.Day(since(v)),
			Invited: frame.Int(counts.Invited()), Completed: frame.Int(counts.States[contact.Completed]),
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

// AddSurvey makes a draft that can be published as it is: whether the portal helped, what went wrong, and the SUS.
func (s *Surveys) AddSurvey(c echo.Context) error {
	v, err := s.Surveys.Create(c.Request().Context(), surveys.Survey{Title: typedTitle(c), Pages: s.firstDraft()})
	if err != nil {
		return s.Again(c, "/surveys", page.Renamed(err, titleFields), s.surveysPage)
	}
	return s.Done(c, "/surveys/"+v.ID, "flash.survey_made")
}

func (s *Surveys) ShowSurvey(c echo.Context) error { return s.Show(c, s.surveyPage) }

func (s *Surveys) RenameSurvey(c echo.Context) error {
	id := c.Param("id")
	_, err := s.Surveys.Edit(c.Request().Context(), id, func(v *surveys.Survey) error {
		v.Title = typedTitle(c)
		return nil
	})
	if err != nil {
		return s.Again(c, "/surveys/"+id, page.Renamed(err, titleFields), s.surveyPage)
	}
	return s.Done(c, "/surveys/"+id, "flash.survey_saved")
}

func (s *Surveys) PublishSurvey(c echo.Context) error {
	id := c.Param("id")
	if v, err := s.Surveys.Publish(c.Request().Context(), id); err != nil {
		return s.Again(c, "/surveys/"+id, ofQuestion(v, "", page.Renamed(err, map[string]string{"pages": ""})), s.surveyPage)
	}
	return s.Done(c, "/surveys/"+id, "flash.published")
}

func (s *Surveys) CloseSurvey(c echo.Context) error {
	id := c.Param("id")
	if _, err := s.Surveys.Close(c.Request().Context(), id); err != nil {
		return err
	}
	return s.Done(c, "/surveys/"+id, "flash.closed")
}

// InviteToSurvey makes the links of an audience, and leads on to them.
func (s *Surveys) InviteToSurvey(c echo.Context) error {
	id := c.Param("id")
	expires, err := s.expiry(c, c.FormValue("expires"))
	var invited []contact.Invitation
	if err == nil {
		invited, err = s.Surveys.Invite(c.Request().Context(), id, surveys.Audience{
			Cohort: c.FormValue("cohort"), Refs: page.RefsIn(c.FormValue("refs")), Expires: expires,
		})
	}
	if err != nil {
		return s.Again(c, "/surveys/"+id, err, s.surveyPage)
	}
	return s.Done(c, "/surveys/"+id+"/links", "flash.links_made", len(invited))
}
