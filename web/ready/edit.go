package ready

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/ready"
	"soundings/web/page"
)

// EditPage is the form of a workflow, or of a new one: fields "number", "version", "title.en", "title.es", and of each step
// "steps.0.place", "steps.0.department", "steps.0.role", "steps.0.text.en" and "steps.0.text.es". "_action" is save, or publish.
type EditPage struct {
	page.Page
	Above     page.Link
	Name      string // of the workflow; empty: it is a new one
	Base      string // where the form is sent to
	Number    string
	Version   string
	Draft     bool // it can be published, and taken back
	Anew      bool // what is published is written anew, as the next version
	Steps     []stepForm
	Overtaken []stepRow // what somebody else saved meanwhile; the form is not saved
}

// Template returns the name of the page's template.
func (EditPage) Template() string { return "ready/edit" }

// stepForm is one step of the form.
type stepForm struct {
	page.Page
	Name  string // "steps.0"
	Title string
}

// Fields returns the fields of a step that are in no language.
func (f stepForm) Fields() []page.Field {
	return []page.Field{
		f.Field(f.Name+".department", "ready.department", "text"), f.Field(f.Name+".role", "ready.role", "text"),
		f.Field(f.Name+".place", "ready.place", "text"),
	}
}

// Texts returns what is done in the step, by language.
func (f stepForm) Texts() []page.Field { return f.InEach(f.Name+".text", "ready.step", "textarea") }

// moreSteps is how many empty steps a form has for further ones.
const moreSteps = 3

// NewWorkflow shows the form of a new workflow of a feature.
func (s *Workflows) NewWorkflow(c echo.Context) error { return s.Show(c, s.newPage) }

func (s *Workflows) newPage(c echo.Context, frame page.Page) (page.View, error) {
	above, err := s.feature(c.Request().Context(), frame, c.Param("key"))
	if err != nil {
		return nil, err
	}
	v := EditPage{Page: frame, Above: above, Base: above.Href + "/workflows"}
	v.Steps = stepForms(frame)
	return v, nil
}

// EditWorkflow shows the form of a workflow: its draft, or what is published, to be written anew.
func (s *Workflows) EditWorkflow(c echo.Context) error { return s.Show(c, s.editPage) }

func (s *Workflows) editPage(c echo.Context, frame page.Page) (page.View, error) {
	v, err := s.Ready.Versions(c.Request().Context(), c.Param("id"))
	if err != nil {
		return nil, err
	}
	return s.editView(c.Request().Context(), frame, v)
}

func (s *Workflows) editView(ctx context.Context, frame page.Page, v ready.Versions) (EditPage, error) {
	w := v.Latest()
	if !frame.Form.Values.Has("title.en") {
		frame.Form.Values = workflowValues(w)
	}
	p := EditPage{
		Page: frame, Name: w.Title.In(frame.Lang()), Base: page.WorkflowHref(w.ID), Above: page.Link{Text: w.Title.In(frame.Lang()), Href: page.WorkflowHref(w.ID)},
		Number: strconv.Itoa(w.Number), Version: strconv.FormatInt(w.Version, 10), Draft: w.Draft(), Anew: !w.Draft(), Steps: stepForms(frame),
	}
	return p, nil
}

// stepForms returns a form for each step that is there or typed, and for some more.
func stepForms(frame page.Page) []stepForm {
	there := len(typedSteps(frame.Form.Values))
	all := make([]stepForm, min(there+moreSteps, ready.MaxSteps))
	for i := range all {
		all[i] = stepForm{frame, fmt.Sprintf("steps.%d", i), frame.T("ready.further_step")}
		if i < there {
			all[i].Title = frame.T("ready.step_number", "Number", i+1)
		}
	}
	return all
}

// workflowValues returns what stands in the form of a workflow.
func workflowValues(w ready.Workflow) url.Values {
	values := url.Values{"number": {strconv.Itoa(w.Number)}, "version": {strconv.FormatInt(w.Version, 10)}}
	page.PutWords(values, "title", w.Title)
	for i, step := range w.Steps {
		name := fmt.Sprintf("steps.%d", i)
		values.Set(name+".place", strconv.Itoa(i+1))
		values.Set(name+".department", step.Department)
		values.Set(name+".role", step.Role)
		page.PutWords(values, name+".text", step.Text)
	}
	return values
}

// typedSteps reads the steps of a form that are not empty, in the order of their places.
func typedSteps(form url.Values) []ready.Step {
	return page.InPlaces(form, "steps", ready.MaxSteps, func(name string) (ready.Step, bool) {
		step := ready.Step{
			Department: base.OneLine(form.Get(name + ".department")), Role: base.OneLine(form.Get(name + ".role")), Text: page.WordsIn(form, name+".text"),
		}
		return step, step.Department != "" || step.Role != "" || len(step.Text) > 0
	})
}

// typedWorkflow reads the form of a workflow. Each step then stands in the form where its mistakes are named.
func typedWorkflow(c echo.Context) (ready.Workflow, error) {
	form, err := c.FormParams()
	if err != nil {
		return ready.Workflow{}, err
	}
	w := ready.Workflow{Title: page.WordsIn(form, "title"), Steps: typedSteps(form)}
	if w.Number, err = strconv.Atoi(form.Get("number")); err != nil {
		w.Number = 0
	}
	if w.Version, err = strconv.ParseInt(form.Get("version"), 10, 64); err != nil {
		w.Version = 0
	}
	c.Request().Form = workflowValues(w)
	return w, nil
}

// AddWorkflow adds a workflow to a feature, as a draft.
func (s *Workflows) AddWorkflow(c echo.Context) error {
	w, err := typedWorkflow(c)
	if err != nil {
		return err
	}
	w.Feature = c.Param("key")
	if w, err = s.Ready.CreateWorkflow(c.Request().Context(), w); err != nil {
		return s.Again(c, page.FeatureHref(c.Param("key"))+"/workflows", titleFirst(err), s.newPage)
	}
	return s.Done(c, page.WorkflowHref(w.ID)+"/edit", "flash.workflow_saved")
}

// SaveWorkflow saves the form of a workflow, and publishes it where that was asked. Where somebody else saved it meanwhile nothing
// is saved yet: the page shows both.
func (s *Workflows) SaveWorkflow(c echo.Context) error {
	ctx, path := c.Request().Context(), page.WorkflowHref(c.Param("id"))
	publish := c.FormValue("_action") == "publish"
	w, err := typedWorkflow(c)
	if err != nil {
		return err
	}
	w.ID = c.Param("id")
	_, err = s.Ready.SaveWorkflow(ctx, w)
	switch {
	case errors.Is(err, base.ErrChanged):
		return s.editOvertaken(c)
	case err != nil:
		return s.Again(c, path+"/edit", titleFirst(err), s.editPage)
	case publish:
		return s.PublishWorkflow(c)
	}
	return s.Done(c, path+"/edit", "flash.workflow_saved")
}

// titleFirst puts a refusal on the fields of the form: a title that is missing is missing in English first.
func titleFirst(err error) error {
	return page.Renamed(formNames(err), map[string]string{"title": "title.en", "steps": "steps.0.department"})
}

// editOvertaken shows what was typed beside the workflow as it is now. Saving once more puts it in the place of that one.
func (s *Workflows) editOvertaken(c echo.Context) error {
	ctx := c.Request().Context()
	v, err := s.Ready.Versions(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	frame, err := s.Overtaken(c, page.WorkflowHref(v.ID), base.T("ready.changed"))
	if err != nil {
		return err
	}
	p, err := s.editView(ctx, frame, v)
	if err != nil {
		return err
	}
	p.Overtaken = stepRows(frame, v.Latest())
	return s.Render(c, http.StatusConflict, p)
}
