package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/surveys"
	"soundings/surveys/kinds"
)

func (s *Server) newQuestion(c echo.Context) error { return s.show(c, s.newQuestionPage) }

func (s *Server) newQuestionPage(c echo.Context, page Page) (View, error) {
	v, err := s.draft(c)
	if err != nil {
		return nil, err
	}
	kind, typed := c.QueryParam("type"), page.Form.Values != nil
	if typed {
		kind = page.Form.Value("type")
	}
	made, ok := kinds.New(kind)
	if !ok {
		kind = ""
	}
	if !typed {
		page.Form.Values = questionValues(made, max(1, len(v.Pages)))
	}
	view := questionView(page, v, kind, surveys.Question{})
	view.New = true
	return view, nil
}

// draft returns the survey of a request, if it can still be changed.
func (s *Server) draft(c echo.Context) (surveys.Survey, error) {
	v, err := s.Surveys.Survey(c.Request().Context(), c.Param("id"))
	if err == nil && v.State != surveys.Draft {
		err = base.Refuse(base.Conflict, "survey.not_draft")
	}
	return v, err
}

func (s *Server) addQuestion(c echo.Context) error {
	id := c.Param("id")
	err := s.editQuestions(c, func(v *surveys.Survey) (surveys.Question, error) {
		q, err := typedQuestion(c, *v, surveys.Question{ID: c.FormValue("id")})
		if q.ID == "new" {
			err = together(err, invalid("id", "question.new_id")) // the address of this form
		}
		v.Add(q, typedPage(c, *v))
		return q, err
	})
	if err != nil {
		return s.again(c, "/surveys/"+id+"/questions/new", err, s.newQuestionPage)
	}
	return s.done(c, "/surveys/"+id, "flash.question_added")
}

func (s *Server) showQuestion(c echo.Context) error { return s.show(c, s.questionPage) }

func (s *Server) questionPage(c echo.Context, page Page) (View, error) {
	v, err := s.draft(c)
	if err != nil {
		return nil, err
	}
	q, ok := v.Question(c.Param("question"))
	if !ok {
		return nil, base.Refuse(base.NotFound, "question.unknown")
	}
	if page.Form.Values == nil {
		page.Form.Values = questionValues(q, v.PageOf(q.ID)+1)
	}
	return questionView(page, v, q.Name(), q), nil
}

// saveQuestion keeps what a form says of a question, or takes the question out.
func (s *Server) saveQuestion(c echo.Context) error {
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
		return s.again(c, "/surveys/"+id+"/questions/"+question, err, s.questionPage)
	}
	return s.done(c, "/surveys/"+id, flash)
}

// moveQuestion moves a question one place up or down; from the end of a page it goes to the next page.
func (s *Server) moveQuestion(c echo.Context) error {
	id, question := c.Param("id"), c.Param("question")
	err := s.editQuestions(c, func(v *surveys.Survey) (surveys.Question, error) {
		if v.PageOf(question) < 0 {
			return surveys.Question{}, base.Refuse(base.NotFound, "question.unknown")
		}
		v.Move(question, c.FormValue("_action") == "down")
		return surveys.Question{}, nil
	})
	if err != nil {
		return s.again(c, "/surveys/"+id, err, s.surveyPage)
	}
	return c.Redirect(http.StatusSeeOther, "/surveys/"+id+"#q-"+question)
}

// editQuestions changes a draft. change returns the question whose form it is, so that a refusal names the form's fields.
func (s *Server) editQuestions(c echo.Context, change func(*surveys.Survey) (surveys.Question, error)) error {
	var edited surveys.Survey
	var own surveys.Question
	_, err := s.Surveys.Edit(c.Request().Context(), c.Param("id"), func(v *surveys.Survey) (err error) {
		own, err = change(v)
		edited = *v
		return err
	})
	return ofQuestion(edited, own.ID, err)
}
