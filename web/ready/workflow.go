package ready

import (
	"context"
	"strconv"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/contact"
	"soundings/cohorts/ready"
	"soundings/web/page"
)

// WorkflowPage shows a workflow: what departments work by, who has read it, and the draft of what comes next. "publish" and
// "drop" are posted under Base with nothing.
type WorkflowPage struct {
	page.Page
	Head        page.Head
	Base        string
	Version     string
	Draft       bool // what is shown is not published
	Waits       bool // there is a draft beside what is shown
	Steps       []stepRow
	Departments []departmentRow
	Earlier     []page.Link
	Lacks       []string // why the draft cannot be published
}

// Template returns the name of the page's template.
func (WorkflowPage) Template() string { return "ready/workflow" }

// stepRow is one step as it is read.
type stepRow struct {
	Number     string
	Department string
	Role       string
	Text       string
}

// departmentRow is a department that a published workflow names.
type departmentRow struct {
	Name  string
	State page.Badge
	Reads []string
	Link  string // behind which it reads; empty: for those who may hand links out
	Print string
}

// ShowWorkflow shows a workflow.
func (s *Workflows) ShowWorkflow(c echo.Context) error { return s.Show(c, s.workflowPage) }

func (s *Workflows) workflowPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	v, err := s.Ready.Versions(ctx, c.Param("id"))
	if err != nil {
		return nil, err
	}
	w := v.Latest()
	if v.Published != nil {
		w = *v.Published
	}
	p := WorkflowPage{Page: frame, Base: page.WorkflowHref(w.ID), Draft: w.Draft(), Waits: v.Draft != nil && v.Published != nil, Steps: stepRows(frame, w)}
	f, err := s.Ready.Feature(ctx, w.Feature)
	if err != nil {
		return nil, err
	}
	p.Version = versionText(frame, w)
	p.Head = page.Head{
		Printer: frame.Printer, Above: page.Link{Text: f.Name.In(frame.Lang()), Href: page.FeatureHref(w.Feature) + "#ready"}, Name: w.Title.In(frame.Lang()),
		State: workflowBadge(frame, w),
	}
	if frame.Writes() {
		p.Head.Next = page.Act{Text: frame.T("ready.edit"), Href: p.Base + "/edit"}
	}
	p.Head.More = []page.Act{{Text: frame.T("ready.print"), Href: p.Base + "/print"}}
	if !w.Draft() {
		p.Departments = s.departmentRows(frame, w)
	}
	for _, e := range v.Earlier {
		p.Earlier = append(p.Earlier, page.Link{Text: versionText(frame, e), Href: page.Address(p.Base+"/print", "version", strconv.Itoa(e.Number))})
	}
	return p, nil
}

// workflowBadge says whether a version is a draft, waits for departments, or was read by all of them.
func workflowBadge(frame page.Page, w ready.Workflow) page.Badge {
	if w.Draft() {
		return page.Badge{Text: frame.T("ready.draft"), Look: "waiting"}
	}
	read, all := 0, w.Departments()
	for _, department := range all {
		if len(w.ReadBy(department)) > 0 {
			read++
		}
	}
	look := "waiting"
	if read == len(all) {
		look = "done"
	}
	return page.Badge{Text: frame.T("ready.read_by", "Read", read, "Count", len(all)), Look: look}
}

// versionText says which version it is, and since when it counts.
func versionText(frame page.Page, w ready.Workflow) string {
	if w.Draft() {
		return frame.T("ready.draft_of", "Number", w.Number, "Date", frame.Day(w.Changed))
	}
	return frame.T("workflows.version_of", "Number", w.Number, "Date", frame.Day(w.Published))
}

func stepRows(frame page.Page, w ready.Workflow) []stepRow {
	var all []stepRow
	for i, step := range w.Steps {
		all = append(all, stepRow{strconv.Itoa(i + 1), step.Department, step.Role, step.Text.In(frame.Lang())})
	}
	return all
}

// departmentRows returns each department with who has read the workflow, and with its link for those who may hand it out.
func (s *Workflows) departmentRows(frame page.Page, w ready.Workflow) []departmentRow {
	var all []departmentRow
	for _, department := range w.Departments() {
		row := departmentRow{Name: department, State: page.Badge{Text: frame.T("ready.not_read"), Look: "waiting"}}
		for _, read := range w.ReadBy(department) {
			row.State = page.Badge{Text: frame.T("ready.read"), Look: "done"}
			row.Reads = append(row.Reads, frame.T("workflows.read_by", "Name", read.Name, "Date", frame.Day(read.At)))
		}
		if frame.Writes() {
			row.Link = s.readLink(w, department)
			row.Print = page.Address(page.WorkflowHref(w.ID)+"/print", "version", strconv.Itoa(w.Number), "department", department)
		}
		all = append(all, row)
	}
	return all
}

// readLink returns the whole address behind which a department reads a version.
func (s *Room) readLink(w ready.Workflow, department string) string {
	return s.BaseURL + page.ReadPath + contact.PrintToken(s.Ready.Token(w, department))
}

// PublishWorkflow publishes the draft of a workflow.
func (s *Workflows) PublishWorkflow(c echo.Context) error {
	path := page.WorkflowHref(c.Param("id"))
	if _, err := s.Ready.PublishWorkflow(c.Request().Context(), c.Param("id")); err != nil {
		return s.Again(c, path+"/edit", formNames(err), s.editPage)
	}
	return s.Done(c, path, "flash.workflow_published")
}

// DropDraft takes the draft of a workflow back.
func (s *Workflows) DropDraft(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("id")
	v, err := s.Ready.Versions(ctx, id)
	if err != nil {
		return err
	}
	if err := s.Ready.DropDraft(ctx, id); err != nil {
		return err
	}
	to := page.WorkflowHref(id)
	if v.Published == nil {
		to = page.FeatureHref(v.Latest().Feature) + "#ready"
	}
	return s.Done(c, to, "flash.draft_dropped")
}

// feature returns how a feature is called, with where it is.
func (s *Room) feature(ctx context.Context, frame page.Page, key string) (page.Link, error) {
	f, err := s.Ready.Feature(ctx, key)
	return page.Link{Text: f.Name.In(frame.Lang()), Href: page.FeatureHref(key)}, err
}
