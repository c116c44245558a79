package ready

import (
	"html/template"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/ready"
	"soundings/web/page"
)

// PrintPage is a version of a workflow on paper: for everybody, or for one department, with its link.
type PrintPage struct {
	page.Page
	Above      page.Link
	Title      string
	About      string // which feature, and which version
	Department string // empty: for everybody
	Steps      []printedStep
	QR         template.HTML // of the department's link
	Link       string
}

// Template returns the name of the page's template.
func (PrintPage) Template() string { return "ready/print" }

// printedStep is one step on paper.
type printedStep struct {
	stepRow
	Ours bool // of the department that the sheet is for
}

// PrintWorkflow shows a version of a workflow to be printed: ?version= names an earlier one, ?department= the one that it is for.
func (s *Workflows) PrintWorkflow(c echo.Context) error { return s.Show(c, s.printPage) }

func (s *Workflows) printPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	w, err := s.versionOf(c)
	if err != nil {
		return nil, err
	}
	feature, err := s.feature(ctx, frame, w.Feature)
	if err != nil {
		return nil, err
	}
	v := PrintPage{
		Page: frame, Above: page.Link{Text: w.Title.In(frame.Lang()), Href: page.WorkflowHref(w.ID)}, Title: w.Title.In(frame.Lang()),
		About: feature.Text + " · " + versionText(frame, w),
	}
	if department := c.QueryParam("department"); slices.Contains(w.Departments(), department) && !w.Draft() && frame.Writes() {
		v.Department, v.Link = department, s.readLink(w, department)
		if v.QR, err = page.QRPicture(v.Link, frame.T("ready.qr")); err != nil {
			return nil, err
		}
	}
	for i, row := range stepRows(frame, w) {
		v.Steps = append(v.Steps, printedStep{row, v.Department != "" && w.Steps[i].Department == v.Department})
	}
	return v, nil
}

// versionOf returns the version that a request names, or the one that counts.
func (s *Workflows) versionOf(c echo.Context) (ready.Workflow, error) {
	ctx, id := c.Request().Context(), c.Param("id")
	if named := c.QueryParam("version"); named != "" {
		number, err := strconv.Atoi(named)
		if err != nil {
			return ready.Workflow{}, base.Refuse(base.NotFound, "ready.workflow_unknown")
		}
		return s.Ready.Workflow(ctx, id, number)
	}
	v, err := s.Ready.Versions(ctx, id)
	if err != nil {
		return ready.Workflow{}, err
	}
	if v.Published != nil {
		return *v.Published, nil
	}
	return v.Latest(), nil
}
