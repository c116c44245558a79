package ask

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/surveys"
	"soundings/surveys/instruments"
	"soundings/web/page"
)

// suggestedDays is how long the page suggests that people may answer.
const suggestedDays = 21

func (s *Surveys) surveyPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	v, err := s.Surveys.Survey(ctx, c.Param("id"))
	if err != nil {
		return nil, err
	}
	view := SurveyPage{
		Page: frame, ID: v.ID, Title: v.Title.In(frame.Lang()), State: frame.SurveyBadge(v.State),
		Draft: v.State == surveys.Draft, Open: v.State == surveys.Open, Closed: v.State == surveys.Closed,
		Wording: wordingOf(frame, v), Questions: questionRows(frame, v), History: surveyHistory(frame, v),
	}
	switch {
	case view.Draft:
		if view.Form.Values == nil || !view.Form.Values.Has("title_en") {
			view.Form.Values = map[string][]string{"title_en": {v.Title["en"]}, "title_es": {v.Title["es"]}}
		}
		return view, nil
	case view.Open:
		view.Expires = s.Now().In(frame.Zone).AddDate(0, 0, suggestedDays).Format(time.DateOnly)
		if view.Cohorts, err = s.audienceOptions(ctx, frame, v); err != nil {
			return nil, err
		}
	}
	view.Version = frame.Int(v.Version)
	counts, err := s.Contact.Counts(ctx, contact.ForSurvey, v.ID)
	view.Figures = invitationFigures(frame, v, surveys.Results{
		Invited: counts.Invited(), Delivered: counts.Delivered(), Started: counts.Started, Completed: counts.States[contact.Completed],
	})
	return view, err
}

// invitationFigures say how many were invited to a survey, began and finished.
func invitationFigures(frame page.Page, v surveys.Survey, r surveys.Results) []page.Figure {
	f := []page.Figure{
		{Label: frame.T("surveys.invited"), Value: frame.Int(r.Invited)},
		{Label: frame.T("surveys.started"), Value: frame.Int(r.Started)},
		{Label: frame.T("surveys.completed"), Value: frame.Int(r.Completed), Href: "/surveys/" + v.ID + "/results"},
	}
	if v.State == surveys.Open && frame.Writes() && r.Invited > r.Completed {
		f[0].Href = "/surveys/" + v.ID + "/links"
	}
	if rate := contact.ResponseRate(r.Completed, r.Delivered); rate != nil {
		f[2].Note = frame.T("surveys.rate", "Rate", frame.Percent(*rate))
	}
	return f
}

// wordingOf says in which wording a survey's instrument is asked; nothing where it has none.
func wordingOf(frame page.Page, v surveys.Survey) string {
	for _, q := range v.Questions() {
		if instrument, ok := instruments.ByID(q.Instrument); ok {
			return frame.T(instrument.Asked(len(q.Items) > 0))
		}
	}
	return ""
}

func surveyHistory(frame page.Page, v surveys.Survey) []page.Happening {
	var all []page.Happening
	for _, h := range []struct {
		at   time.Time
		what string
	}{{v.Closed, "surveys.was_closed"}, {v.Opened, "surveys.was_published"}, {v.Created, "surveys.was_made"}} {
		if !h.at.IsZero() {
			all = append(all, page.Happening{At: frame.Time(h.at), What: frame.T(h.what)})
		}
	}
	return all
}

// audienceOptions offers the cohorts to invite, each with how many of its members agreed.
func (s *Surveys) audienceOptions(ctx context.Context, frame page.Page, v surveys.Survey) ([]page.Option, error) {
	all, err := s.Cohorts.Cohorts(ctx)
	if err != nil {
		return nil, err
	}
	options := []page.Option{{Value: "", Text: frame.T("surveys.no_cohort"), Chosen: false}}
	for _, cohort := range all {
		counts, err := s.Cohorts.MemberCounts(ctx, cohort.ID)
		if err != nil {
			return nil, err
		}
		text := "surveys.cohort_agreed"
		if slices.Contains(v.Audience, cohort.ID) {
			text = "surveys.cohort_invited"
		}
		options = append(options, page.Option{Value: cohort.ID, Text: frame.T(text, "Cohort", cohort.Name, "Agreed", counts[cohorts.Agreed])})
	}
	return options, nil
}

func questionRows(frame page.Page, v surveys.Survey) []QuestionRow {
	var rows []QuestionRow
	for p, onPage := range v.Pages {
		for n, q := range onPage.Questions {
			rows = append(rows, QuestionRow{
				ID: q.ID, Href: "/surveys/" + v.ID + "/questions/" + q.ID, Page: p + 1, NewPage: n == 0,
				Type: kindName(frame, q), Text: questionText(frame, q), Required: q.Required,
				ShowIf: conditionText(frame, v, q.ShowIf), Missing: missingLanguage(frame, q),
				Up: p > 0 || n > 0, Down: p < len(v.Pages)-1 || n < len(onPage.Questions)-1,
			})
		}
	}
	return rows
}

// questionText returns what a question asks; of an instrument its name.
func questionText(frame page.Page, q surveys.Question) string {
	text := q.Text.In(frame.Lang())
	if instrument, ok := instruments.ByID(q.Instrument); ok && text == "" {
		return frame.T(instrument.Texts.Kind)
	}
	return text
}

// missingLanguage returns the first of the clinic's languages that a question has no text in.
func missingLanguage(frame page.Page, q surveys.Question) string {
	texts := []base.Words{q.Text}
	if q.Instrument != "" {
		texts = q.Items
	}
	for _, o := range q.Options {
		texts = append(texts, o.Text)
	}
	for _, l := range frame.Languages {
		if slices.ContainsFunc(texts, func(w base.Words) bool { return w[l.Code] == "" }) {
			return page.LanguageName(frame, l.Code)
		}
	}
	return ""
}

// conditionText says in words when a question is shown.
func conditionText(frame page.Page, v surveys.Survey, when *surveys.Condition) string {
	if when == nil {
		return ""
	}
	var tests []string
	for _, t := range slices.Concat(when.All, when.Any) {
		tests = append(tests, strings.TrimSpace(t.Question+" "+frame.T("question.op."+string(t.Op))+" "+valuesText(frame, v, t)))
	}
	and := frame.T("question.and")
	if len(when.Any) > 0 {
		and = frame.T("question.or")
	}
	return frame.T("question.shown_if", "Tests", strings.Join(tests, " "+and+" "))
}

// valuesText says with what a test compares: options by their texts.
func valuesText(frame page.Page, v surveys.Survey, t surveys.Test) string {
	q, _ := v.Question(t.Question)
	values := make([]string, len(t.Value))
	for i, value := range t.Value {
		values[i] = value
		for _, o := range q.Options {
			if o.Value == value {
				values[i] = frame.T("question.quoted", "Text", o.Text.In(frame.Lang()))
			}
		}
	}
	return strings.Join(values, ", ")
}
