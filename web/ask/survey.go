package ask

import (
	"context"
	"slices"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/surveys"
	"soundings/surveys/instruments"
	"soundings/web/page"
)

// surveyPage shows one survey: its state, its next step and its questions. Fields of a draft: "title.en", "title.es",
// "anonymous".
// To invite: "cohort" or "refs", "expires".
type surveyPage struct {
	page.Page
	ID        string
	Title     string
	State     page.Badge
	Draft     bool
	Open      bool
	Closed    bool
	Lacks     []string // what keeps some people from being invited
	Version   string   // empty in a draft that was never published
	Wording   string   // which wording of an instrument is used; empty: no instrument
	Questions []questionRow
	Cuts      []page.Option // of a draft: what results may be split by
	Figures   []page.Figure // invited, started, completed
	Cohorts   []page.Option // that may be invited, each with how many agreed; the first stands for none
	Expires   string        // the date suggested
	History   []page.Happening
	page.Reached
	anonymousParts
}

func (surveyPage) Template() string { return "ask/survey" }

// InSecret reports whether it is answered in secret, and promises so.
func (v surveyPage) InSecret() bool { return len(v.Promise) > 0 }

// ShowSurvey shows one survey.
func (s *Surveys) ShowSurvey(c echo.Context) error { return s.Show(c, s.surveyPage) }

func (s *Surveys) surveyPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	v, err := s.Surveys.Survey(ctx, c.Param("id"))
	if err != nil {
		return nil, err
	}
	view := surveyPage{
		Page: frame, ID: v.ID, Title: v.Title.In(frame.Lang()), State: frame.SurveyBadge(v.State),
		Draft: v.State == surveys.Draft, Open: v.State == surveys.Open, Closed: v.State == surveys.Closed,
		Wording: wordingOf(frame, v), Questions: questionRows(frame, v), History: historyOf(frame, v.Created, v.Opened, v.Closed),
	}
	if !view.Closed {
		view.Lacks = frame.Wanting(base.InvalidFields(v.MissingIn(frame.Codes())...))
	}
	switch {
	case view.Draft:
		if view.Form.Values == nil || !view.Form.Values.Has("title.en") {
			view.Form.Values = map[string][]string{"title.en": {v.Title["en"]}, "title.es": {v.Title["es"]}, "cuts": v.ChosenCuts()}
			if v.Anonymous {
				view.Form.Values.Set("anonymous", "yes")
			}
		}
		view.Cuts, err = s.cutOptions(ctx, frame, view.Form.Values["cuts"])
		return view, err
	case view.Open:
		view.Expires = s.suggestedExpiry(frame)
		if view.Cohorts, err = s.audienceOptions(ctx, frame, v); err != nil {
			return nil, err
		}
	}
	view.Version = frame.Int(v.Version)
	reached := s.ReachedByPart
	if v.Anonymous {
		reached = s.Site.Reached
	}
	if view.Reached, err = reached(ctx, frame, contact.ForSurvey, v.ID); err != nil {
		return nil, err
	}
	r, err := s.answered(ctx, v)
	view.Figures, view.anonymousParts = invitationFigures(frame, v, r), s.anonymousParts(frame, v, r)
	return view, err
}

// answered returns how many were invited to a survey, began and finished; of an anonymous one how many of which group.
func (s *Surveys) answered(ctx context.Context, v surveys.Survey) (surveys.Results, error) {
	if v.Anonymous {
		return s.Surveys.Results(ctx, v.ID, surveys.Viewers, "")
	}
	counts, err := s.Contact.Counts(ctx, contact.ForSurvey, v.ID)
	return surveys.Results{
		Invited: counts.Invited(), Delivered: counts.Delivered(), Started: counts.Started, Completed: counts.States[contact.Completed],
	}, err
}

// audienceOptions offers the cohorts to invite, each with how many of its members agreed.
func (s *Surveys) audienceOptions(ctx context.Context, frame page.Page, v surveys.Survey) ([]page.Option, error) {
	return s.cohortOptions(ctx, frame, func(cohort cohorts.Cohort) (string, error) {
		counts, err := s.Cohorts.MemberCounts(ctx, cohort.ID)
		if err != nil {
			return "", err
		}
		text := "surveys.cohort_agreed"
		if slices.Contains(v.Audience, cohort.ID) {
			text = "surveys.cohort_invited"
		}
		return frame.T(text, "Cohort", cohort.Name.In(frame.Lang()), "Agreed", counts[cohorts.Agreed]), nil
	})
}

// invitationFigures say how many were invited to a survey, began and, as the last, finished.
func invitationFigures(frame page.Page, v surveys.Survey, r surveys.Results) []page.Figure {
	f := []page.Figure{
		{Label: frame.T("surveys.invited"), Value: frame.Int(r.Invited)},
		{Label: frame.T("surveys.started"), Value: frame.Int(r.Started)},
		{Label: frame.T("surveys.completed"), Value: completedText(frame, r.Completed, r.Floored), Href: "/surveys/" + v.ID + "/results"},
	}
	if v.Anonymous { // nobody is told who began
		f = slices.Delete(f, 1, 2)
	}
	if v.State == surveys.Open && frame.Writes() && r.Invited > r.Completed {
		f[0].Href = "/surveys/" + v.ID + "/links"
	}
	if rate := contact.ResponseRate(r.Completed, r.Delivered); rate != nil && !r.Floored {
		f[len(f)-1].Note = frame.T("surveys.rate", "Rate", frame.Percent(*rate))
	}
	return f
}

// wordingOf says in which wording a survey's instrument is asked; nothing where it has none.
func wordingOf(frame page.Page, v surveys.Survey) string {
	for _, q := range v.Questions() {
		if instrument, ok := instruments.ByID(q.Instrument); ok {
			return frame.T(instrument.Asked(q.AskedIn(instrument)))
		}
	}
	return ""
}

// cutOptions offers what results may be split by; the order is that in which they are given up at closing, from the last.
func (s *Surveys) cutOptions(ctx context.Context, frame page.Page, chosen []string) ([]page.Option, error) {
	names, err := s.Cohorts.AttributeNames(ctx)
	if err != nil {
		return nil, err
	}
	cuts := []string{surveys.ByGroup, surveys.ByCohort, surveys.ByLanguage, surveys.ByMode}
	for _, name := range names {
		cuts = append(cuts, "attribute:"+name)
	}
	var options []page.Option
	for _, by := range cuts {
		options = append(options, page.Option{Value: by, Text: cutName(frame, by), Chosen: slices.Contains(chosen, by)})
	}
	return options, nil
}

// RenameSurvey changes a draft's title, whether it is anonymous, and what its results are split by.
func (s *Surveys) RenameSurvey(c echo.Context) error {
	id := c.Param("id")
	_, err := s.Surveys.Edit(c.Request().Context(), id, 0, func(v *surveys.Survey) error {
		v.Title, v.Cuts, v.Anonymous = page.TypedWords(c, "title"), c.Request().PostForm["cuts"], c.FormValue("anonymous") != ""
		return nil
	})
	if err != nil {
		return s.Again(c, "/surveys/"+id, atFields(err), s.surveyPage)
	}
	return s.Done(c, "/surveys/"+id, "flash.survey_saved")
}

// PublishSurvey opens a draft for answers.
func (s *Surveys) PublishSurvey(c echo.Context) error {
	id := c.Param("id")
	if v, err := s.Surveys.Publish(c.Request().Context(), id); err != nil {
		return s.Again(c, "/surveys/"+id, ofQuestion(v, "", page.Renamed(err, map[string]string{"pages": ""})), s.surveyPage)
	}
	return s.Done(c, "/surveys/"+id, "flash.published")
}

// CloseSurvey ends the answering of a survey.
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
	expires, steps, typo := s.reaching(c, contact.ForSurvey, page.TypedSending(c), c.FormValue("expires"))
	invited, job, err := s.Surveys.Ask(c.Request().Context(), id, surveys.Audience{
		Cohort: c.FormValue("cohort"), Refs: page.RefsIn(c.FormValue("refs")), Expires: expires,
	}, nil)
	if err = besides(typo, err); err != nil {
		return s.Again(c, "/surveys/"+id, err, s.surveyPage)
	}
	return s.Asked(c, contact.Question{Kind: contact.ForSurvey, Subject: id, Steps: steps}, invited, job, "flash.links_made")
}
