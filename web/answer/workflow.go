package answer

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/cohorts/ready"
	"soundings/web/page"
)

// WorkflowPage is a version of a workflow as one department reads it. Its form has the field "name".
type WorkflowPage struct {
	page.Page
	Title      said
	Department string
	Version    string
	Steps      []workflowStep
	Newer      string // where the version is that counts now; "-": the department has no part in it; empty: it is this one
	Readers    []string
	Thanks     bool
}

// Template returns the name of the page's template.
func (WorkflowPage) Template() string { return "answer/workflow" }

// Keeps keeps what was typed when the reader switches.
func (WorkflowPage) Keeps() string { return "read" }

type workflowStep struct {
	Number string
	Place  string // department and role
	Text   []said
	Ours   bool // of the department that reads
}

// ShowWorkflow shows a workflow behind the link of a department. That it was opened says nothing.
func (s *Helped) ShowWorkflow(c echo.Context) error {
	r, err := s.reading(c)
	if err != nil {
		return s.noWorkflow(c, err)
	}
	return s.workflow(c, r, http.StatusOK, nil, nil)
}

// ReadWorkflow keeps that somebody has read a workflow.
func (s *Helped) ReadWorkflow(c echo.Context) error {
	form, switched, err := s.Sent(c)
	if err != nil {
		return err
	}
	r, err := s.reading(c)
	if err != nil {
		return s.noWorkflow(c, err)
	}
	if switched {
		return s.workflow(c, r, http.StatusOK, form, nil)
	}
	token := s.Ready.Token(r.Workflow, r.Department)
	if _, err = s.Ready.HaveRead(c.Request().Context(), token, form.Get("name")); err != nil {
		return s.workflow(c, r, http.StatusUnprocessableEntity, form, err)
	}
	return c.Redirect(http.StatusSeeOther, page.ReadPath+contact.PrintToken(token)+"?read=yes")
}

// reading finds what is behind the link of a department.
func (s *Helped) reading(c echo.Context) (ready.Reading, error) {
	token, ok := contact.ReadToken(c.Param("token"))
	if !ok {
		return ready.Reading{}, base.Refuse(base.NotFound, "ready.link_unknown")
	}
	return s.Ready.Reading(c.Request().Context(), token)
}

// noWorkflow shows that a link leads to no workflow, or returns another fault. Who tries many links is slowed down.
func (s *Helped) noWorkflow(c echo.Context, err error) error {
	if base.IsCode(err, base.NotFound) {
		if slow := s.Auth.Visitors().GuessedLink(c.Request().Context(), c.RealIP()); slow != nil {
			return slow
		}
		return s.message(c, "", http.StatusNotFound, page.MessagePage{Kind: "no_workflow"})
	}
	return err
}

// workflow shows a workflow with what was typed and what is wrong with it.
func (s *Helped) workflow(c echo.Context, r ready.Reading, status int, typed url.Values, wrong error) error {
	frame, err := s.Page(c, "")
	if err != nil {
		return err
	}
	problems, ok := page.ProblemsOf(frame.Printer, wrong)
	if wrong != nil && !ok {
		return wrong
	}
	w := r.Workflow
	frame.Path, frame.Form = page.ReadPath+contact.PrintToken(s.Ready.Token(w, r.Department)), page.Form{Values: typed, Problems: problems}
	v := WorkflowPage{
		Page: frame, Title: in(frame, w.Title), Department: r.Department, Thanks: typed == nil && c.QueryParam("read") != "",
		Version: frame.T("workflows.version_of", "Number", w.Number, "Date", frame.Day(w.Published)),
	}
	for i, step := range w.Steps {
		v.Steps = append(v.Steps, workflowStep{
			strconv.Itoa(i + 1), frame.T("workflows.place", "Department", step.Department, "Role", step.Role), linesOf(frame, step.Text), step.Department == r.Department,
		})
	}
	for _, read := range w.ReadBy(r.Department) {
		v.Readers = append(v.Readers, frame.T("workflows.read_by", "Name", read.Name, "Date", frame.Day(read.At)))
	}
	if r.Newer != nil {
		v.Newer = s.newer(*r.Newer, r.Department)
	}
	return s.Render(c, status, v)
}

// newer returns where a department reads a version, or "-" where it has no part in it.
func (s *Helped) newer(w ready.Workflow, department string) string {
	for _, one := range w.Departments() {
		if one == department {
			return page.ReadPath + contact.PrintToken(s.Ready.Token(w, one))
		}
	}
	return "-"
}
