package ask

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/surveys"
	"soundings/web/auth"
	"soundings/web/page"
)

// surveyBody is what POST /surveys and PUT /surveys/{id} take.
type surveyBody struct {
	Title     base.Words     `json:"title" rule:"required"`
	Anonymous bool           `json:"anonymous"`
	Cuts      []string       `json:"cuts"`
	Pages     []surveys.Page `json:"pages"`
	Revision  int64          `json:"revision"` // of PUT: refuse where another one stands there; 0: whatever stands there
}

// APISurveys lists the surveys, the newest first.
func (s *Surveys) APISurveys(c echo.Context) error {
	all, err := s.Surveys.Surveys(c.Request().Context())
	return page.OK(c, page.ListOf(base.Page[surveys.Survey]{Items: all}, listed), err)
}

// listed returns a survey as the API shows it: what has no pages or questions yet has [], not null.
func listed(v surveys.Survey) surveys.Survey {
	pages := make([]surveys.Page, len(v.Pages))
	for i, p := range v.Pages {
		pages[i] = surveys.Page{Questions: append([]surveys.Question{}, p.Questions...)}
	}
	v.Pages = pages
	return v
}

// APIAddSurvey makes a draft of a survey.
func (s *Surveys) APIAddSurvey(c echo.Context) error {
	b, err := page.Decode[surveyBody](c)
	if err != nil {
		return err
	}
	v, err := s.Surveys.Create(c.Request().Context(), surveys.Survey{Title: b.Title, Anonymous: b.Anonymous, Cuts: b.Cuts, Pages: b.Pages})
	return page.Answer(c, http.StatusCreated, listed(v), err)
}

// APISurvey sends one survey.
func (s *Surveys) APISurvey(c echo.Context) error {
	v, err := s.Surveys.Survey(c.Request().Context(), c.Param("id"))
	return page.OK(c, listed(v), err)
}

// APIPutSurvey puts the whole of a draft in the place of what it was.
func (s *Surveys) APIPutSurvey(c echo.Context) error {
	b, err := page.Decode[surveyBody](c)
	if err != nil {
		return err
	}
	v, err := s.Surveys.Edit(c.Request().Context(), c.Param("id"), b.Revision, func(v *surveys.Survey) error {
		v.Title, v.Anonymous, v.Cuts, v.Pages = b.Title, b.Anonymous, b.Cuts, b.Pages
		return nil
	})
	return page.OK(c, listed(v), err)
}

// APIPublish opens a draft for answers.
func (s *Surveys) APIPublish(c echo.Context) error {
	v, err := s.Surveys.Publish(c.Request().Context(), c.Param("id"))
	return page.OK(c, listed(v), err)
}

// APIClose ends the answering of a survey.
func (s *Surveys) APIClose(c echo.Context) error {
	v, err := s.Surveys.Close(c.Request().Context(), c.Param("id"))
	return page.OK(c, listed(v), err)
}

// surveyAudience is what POST /surveys/{id}/invitations takes.
type surveyAudience struct {
	Cohort  string   `json:"cohort"`
	Refs    []string `json:"refs"`
	Expires string   `json:"expires"` // RFC 3339, or a day: until its end
	page.Sending
}

// APIInvite invites an audience to an open survey.
func (s *Surveys) APIInvite(c echo.Context) error {
	b, err := page.Decode[surveyAudience](c)
	if err != nil {
		return err
	}
	ctx, id := c.Request().Context(), c.Param("id")
	expires, steps, typo := s.reaching(c, contact.ForSurvey, b.Sending, b.Expires)
	audience := surveys.Audience{Cohort: b.Cohort, Refs: b.Refs, Expires: expires}
	if len(steps) == 0 { // their links are the answer, however many
		all, err := s.Surveys.Invite(ctx, id, audience)
		if err = besides(typo, err); err != nil {
			return err
		}
		list, err := s.invitedOnce(c, s.Surveys.LinksOnce(), all)
		return page.OK(c, list, err)
	}
	all, job, err := s.Surveys.Ask(ctx, id, audience, steps)
	if err != nil {
		return err
	}
	if job != nil {
		return page.Accepted(c, *job)
	}
	list, err := s.invitedOnce(c, s.Surveys.LinksOnce(), all)
	return page.OK(c, list, err)
}

// APIResults sends what a survey found so far, of all or by one of its cuts.
func (s *Surveys) APIResults(c echo.Context) error {
	ctx := c.Request().Context()
	reader := surveys.Reader(auth.WhoFrom(ctx).Role.Covers(auth.Member))
	r, err := s.Surveys.Results(ctx, c.Param("id"), reader, c.QueryParam("by"))
	return page.OK(c, r, err)
}
