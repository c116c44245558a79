package answer

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/surveys"
	"soundings/web/page"
)

// ShowLink shows what a personal link asks for.
func (s *Pages) ShowLink(c echo.Context) error {
	i, err := s.Contact.Invitation(c.Request().Context(), c.Param("token"))
	switch {
	case base.IsCode(err, base.NotFound):
		if _, err := s.Polls.ByCode(c.Request().Context(), c.Param("token")); err == nil {
			return c.Redirect(http.StatusSeeOther, "/p/"+c.Param("token")) // somebody typed a poll's code
		}
		return s.message(c, "", http.StatusNotFound, page.MessagePage{Kind: "unknown", Back: "/"})
	case err != nil:
		return err
	case i.Kind == contact.ForChoices:
		return c.Redirect(http.StatusSeeOther, "/u/"+s.Contact.Token(i))
	}
	if _, ok, err := s.stillFor(c, i); !ok {
		return err
	}
	switch i.Kind {
	case contact.ForConsent:
		return s.showConsent(c, i)
	case contact.ForPoll:
		return s.showBallot(c, s.voter(c, i))
	}
	sheet, err := s.Surveys.Open(c.Request().Context(), i)
	if err != nil {
		return err
	}
	if sheet.Status == surveys.Asking && c.QueryParam("saved") != "" {
		return s.saved(c, i)
	}
	if sheet.Status == surveys.Already {
		return s.thanks(c, i, sheet.Survey)
	}
	return s.showSheet(c, i, sheet)
}

// AnswerLink takes what was answered behind a personal link.
func (s *Pages) AnswerLink(c echo.Context) error {
	ctx := c.Request().Context()
	i, err := s.Contact.Invitation(ctx, c.Param("token"))
	if base.IsCode(err, base.NotFound) {
		return s.message(c, "", http.StatusNotFound, page.MessagePage{Kind: "unknown", Back: "/"})
	}
	if err != nil {
		return err
	}
	if _, ok, err := s.stillFor(c, i); !ok {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return base.Refuse(base.Invalid, "error.form")
	}
	if i.Kind == contact.ForPoll {
		return s.answerBallot(c, s.voter(c, i))
	}
	if i.Kind == contact.ForConsent {
		return s.answerConsent(c, i, form.Get("consent"))
	}
	typed := surveys.Typed{Action: surveys.Action(form.Get("_action")), Page: -1, Values: surveys.Answers(form), Language: s.language(c, i)}
	if number, err := strconv.Atoi(form.Get("_page")); err == nil {
		typed.Page = number - 1
	}
	sheet, err := s.Surveys.Answer(ctx, i, typed)
	if err != nil {
		return err
	}
	here := "/s/" + s.Contact.Token(i)
	switch {
	case sheet.Status == surveys.Saved:
		return c.Redirect(http.StatusSeeOther, here+"?saved=1")
	case sheet.Status == surveys.Done, sheet.Status == surveys.Asking && len(sheet.Errors) == 0:
		return c.Redirect(http.StatusSeeOther, here)
	default:
		return s.showSheet(c, i, sheet)
	}
}

// language returns in which language somebody reads a personal link.
func (s *Pages) language(c echo.Context, i contact.Invitation) string {
	frame, err := s.Page(c, i.Language)
	if err != nil {
		return i.Language
	}
	return frame.Lang()
}

// outcomes says how each status that is not a page of questions is shown.
var outcomes = map[surveys.Status]struct {
	kind   string
	status int
}{
	surveys.Already:   {"answered", http.StatusConflict},
	surveys.IsClosed:  {"closed", http.StatusGone},
	surveys.IsExpired: {"expired", http.StatusGone},
	surveys.NotAsked:  {"not_asked", http.StatusGone},
}

// showSheet shows a page of questions, or why there is none.
func (s *Pages) showSheet(c echo.Context, i contact.Invitation, sheet surveys.Sheet) error {
	if outcome, ok := outcomes[sheet.Status]; ok {
		return s.message(c, i.Language, outcome.status, page.MessagePage{Kind: outcome.kind})
	}
	frame, err := s.personal(c, i, false)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if len(sheet.Errors) > 0 {
		status = http.StatusUnprocessableEntity
	}
	frame.Form = page.Form{Values: url.Values(sheet.Typed), Problems: page.SayFields(frame.Printer, sheet.Errors)}
	return s.Render(c, status, answerPage(frame, sheet))
}

func (s *Pages) message(c echo.Context, language string, status int, v page.MessagePage) error {
	frame, err := s.Page(c, language)
	if err != nil {
		return err
	}
	v.Page = frame
	return s.Render(c, status, v)
}

func (s *Pages) saved(c echo.Context, i contact.Invitation) error {
	frame, err := s.personal(c, i, false)
	if err != nil {
		return err
	}
	code := s.Contact.Token(i)
	return s.Render(c, http.StatusOK, page.MessagePage{
		Page: frame, Kind: "saved", Date: frame.Day(i.Expires), Code: code, Back: "/s/" + code,
	})
}

func (s *Pages) thanks(c echo.Context, i contact.Invitation, v surveys.Survey) error {
	frame, err := s.personal(c, i, false)
	if err != nil {
		return err
	}
	return s.Render(c, http.StatusOK, ThanksPage{
		Page: frame, Kind: "answered", Survey: v.Title.In(frame.Lang()), When: frame.Day(i.Completed),
	})
}

// answerPage turns a sheet into what its page shows.
func answerPage(frame page.Page, sheet surveys.Sheet) AnswerPage {
	v, p := sheet.Survey, sheet.Survey.Pages[sheet.Page]
	answers := sheet.Answers()
	a := AnswerPage{
		Page: frame, Survey: v.Title.In(frame.Lang()), Number: sheet.Page + 1, Pages: len(v.Pages),
		First: v.NextPage(sheet.Page, -1, answers) < 0, Last: v.NextPage(sheet.Page, +1, answers) < 0,
		FreeText: p.AsksFreeText(),
	}
	for _, q := range p.Visible(answers) {
		a.Questions = append(a.Questions, page.ViewQuestion(frame, q))
	}
	return a
}
