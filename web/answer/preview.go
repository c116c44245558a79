package answer

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/surveys"
	"soundings/surveys/polls"
	"soundings/web/page"
)

// Previews are the pages behind links as the team sees them before they go out. Nothing is kept.
type Previews struct{ *Pages }

// ShowSurvey shows a survey as people see it, with its logic, whatever state it is in. Nothing is kept.
func (s Previews) ShowSurvey(c echo.Context) error {
	v, err := s.Surveys.Survey(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	frame, _, err := s.Preview(c, page.Link{Text: v.Title.In(s.language(c, contact.Invitation{})), Href: page.AskedHref(contact.ForSurvey, v.ID)})
	if err != nil {
		return err
	}
	form, err := page.PreviewForm(c)
	if err != nil {
		return err
	}
	if len(v.Pages) == 0 {
		return s.Render(c, http.StatusOK, page.MessagePage{Page: frame, Kind: "not_asked"})
	}
	values := url.Values(form)
	typed := surveys.Typed{Action: surveys.Save, Page: -1, Values: form, Empty: values.Get("_empty") == "yes", Seen: form["_seen"]}
	if number, err := strconv.Atoi(values.Get("_page")); err == nil {
		typed.Action, typed.Page = surveys.Action(values.Get("_action")), number-1
	}
	sheet := v.Preview(typed)
	switch {
	case sheet.Status == surveys.IsEmpty:
		return s.Render(c, http.StatusUnprocessableEntity, EmptyPage{Page: frame, Survey: v.Title.In(frame.Lang()), Number: sheet.Page + 1})
	case sheet.Status == surveys.Done && v.Anonymous:
		return s.Render(c, http.StatusOK, ThanksPage{Page: frame, Kind: "anonymous"})
	case sheet.Status == surveys.Done:
		return s.Render(c, http.StatusOK, ThanksPage{Page: frame, Kind: "answered", Survey: v.Title.In(frame.Lang()), When: frame.Day(s.Now())})
	}
	frame.Form = page.Form{Values: url.Values(sheet.Typed), Problems: page.SayFields(frame.Printer, sheet.Errors)}
	view := answerPage(frame, sheet)
	view.InForm, view.Typed = true, typedElsewhere(sheet)
	return s.Render(c, statusOf(frame), view)
}

// statusOf is 422 where something that was typed is wrong.
func statusOf(frame page.Page) int {
	if frame.Wrong() {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

// ShowPoll shows the ballot of a poll as people see it. Nothing is kept.
func (s Previews) ShowPoll(c echo.Context) error {
	ctx := c.Request().Context()
	p, err := s.Polls.Poll(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	frame, who, err := s.Preview(c, page.Link{Text: p.Title.In(s.language(c, contact.Invitation{})), Href: page.PollHref(p.ID)})
	if err != nil {
		return err
	}
	form, err := page.PreviewForm(c)
	if err != nil {
		return err
	}
	if _, asked := p.Groups[who.Group]; who.Ref != "" && !asked {
		return s.Render(c, http.StatusOK, page.MessagePage{Page: frame, Kind: "poll_not_asked"})
	}
	voter := polls.Voter{Invitation: contact.Invitation{Ref: who.Ref, Group: who.Group}}
	byCode := who.Ref == "" && p.Open
	if byCode {
		voter.Browser = "preview"
	}
	sheet, err := s.Polls.Try(ctx, p, who.Group, polls.Values(form), url.Values(form).Get("_action") == "submit")
	if err != nil {
		return err
	}
	if sheet.Status == polls.Done {
		view := VotedPage{Page: frame, Poll: p.Title.In(frame.Lang()), Secret: p.Secret, ByCode: byCode}
		if !p.Secret {
			view.Change = frame.Path
		}
		return s.Render(c, http.StatusOK, view)
	}
	frame.Form = page.Form{Values: form, Problems: page.SayFields(frame.Printer, sheet.Errors)}
	return s.Render(c, statusOf(frame), ballotForm{frame, sheet, voter}.view())
}

// ShowConsent shows the page on which people are asked to take part. Nothing is kept.
func (s Previews) ShowConsent(c echo.Context) error {
	ctx := c.Request().Context()
	cohort, err := s.Cohorts.Cohort(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	wording, err := s.Cohorts.ConsentWording(ctx)
	if err != nil {
		return err
	}
	frame, who, err := s.Preview(c, page.Link{Text: cohort.Name.In(s.language(c, contact.Invitation{})), Href: page.AskedHref(contact.ForConsent, cohort.ID)})
	if err != nil {
		return err
	}
	form, err := page.PreviewForm(c)
	if err != nil {
		return err
	}
	switch said := form["consent"]; {
	case len(said) == 1 && said[0] == "agree":
		return s.Render(c, http.StatusOK, ThanksPage{Page: frame, Kind: "agreed", When: frame.Day(s.Now())})
	case len(said) == 1 && said[0] == "decline":
		return s.Render(c, http.StatusOK, ThanksPage{Page: frame, Kind: "declined", When: frame.Day(s.Now()), Next: frame.Path})
	case c.Request().Method == http.MethodPost && c.FormValue("_action") == "": // else it goes on in another language
		frame.Form.Problems = []page.Problem{{Field: "consent", Text: frame.T("consent.problem")}}
	}
	frame.Form.Values = form
	a := asking{cohort: cohort, wording: wording, member: cohorts.Membership{Cohort: cohort.ID, Ref: who.Ref, State: cohorts.Invited}}
	return s.consentForm(c, frame, a, statusOf(frame))
}
