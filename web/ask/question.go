package ask

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/surveys"
	"soundings/surveys/kinds"
	"soundings/web/page"
)

// questionPage edits one question of a draft. Fields: "id", "type", "page", "text.en", "text.es", "help.en", "help.es",
// "options" (one a line: value = English | Spanish), "min", "max", "earliest", "latest", "min_label.en", "min_label.es", "max_label.en", "max_label.es",
// "max_length", "exclusive", "max_choices", "wording", "required", "show_if.all[0].question", "show_if.all[0].op", "show_if.all[0].value". _action is save or delete.
type questionPage struct {
	page.Page
	Survey    page.Link
	New       bool
	ID        string
	Type      string // as in the survey, or an instrument's id; empty: the type is chosen first, by a link ?type=
	TypeName  string
	Kind      string        // whose template has the fields that only some kinds have
	Answered  bool          // it takes an answer, which help may explain and which may be required
	Exclusive int           // how many of its options go with no other
	Wording   string        // of an instrument: in which words its items come; empty: the question has a text of its own
	Wordings  []page.Option // that an instrument may be asked in; none: there is one
	Types     []kindChoice
	Pages     []page.Option
	Questions []page.Option // that may decide whether this one is shown; the first stands for none; only that: no choice
	Ops       []page.Option
	Condition string // when it is shown, where that is more than the form can hold: it stays; empty otherwise
}

func (questionPage) Template() string { return "ask/question" }

// HasHelp reports whether the question has a help text already.
func (p questionPage) HasHelp() bool {
	return p.Form.Value("help.en") != "" || p.Form.Value("help.es") != ""
}

// KindHref returns where the form of a question of a kind is.
func (p questionPage) KindHref(kind string) string { return page.Address(p.Path, "type", kind) }

// kindChoice is a kind of question that can be added.
type kindChoice struct {
	Value string
	Text  string
	About string // when to use it
}

// NewQuestion shows the form of a new question, or first the kinds that it can be of.
func (s *Surveys) NewQuestion(c echo.Context) error { return s.Show(c, s.newQuestionPage) }

func (s *Surveys) newQuestionPage(c echo.Context, frame page.Page) (page.View, error) {
	v, err := s.draft(c)
	if err != nil {
		return nil, err
	}
	kind, typed := c.QueryParam("type"), frame.Form.Values != nil
	if typed {
		kind = frame.Form.Value("type")
	}
	made, ok := kinds.New(kind)
	if !ok {
		kind = ""
	}
	if !typed {
		frame.Form.Values = questionValues(made, max(1, len(v.Pages)))
	}
	view := questionView(frame, v, kind, surveys.Question{})
	view.New = true
	return view, nil
}

// AddQuestion puts a new question into a draft.
func (s *Surveys) AddQuestion(c echo.Context) error {
	id := c.Param("id")
	err := s.editQuestions(c, func(v *surveys.Survey) (surveys.Question, error) {
		q, err := typedQuestion(c, *v, surveys.Question{ID: c.FormValue("id")})
		if q.ID == "new" {
			err = page.Together(err, page.Invalid("id", "question.new_id")) // the address of this form
		}
		v.Add(q, typedPage(c, *v))
		return q, err
	})
	if err != nil {
		return s.Again(c, "/surveys/"+id+"/questions/new", err, s.newQuestionPage)
	}
	return s.Done(c, "/surveys/"+id, "flash.question_added")
}

// ShowQuestion shows the form of a question.
func (s *Surveys) ShowQuestion(c echo.Context) error { return s.Show(c, s.questionPage) }

func (s *Surveys) questionPage(c echo.Context, frame page.Page) (page.View, error) {
	v, err := s.draft(c)
	if err != nil {
		return nil, err
	}
	q, ok := v.Question(c.Param("question"))
	if !ok {
		return nil, base.Refuse(base.NotFound, "question.unknown")
	}
	if frame.Form.Values == nil {
		frame.Form.Values = questionValues(q, v.PageOf(q.ID)+1)
	}
	return questionView(frame, v, q.Name(), q), nil
}

// SaveQuestion keeps what a form says of a question, or takes the question out.
func (s *Surveys) SaveQuestion(c echo.Context) error {
	id, question, flash := c.Param("id"), c.Param("question"), "flash.question_saved"
	remove := c.FormValue("_action") == "delete"
	if remove {
		flash = "flash.question_deleted"
	}
	err := s.editQuestions(c, func(v *surveys.Survey) (surveys.Question, error) {
		q, ok := v.Question(question)
		if !ok {
			return q, base.Refuse(base.NotFound, "question.unknown")
		}
		if remove {
			v.Remove(question)
			return q, nil
		}
		q, err := typedQuestion(c, *v, q)
		v.Replace(q, typedPage(c, *v))
		return q, err
	})
	if err != nil {
		return s.Again(c, "/surveys/"+id+"/questions/"+question, err, s.questionPage)
	}
	return s.Done(c, "/surveys/"+id, flash)
}

// MoveQuestion moves a question one place up or down; from the end of a page it goes to the next page.
func (s *Surveys) MoveQuestion(c echo.Context) error {
	id, question := c.Param("id"), c.Param("question")
	err := s.editQuestions(c, func(v *surveys.Survey) (surveys.Question, error) {
		if v.PageOf(question) < 0 {
			return surveys.Question{}, base.Refuse(base.NotFound, "question.unknown")
		}
		v.Move(question, c.FormValue("_action") == "down")
		return surveys.Question{}, nil
	})
	if err != nil {
		return s.Again(c, "/surveys/"+id, err, s.surveyPage)
	}
	return c.Redirect(http.StatusSeeOther, "/surveys/"+id+"#q-"+question)
}

// draft returns the survey of a request, if it can still be changed.
func (s *Surveys) draft(c echo.Context) (surveys.Survey, error) {
	v, err := s.Surveys.Survey(c.Request().Context(), c.Param("id"))
	if err == nil && v.State != surveys.Draft {
		err = base.Refuse(base.Conflict, "survey.not_draft")
	}
	return v, err
}

// editQuestions changes a draft. change returns the question whose form it is, so that a refusal names the form's fields.
func (s *Surveys) editQuestions(c echo.Context, change func(*surveys.Survey) (surveys.Question, error)) error {
	var edited surveys.Survey
	var own surveys.Question
	var typed error
	_, err := s.Surveys.Edit(c.Request().Context(), c.Param("id"), 0, func(v *surveys.Survey) error {
		own, typed = change(v)
		edited = *v
		if base.IsCode(typed, base.Invalid) { // what can be read is checked as well, so that all mistakes are named at once
			return page.Besides(typed, ofQuestion(edited, own.ID, v.Check()))
		}
		return typed
	})
	if typed != nil {
		return err
	}
	return ofQuestion(edited, own.ID, err)
}
