package ask

import (
	"github.com/labstack/echo/v4"

	"soundings/cohorts/contact"
	"soundings/surveys"
	"soundings/web/page"
)

// surveysPage lists surveys and makes a new one: fields "title.en", "title.es", "anonymous".
type surveysPage struct {
	page.Page
	Rows  []surveyRow
	Pager page.Pager
}

func (surveysPage) Template() string { return "ask/surveys" }

// surveyRow is one survey in a list.
type surveyRow struct {
	Title     string
	Href      string
	State     page.Badge
	Invited   string
	Completed string
	Since     string
}

// ListSurveys lists the surveys, the newest first.
func (s *Surveys) ListSurveys(c echo.Context) error { return s.Show(c, s.surveysPage) }

func (s *Surveys) surveysPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	all, err := s.Surveys.Surveys(ctx)
	if err != nil {
		return nil, err
	}
	some := page.Cut(all, c.QueryParam("after"), func(v surveys.Survey) string { return v.ID })
	view := surveysPage{Page: frame, Pager: frame.PagerOf(c, some.Next)}
	for _, v := range some.Items {
		counts, err := s.Contact.Counts(ctx, contact.ForSurvey, v.ID)
		if err != nil {
			return nil, err
		}
		n, floored, err := s.completed(ctx, v, counts)
		if err != nil {
			return nil, err
		}
		view.Rows = append(view.Rows, surveyRow{
			Title: v.Title.In(frame.Lang()), Href: "/surveys/" + v.ID, State: frame.SurveyBadge(v.State), Since: frame.Day(since(v.Created, v.Opened, v.Closed)),
			Invited: frame.Int(counts.Invited()), Completed: completedText(frame, n, floored),
		})
	}
	return view, nil
}

// AddSurvey makes a draft that can be published as it is: whether the portal helped, what went wrong, and the SUS.
func (s *Surveys) AddSurvey(c echo.Context) error {
	v, err := s.Surveys.Create(c.Request().Context(), surveys.Survey{
		Title: page.TypedWords(c, "title"), Anonymous: c.FormValue("anonymous") != "", Pages: s.firstDraft(),
	})
	if err != nil {
		return s.Again(c, "/surveys", atFields(err), s.surveysPage)
	}
	return s.Done(c, "/surveys/"+v.ID, "flash.survey_made")
}
