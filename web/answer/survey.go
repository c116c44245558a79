package answer

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/contact"
	"soundings/surveys"
	"soundings/web/page"
)

// AnswerPage is one page of a survey behind a personal link. It posts to Path: each question's id with its value,
// _page with Number, and _action with next, back, save or submit. The form of an anonymous survey keeps what was typed on its
// other pages, and sends back in _seen which questions it had: nothing is kept elsewhere before it is sent.
type AnswerPage struct {
	page.Page
	Survey    string // its title
	Number    int    // of this page, from 1
	Pages     int
	First     bool // no page comes before this one
	Last      bool // the answers are sent from this page
	Questions []page.Question
	Ends      bool // pages follow, and nothing on them is asked after these answers
	FreeText  bool // a question takes free text: the page first says that it is not for medical help
	Anonymous bool
	InForm    bool              // the form keeps what was typed, as that of an anonymous survey
	Typed     []page.TypedField // then: what was typed on other pages
}

// Template returns the name of the page's template.
func (AnswerPage) Template() string { return "answer/answer" }

// Keeps keeps what was typed when the reader switches; the Enter key does what the first button does.
func (p AnswerPage) Keeps() string {
	if p.Last {
		return "submit"
	}
	return "next"
}

// showSurvey shows the survey of an invitation, where its answers stop, or what came of it.
func (s *Pages) showSurvey(c echo.Context, i contact.Invitation) error {
	sheet, err := s.Surveys.Open(c.Request().Context(), i)
	switch {
	case err != nil:
		return err
	case sheet.Status == surveys.Asking && c.QueryParam("saved") != "":
		return s.saved(c, i)
	case sheet.Status == surveys.Asking && sheet.Survey.Anonymous && c.QueryParam("sent") != "":
		return s.thanks(c, i, sheet.Survey)
	case sheet.Status == surveys.Already:
		return s.thanks(c, i, sheet.Survey)
	default:
		return s.showSheet(c, i, sheet)
	}
}

// takeSurvey keeps the answers of one page, and leads on as the pressed button says.
func (s *Pages) takeSurvey(c echo.Context, i contact.Invitation, form url.Values, switched bool) error {
	typed := surveys.Typed{Action: surveys.Action(form.Get("_action")), Page: -1, Values: surveys.Answers(form), Language: s.language(c, i)}
	if number, err := strconv.Atoi(form.Get("_page")); err == nil {
		typed.Page = number - 1
	}
	if s.Kiosk(c) != "" {
		typed.Mode = surveys.Kiosk
	}
	typed.Empty, typed.Seen = form.Get("_empty") == "yes", form["_seen"]
	if switched { // what was typed goes on in another language, or larger
		typed.Action = surveys.Save
	}
	sheet, err := s.Surveys.Answer(c.Request().Context(), i, typed)
	if err != nil {
		return err
	}
	here := "/s/" + s.Contact.Token(i)
	switch {
	case sheet.Status == surveys.IsEmpty:
		return s.askEmpty(c, i, sheet)
	case sheet.Survey.Anonymous && sheet.Status == surveys.Done:
		return c.Redirect(http.StatusSeeOther, here+"?sent=1")
	case sheet.Survey.Anonymous:
		return s.showSheet(c, i, sheet)
	case sheet.Status == surveys.Saved && switched:
		return c.Redirect(http.StatusSeeOther, here)
	case sheet.Status == surveys.Saved:
		return c.Redirect(http.StatusSeeOther, here+"?saved=1")
	case sheet.Status == surveys.Done, sheet.Status == surveys.Asking && len(sheet.Errors) == 0:
		return c.Redirect(http.StatusSeeOther, here)
	default:
		return s.showSheet(c, i, sheet)
	}
}

// outcome is the message that is shown where there is nothing to answer, and with which status.
type outcome struct {
	kind   string
	status int
}

// noQuestions says why there is nothing to answer behind a link, with what was typed too late; of a link that is too old, also
// until when it was good.
func (s *Pages) noQuestions(c echo.Context, i contact.Invitation, why outcome, typed func(page.Page) []page.TypedAnswer) error {
	frame, err := s.personal(c, i, false)
	if err != nil {
		return err
	}
	if why.status == http.StatusGone && why.kind != "closed" && why.kind != "poll_closed" && why.kind != "over" {
		frame.Report = ""
	}
	v := page.MessagePage{Page: frame, Kind: why.kind, Typed: typed(frame)}
	if len(v.Typed) > 0 {
		form, err := c.FormParams()
		if err != nil {
			return err
		}
		v.Sent = typedFields(form)
	}
	if why.kind == "expired" {
		v.Date = frame.Day(i.LastDay())
	}
	return s.Render(c, why.status, v)
}

// outcomes says how each status that is not a page of questions is shown.
var outcomes = map[surveys.Status]outcome{
	surveys.Already:   {"answered", http.StatusConflict},
	surveys.IsClosed:  {"closed", http.StatusGone},
	surveys.IsExpired: {"expired", http.StatusGone},
	surveys.NotAsked:  {"not_asked", http.StatusGone},
	surveys.HasLeft:   {"left", http.StatusGone},
	surveys.IsOver:    {"over", http.StatusGone},
	surveys.IsRemoved: {"removed", http.StatusGone},
}

// showSheet shows a page of questions, or why there is none.
func (s *Pages) showSheet(c echo.Context, i contact.Invitation, sheet surveys.Sheet) error {
	if why, ok := outcomes[sheet.Status]; ok {
		return s.noQuestions(c, i, why, func(frame page.Page) []page.TypedAnswer { return typedAnswers(frame, sheet) })
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

// answerPage turns a sheet into what its page shows.
func answerPage(frame page.Page, sheet surveys.Sheet) AnswerPage {
	v, p := sheet.Survey, sheet.Survey.Pages[sheet.Page]
	answers := sheet.Answers()
	a := AnswerPage{
		Page: frame, Survey: v.Title.In(frame.Lang()), Number: sheet.Page + 1, Pages: len(v.Pages),
		First: v.NextPage(sheet.Page, -1, answers) < 0, Last: v.NextPage(sheet.Page, +1, answers) < 0,
		FreeText: p.AsksFreeText(), Anonymous: v.Anonymous,
	}
	a.Ends = a.Last && a.Number < a.Pages
	for _, q := range p.Visible(answers) {
		a.Questions = append(a.Questions, page.ViewQuestion(frame, q))
	}
	if a.InForm = v.Anonymous; a.InForm {
		a.Typed = typedElsewhere(sheet)
	}
	return a
}

// typedElsewhere returns what was typed on the other pages of a survey.
func typedElsewhere(sheet surveys.Sheet) (all []page.TypedField) {
	for n, p := range sheet.Survey.Pages {
		if n == sheet.Page {
			continue
		}
		for _, q := range p.Questions {
			for _, field := range q.Fields() {
				for _, value := range sheet.Typed[field] {
					all = append(all, page.TypedField{Name: field, Value: value})
				}
			}
		}
	}
	return all
}

// saved says until when one can come back, and by which code.
func (s *Pages) saved(c echo.Context, i contact.Invitation) error {
	frame, err := s.personal(c, i, false)
	if err != nil {
		return err
	}
	code := s.Contact.Token(i)
	return s.Render(c, http.StatusOK, page.MessagePage{
		Page: frame, Kind: "saved", Date: frame.Day(i.LastDay()), Code: code, Back: "/s/" + code,
	})
}
