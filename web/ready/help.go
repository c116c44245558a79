package ready

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/ready"
	"soundings/web/page"
)

// HelpPage is where the team writes what patients read about a feature, or about getting in. Its form has "version", "film.en",
// "limits.en", and of each question "questions.0.place", "questions.0.question.en", "questions.0.answer.en"; as well in "es".
type HelpPage struct {
	page.Page
	Feature   page.Link // empty: the help is about getting in
	Base      string
	Version   string
	Questions []questionForm
	Public    page.Link    // where patients read it, or why they do not
	Lacks     []page.Badge // for each language whether it is all there
	Overtaken []wholeText  // what somebody else saved while this was typed; the form is not saved
}

// Template returns the name of the page's template.
func (HelpPage) Template() string { return "ready/help" }

// questionForm is one question of the form.
type questionForm struct {
	page.Page
	Name  string // "questions.0"
	Title string
	Lacks page.Badge // that a language is missing
}

// Place returns the field that puts the question among the others.
func (q questionForm) Place() page.Field {
	return q.Field(q.Name+".place", "ready.place", "text")
}

// Asked returns the fields of the question, by language.
func (q questionForm) Asked() []page.Field {
	return q.InEach(q.Name+".question", "ready.question", "text")
}

// Answered returns the fields of the answer, by language.
func (q questionForm) Answered() []page.Field {
	return q.InEach(q.Name+".answer", "ready.answer", "textarea")
}

// wholeText is a text in all its languages.
type wholeText struct{ Heading, Text string }

// moreQuestions is how many empty questions a form has for further ones.
const moreQuestions = 2

// ShowHelp shows the help of a feature, or that about getting in, in its form.
func (s *Helps) ShowHelp(c echo.Context) error { return s.Show(c, s.helpPage) }

func (s *Helps) helpPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	h, err := s.Ready.Help(ctx, c.Param("key"))
	if err != nil {
		return nil, err
	}
	return s.helpView(ctx, frame, h)
}

func (s *Helps) helpView(ctx context.Context, frame page.Page, h ready.Help) (HelpPage, error) {
	if frame.Form.Values == nil {
		frame.Form.Values = helpValues(h)
	}
	v := HelpPage{Page: frame, Base: page.HelpHref(h.Feature), Version: strconv.FormatInt(h.Version, 10)}
	shown := !h.Empty()
	if h.Feature != ready.GettingIn {
		f, err := s.Ready.Feature(ctx, h.Feature)
		if err != nil {
			return v, err
		}
		v.Feature, shown = page.Link{Text: f.Name.In(frame.Lang()), Href: page.FeatureHref(h.Feature)}, shown && f.Seen
		if !f.Seen {
			v.Public.Text = frame.T("ready.not_seen")
		}
	}
	if shown {
		v.Public = page.Link{Text: frame.T("ready.public"), Href: publicHelp(h.Feature)}
	}
	lacks, err := s.Ready.LacksHelp(ctx, h)
	if err != nil {
		return v, err
	}
	for _, l := range frame.Languages {
		v.Lacks = append(v.Lacks, lackBadge(frame, l.Code, slices.Contains(lacks, l.Code)))
	}
	typed := typedQuestions(frame.Form.Values)
	for i := range min(len(typed)+moreQuestions, ready.MaxQuestions) {
		v.Questions = append(v.Questions, newQuestionForm(frame, i, typed))
	}
	return v, nil
}

func publicHelp(feature string) string {
	if feature == ready.GettingIn {
		return page.HelpPath
	}
	return page.HelpPath + "/" + feature
}

// lackBadge says whether a text is all there in a language.
func lackBadge(frame page.Page, language string, lacks bool) page.Badge {
	if lacks {
		return page.Badge{Text: frame.T("ready.lacks", "Language", frame.T("language."+language)), Look: "waiting"}
	}
	return page.Badge{Text: frame.T("ready.complete", "Language", frame.T("language."+language)), Look: "done"}
}

func newQuestionForm(frame page.Page, i int, typed []ready.Question) questionForm {
	q := questionForm{Page: frame, Name: fmt.Sprintf("questions.%d", i), Title: frame.T("ready.further_question")}
	if i >= len(typed) {
		return q
	}
	q.Title = frame.T("ready.question_number", "Number", i+1)
	for _, l := range frame.Languages {
		if typed[i].Question[l.Code] == "" || typed[i].Answer[l.Code] == "" {
			q.Lacks = lackBadge(frame, l.Code, true)
		}
	}
	return q
}

// helpValues returns what stands in the form of a help.
func helpValues(h ready.Help) url.Values {
	values := url.Values{}
	page.PutWords(values, "film", h.Film)
	page.PutWords(values, "limits", h.Limits)
	for i, q := range h.Questions {
		name := fmt.Sprintf("questions.%d", i)
		values.Set(name+".place", strconv.Itoa(i+1))
		page.PutWords(values, name+".question", q.Question)
		page.PutWords(values, name+".answer", q.Answer)
	}
	return values
}

// typedQuestions reads the questions of a form that are not empty, in the order of their places.
func typedQuestions(form url.Values) []ready.Question {
	return page.InPlaces(form, "questions", ready.MaxQuestions, func(name string) (ready.Question, bool) {
		q := ready.Question{Question: page.WordsIn(form, name+".question"), Answer: page.WordsIn(form, name+".answer")}
		return q, len(q.Question)+len(q.Answer) > 0
	})
}

// SaveHelp saves what the form of a help says. Where somebody else saved another one meanwhile nothing is saved yet: the page
// shows both.
func (s *Helps) SaveHelp(c echo.Context) error {
	ctx, key := c.Request().Context(), c.Param("key")
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	h := ready.Help{
		Feature: key, Questions: typedQuestions(form), Film: page.WordsIn(form, "film"), Limits: page.WordsIn(form, "limits"),
	}
	if h.Version, err = strconv.ParseInt(form.Get("version"), 10, 64); err != nil {
		h.Version = 0
	}
	values := helpValues(h)
	c.Request().Form = values // each question now stands where its mistakes are named
	if kept, keptErr := s.Ready.Help(ctx, key); keptErr != nil {
		return keptErr
	} else if kept.Version != h.Version {
		return s.helpOvertaken(c, kept)
	}
	_, err = s.Ready.SaveHelp(ctx, h)
	switch {
	case base.IsCode(err, base.Conflict):
		kept, err := s.Ready.Help(ctx, key)
		if err != nil {
			return err
		}
		return s.helpOvertaken(c, kept)
	case err != nil:
		return s.Again(c, page.HelpHref(key), formNames(err), s.helpPage)
	}
	return s.Done(c, page.HelpHref(key), "flash.help_saved")
}

// helpOvertaken shows what was typed beside the help as it is now. Saving once more puts it in the place of that one.
func (s *Helps) helpOvertaken(c echo.Context, now ready.Help) error {
	frame, err := s.Overtaken(c, page.HelpHref(now.Feature), base.T("ready.changed"))
	if err != nil {
		return err
	}
	v, err := s.helpView(c.Request().Context(), frame, now)
	if err != nil {
		return err
	}
	add := func(heading string, w base.Words) {
		for _, l := range frame.Languages {
			if w[l.Code] != "" {
				v.Overtaken = append(v.Overtaken, wholeText{frame.T("field.in", "Field", heading, "Language", frame.T("language."+l.Code)), w[l.Code]})
			}
		}
	}
	for i, q := range now.Questions {
		add(frame.T("ready.question_number", "Number", i+1), q.Question)
		add(frame.T("ready.answer"), q.Answer)
	}
	add(frame.T("ready.limits"), now.Limits)
	add(frame.T("ready.film_field"), now.Film)
	return s.Render(c, http.StatusConflict, v)
}
