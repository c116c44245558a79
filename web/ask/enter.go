package ask

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/surveys"
	"soundings/web/page"
)

// whosePage asks whose answers are to be entered. Fields: "who", a printed code, a link or a ref; "mode".
type whosePage struct {
	page.Page
	Survey page.Link
	Modes  []page.Option
}

func (whosePage) Template() string { return "ask/whose" }

// enterPage is a whole questionnaire, on which staff enter what somebody answered. It posts to its own address: each question's
// id with its value, _mode, _language, and _blank where what is needed was left out.
type enterPage struct {
	page.Page
	Survey    page.Link
	Who       string // the person's name, else the ref
	Ref       string
	Language  string      // of the questions
	Switches  []page.Link // to the questions in another language
	Modes     []page.Option
	Questions []page.PaperQuestion
	Reads     page.Page // in the language of the questions
	Blank     bool      // an answer that is needed is not there: offers to keep the rest
}

func (enterPage) Template() string { return "ask/enter" }

// AskWhose asks whose answers are to be entered, and leads on where that was said.
func (s *Surveys) AskWhose(c echo.Context) error {
	id, who := c.Param("id"), strings.TrimSpace(c.QueryParam("who"))
	if who == "" {
		return s.Show(c, s.whosePage)
	}
	ref, err := s.whose(c.Request().Context(), id, who)
	if err != nil {
		return s.askAgain(c, err)
	}
	return c.Redirect(http.StatusSeeOther, page.EnterHref(id, ref, c.QueryParam("mode")))
}

// whose returns the ref of the person whose answers can be entered now and whom a printed code, a link or a ref means.
func (s *Surveys) whose(ctx context.Context, survey, typed string) (string, error) {
	ref := typed
	i, err := s.Contact.Invitation(ctx, typed)
	switch {
	case err == nil && i.Kind == contact.ForSurvey && i.Subject == survey:
		ref = i.Ref
	case err != nil && !base.IsCode(err, base.NotFound):
		return "", err
	}
	_, _, err = s.Surveys.Entering(ctx, survey, ref)
	return ref, err
}

// askAgain asks once more whose answers are meant, and says why those of who was named can not be entered.
func (s *Surveys) askAgain(c echo.Context, err error) error {
	var refusal *base.Error
	if errors.As(err, &refusal) && refusal.Code == base.Conflict {
		err = base.InvalidFields(base.Field{Name: "who", Text: refusal.Text})
	}
	return s.Again(c, "/surveys/"+c.Param("id")+"/enter", page.Renamed(err, map[string]string{"ref": "who"}), s.whosePage)
}

func (s *Surveys) whosePage(c echo.Context, frame page.Page) (page.View, error) {
	v, err := s.Surveys.Survey(c.Request().Context(), c.Param("id"))
	if err != nil {
		return nil, err
	}
	if frame.Form.Values == nil {
		frame.Form.Values = url.Values{}
	}
	if ref := c.Param("ref"); ref != "" {
		frame.Form.Values.Set("who", ref)
	}
	return whosePage{frame, linkTo(frame, v), modeOptions(frame, c.QueryParam("mode"))}, nil
}

func linkTo(frame page.Page, v surveys.Survey) page.Link {
	return page.Link{Text: v.Title.In(frame.Lang()), Href: "/surveys/" + v.ID}
}

// modeOptions offers the ways by which what staff enter may have come.
func modeOptions(frame page.Page, chosen string) []page.Option {
	var all []page.Option
	for _, m := range surveys.Modes() {
		if m.Entered() {
			all = append(all, page.Option{Value: string(m), Text: frame.T("mode." + string(m)), Chosen: string(m) == chosen})
		}
	}
	return all
}

// ShowEntry shows the questionnaire on which somebody's answers are entered.
func (s *Surveys) ShowEntry(c echo.Context) error {
	if _, _, err := s.Surveys.Entering(c.Request().Context(), c.Param("id"), c.Param("ref")); err != nil {
		return s.askAgain(c, err)
	}
	return s.Show(c, s.enterPage)
}

func (s *Surveys) enterPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx, ref := c.Request().Context(), c.Param("ref")
	v, i, err := s.Surveys.AskedOf(ctx, c.Param("id"), ref)
	if err != nil {
		return nil, err
	}
	people, err := s.Cohorts.People(ctx, ref)
	if err != nil {
		return nil, err
	}
	reads, mode := frame, c.QueryParam("mode")
	language := frame.Lang()
	for _, wish := range []string{i.Language, c.QueryParam("language"), frame.Form.Value("_language")} {
		if slices.Contains(frame.Codes(), wish) {
			language = wish
		}
	}
	reads.Printer = s.Texts.In(language)
	view := enterPage{
		Page: frame, Survey: linkTo(frame, v), Who: people[ref].Called(), Ref: ref, Language: language, Reads: reads, Modes: modeOptions(frame, mode),
		Questions: page.OnPaper(reads, v),
	}
	for _, l := range frame.Languages {
		if l.Code != language {
			view.Switches = append(view.Switches, page.Link{Text: frame.T("enter.in", "Language", frame.T("language."+l.Code)), Href: page.EnterHref(v.ID, ref, mode) + "&language=" + l.Code})
		}
	}
	view.Blank = frame.Wrong() || frame.Form.Has("_blank", "yes")
	return view, nil
}

// TakeEntry keeps what was entered, and leads on to the next.
func (s *Surveys) TakeEntry(c echo.Context) error {
	if _, err := c.FormParams(); err != nil {
		return err
	}
	form := c.Request().PostForm
	id, ref := c.Param("id"), c.Param("ref")
	e := surveys.Entry{Ref: ref, Mode: surveys.Mode(form.Get("_mode")), Language: form.Get("_language"), Blank: form.Get("_blank") == "yes", Answers: surveys.Answers{}}
	for field, values := range form {
		if !strings.HasPrefix(field, "_") {
			e.Answers[field] = values
		}
	}
	_, err := s.Surveys.Enter(c.Request().Context(), id, e)
	switch {
	case base.IsCode(err, base.Conflict):
		return s.askAgain(c, err)
	case err != nil:
		return s.Again(c, c.Request().URL.Path, ofEntry(err), s.enterPage)
	}
	return s.Done(c, "/surveys/"+id+"/enter?"+url.Values{"mode": {string(e.Mode)}}.Encode(), "flash.entered")
}

// ofEntry gives what is wrong with an entry the names of the form.
func ofEntry(err error) error {
	var refusal *base.Error
	if !errors.As(err, &refusal) {
		return err
	}
	fields := slices.Clone(refusal.Fields)
	for n, f := range fields {
		if name, of := strings.CutPrefix(f.Name, surveys.AnswersField); of {
			fields[n].Name = strings.TrimPrefix(name, ".")
		} else {
			fields[n].Name = "_" + f.Name
		}
	}
	return &base.Error{Code: refusal.Code, Text: refusal.Text, Fields: fields}
}
