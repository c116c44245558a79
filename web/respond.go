package web

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/surveys"
	"soundings/surveys/instruments"
	"soundings/surveys/kinds"
)

// showLink shows what a personal link asks for.
func (s *Server) showLink(c echo.Context) error {
	i, err := s.Contact.Invitation(c.Request().Context(), c.Param("token"))
	switch {
	case base.IsCode(err, base.NotFound):
		if _, err := s.Polls.ByCode(c.Request().Context(), c.Param("token")); err == nil {
			return c.Redirect(http.StatusSeeOther, "/p/"+c.Param("token")) // somebody typed a poll's code
		}
		return s.message(c, "", http.StatusNotFound, MessagePage{Kind: "unknown", Back: "/"})
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

// answerLink takes what was answered behind a personal link.
func (s *Server) answerLink(c echo.Context) error {
	ctx := c.Request().Context()
	i, err := s.Contact.Invitation(ctx, c.Param("token"))
	if base.IsCode(err, base.NotFound) {
		return s.message(c, "", http.StatusNotFound, MessagePage{Kind: "unknown", Back: "/"})
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
func (s *Server) language(c echo.Context, i contact.Invitation) string {
	page, err := s.page(c, i.Language)
	if err != nil {
		return i.Language
	}
	return page.Lang()
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
func (s *Server) showSheet(c echo.Context, i contact.Invitation, sheet surveys.Sheet) error {
	if outcome, ok := outcomes[sheet.Status]; ok {
		return s.message(c, i.Language, outcome.status, MessagePage{Kind: outcome.kind})
	}
	page, err := s.personal(c, i, false)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if len(sheet.Errors) > 0 {
		status = http.StatusUnprocessableEntity
	}
	page.Form = Form{url.Values(sheet.Typed), sayFields(page.Printer, sheet.Errors)}
	return s.render(c, status, answerPage(page, sheet))
}

func (s *Server) message(c echo.Context, language string, status int, v MessagePage) error {
	page, err := s.page(c, language)
	if err != nil {
		return err
	}
	v.Page = page
	return s.render(c, status, v)
}

func (s *Server) saved(c echo.Context, i contact.Invitation) error {
	page, err := s.personal(c, i, false)
	if err != nil {
		return err
	}
	code := s.Contact.Token(i)
	return s.render(c, http.StatusOK, MessagePage{
		Page: page, Kind: "saved", Date: page.date(i.Expires), Code: code, Back: "/s/" + code,
	})
}

func (s *Server) thanks(c echo.Context, i contact.Invitation, v surveys.Survey) error {
	page, err := s.personal(c, i, false)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, ThanksPage{
		Page: page, Kind: "answered", Survey: v.Title.In(page.Lang()), When: page.date(i.Completed),
	})
}

// answerPage turns a sheet into what its page shows.
func answerPage(page Page, sheet surveys.Sheet) AnswerPage {
	v, p := sheet.Survey, sheet.Survey.Pages[sheet.Page]
	answers := sheet.Answers()
	a := AnswerPage{
		Page: page, Survey: v.Title.In(page.Lang()), Number: sheet.Page + 1, Pages: len(v.Pages),
		First: v.NextPage(sheet.Page, -1, answers) < 0, Last: v.NextPage(sheet.Page, +1, answers) < 0,
		FreeText: p.AsksFreeText(),
	}
	for _, q := range p.Visible(answers) {
		a.Questions = append(a.Questions, viewQuestion(page, q))
	}
	return a
}

// viewQuestion turns a question into what its page shows.
func viewQuestion(page Page, q surveys.Question) Question {
	lang, k := page.Lang(), q.Kind()
	view := Question{
		ID: q.ID, Type: string(k.Type), Text: q.Text.In(lang), Help: q.Help.In(lang), Required: q.Required,
		Error: page.Form.Problem(q.ID), Many: k.Many, MaxChoices: q.MaxChoices, Low: q.MinLabel.In(lang), High: q.MaxLabel.In(lang),
		Earliest: q.Earliest, Latest: q.Latest, Value: page.Form.Value(q.ID),
	}
	if instrument, ok := instruments.ByID(q.Instrument); ok {
		return viewInstrument(page, q, view, instrument)
	}
	for _, value := range q.Choices() {
		text := value
		if label := q.Label(value); !label.Beside {
			text = page.label(value, label)
		}
		view.Options = append(view.Options, Option{value, text, page.Form.Has(q.ID, value)})
	}
	return view
}

// label returns what a value is called: by itself where it has no name.
func (p Page) label(value string, l kinds.Label) string {
	text := l.Words.In(p.Lang())
	if l.Text.ID != "" {
		text = p.Say(l.Text)
	}
	switch {
	case text == "":
		return value
	case l.Beside:
		return value + ": " + text
	}
	return text
}

// viewInstrument shows an instrument's items in the clinic's own wording, or in that of the catalogue.
func viewInstrument(page Page, q surveys.Question, view Question, instrument instruments.Instrument) Question {
	if view.Help == "" {
		view.Help = page.T(instrument.Texts.Intro)
	}
	view.Low, view.High = page.T(instrument.Texts.Low), page.T(instrument.Texts.High)
	for n, field := range q.Fields() {
		text := page.T(instrument.Items[n])
		if len(q.Items) > n {
			text = q.Items[n].In(page.Lang())
		}
		view.Items = append(view.Items, Question{
			ID: field, Type: string(kinds.Scale), Text: text, Required: q.Required, Error: page.Form.Problem(field),
			Options: steps(page, field, instrument.Min, instrument.Max), Low: view.Low, High: view.High,
		})
	}
	return view
}

func steps(page Page, field string, low, high int) []Option {
	var options []Option
	for x := low; x <= high; x++ {
		value := strconv.Itoa(x)
		options = append(options, Option{value, value, page.Form.Has(field, value)})
	}
	return options
}
