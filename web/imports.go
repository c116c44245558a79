package web

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
)

// shownErrors is how many bad cells a page lists.
const shownErrors = 200

func (s *Server) importForm(c echo.Context) error { return s.show(c, importPage) }

func importPage(_ echo.Context, page Page) (View, error) { return ImportPage{Page: page}, nil }

// importParticipants checks a file, or checks and imports it. It answers with what came of it and does not lead on:
// sending the same file again changes nothing.
func (s *Server) importParticipants(c echo.Context) error {
	header, err := c.FormFile("file")
	if err != nil {
		return s.again(c, "/participants/import", invalid("file", "import.no_file"), importPage)
	}
	file, err := header.Open()
	if err != nil {
		return fmt.Errorf("opening an uploaded file: %w", err)
	}
	defer file.Close()
	dryRun := c.FormValue("_action") != "import"
	report, err := s.Cohorts.Import(c.Request().Context(), file, dryRun)
	if err != nil {
		return err
	}
	page, err := s.page(c, "")
	if err != nil {
		return err
	}
	status := http.StatusOK
	if len(report.Errors) > 0 {
		status = http.StatusUnprocessableEntity
	}
	v := importReport(page, report)
	v.File, v.Kept = header.Filename, !dryRun && len(report.Errors) == 0
	return s.templates.render(c.Response(), status, ImportPage{Page: page, Report: v})
}

func importReport(page Page, r cohorts.ImportReport) *ImportReport {
	v := &ImportReport{
		Rows: page.Int(r.Rows), Added: page.Int(r.Added), Changed: page.Int(r.Changed), Unchanged: page.Int(r.Unchanged),
		More: len(r.Errors) > shownErrors,
	}
	for _, e := range r.Errors[:min(len(r.Errors), shownErrors)] {
		v.Errors = append(v.Errors, ImportError{Line: e.Line, Column: e.Column, Text: page.Say(e.Text)})
	}
	return v
}
