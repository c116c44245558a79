package ready

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/ready"
	"soundings/web/auth"
	"soundings/web/page"
)

// workflowBody is what a workflow is written with.
type workflowBody struct {
	Title base.Words   `json:"title" rule:"required"`
	Steps []ready.Step `json:"steps" rule:"max=40"`
}

// workflowAnswer is one version of a workflow.
type workflowAnswer struct {
	ID          string             `json:"id"`
	Number      int                `json:"number"`
	Feature     string             `json:"feature"`
	Title       base.Words         `json:"title"`
	Steps       []ready.Step       `json:"steps"`
	State       string             `json:"state"` // draft, or published
	Published   time.Time          `json:"published,omitzero"`
	Changed     time.Time          `json:"changed"`
	Departments []departmentAnswer `json:"departments"`
}

// departmentAnswer is a department that a workflow names, with who has read it.
type departmentAnswer struct {
	Name string       `json:"name"`
	URL  string       `json:"url,omitempty"` // for those who may hand it out
	Read []readAnswer `json:"read"`
}

type readAnswer struct {
	Name string    `json:"name"`
	At   time.Time `json:"at"`
}

// versionsAnswer is a workflow with what counts of its versions.
type versionsAnswer struct {
	ID        string          `json:"id"`
	Published *workflowAnswer `json:"published,omitempty"`
	Draft     *workflowAnswer `json:"draft,omitempty"`
}

func (s *Workflows) workflowAnswer(ctx context.Context, w ready.Workflow) workflowAnswer {
	a := workflowAnswer{
		ID: w.ID, Number: w.Number, Feature: w.Feature, Title: w.Title, Steps: append([]ready.Step{}, w.Steps...), State: "published",
		Published: w.Published, Changed: w.Changed, Departments: []departmentAnswer{},
	}
	if w.Draft() {
		a.State = "draft"
	}
	for _, name := range w.Departments() {
		d := departmentAnswer{Name: name, Read: []readAnswer{}}
		if !w.Draft() && auth.WhoFrom(ctx).Role.Covers(auth.Member) {
			d.URL = s.readLink(w, name)
		}
		for _, r := range w.ReadBy(name) {
			d.Read = append(d.Read, readAnswer{r.Name, r.At})
		}
		a.Departments = append(a.Departments, d)
	}
	return a
}

func (s *Workflows) versionsAnswer(ctx context.Context, v ready.Versions) versionsAnswer {
	a := versionsAnswer{ID: v.ID}
	if v.Published != nil {
		a.Published = new(s.workflowAnswer(ctx, *v.Published))
	}
	if v.Draft != nil {
		a.Draft = new(s.workflowAnswer(ctx, *v.Draft))
	}
	return a
}

// APIWorkflows lists the workflows of a feature.
func (s *Workflows) APIWorkflows(c echo.Context) error {
	ctx := c.Request().Context()
	all, err := s.Ready.Workflows(ctx, c.Param("key"))
	return page.OK(c, page.ListOf(base.Page[ready.Versions]{Items: all}, func(v ready.Versions) versionsAnswer { return s.versionsAnswer(ctx, v) }), err)
}

// APIAddWorkflow adds a workflow to a feature, as a draft.
func (s *Workflows) APIAddWorkflow(c echo.Context) error {
	b, err := page.Decode[workflowBody](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	w, err := s.Ready.CreateWorkflow(ctx, ready.Workflow{Feature: c.Param("key"), Title: b.Title, Steps: b.Steps})
	return page.Answer(c, http.StatusCreated, s.workflowAnswer(ctx, w), err)
}

// APIWorkflow returns a workflow.
func (s *Workflows) APIWorkflow(c echo.Context) error {
	ctx := c.Request().Context()
	v, err := s.Ready.Versions(ctx, c.Param("id"))
	return page.OK(c, s.versionsAnswer(ctx, v), err)
}

// APIPutWorkflow writes a workflow anew, into its draft.
func (s *Workflows) APIPutWorkflow(c echo.Context) error {
	b, err := page.Decode[workflowBody](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	w, err := s.Ready.SaveWorkflow(ctx, ready.Workflow{ID: c.Param("id"), Title: b.Title, Steps: b.Steps})
	return page.OK(c, s.workflowAnswer(ctx, w), err)
}

// APIPublishWorkflow publishes the draft of a workflow.
func (s *Workflows) APIPublishWorkflow(c echo.Context) error {
	ctx := c.Request().Context()
	w, err := s.Ready.PublishWorkflow(ctx, c.Param("id"))
	return page.OK(c, s.workflowAnswer(ctx, w), err)
}

// APIDropDraft takes the draft of a workflow back.
func (s *Workflows) APIDropDraft(c echo.Context) error {
	if err := s.Ready.DropDraft(c.Request().Context(), c.Param("id")); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
