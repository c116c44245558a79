package web

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
)

// How an import's page shows what there is much of, and how often it looks again at one under way.
const (
	shownErrors   = 200
	refreshImport = 2 // seconds
)

func (s *Server) importForm(c echo.Context) error { return s.show(c, s.importPage) }

func (s *Server) importPage(c echo.Context, page Page) (View, error) {
	all, err := s.Cohorts.Imports(c.Request().Context())
	if err != nil {
		return nil, err
	}
	v := ImportPage{Page: page}
	for _, job := range all {
		v.Imports = page.addUpload(v.Imports, job.Upload, importHref(job))
	}
	return v, nil
}

// addUpload adds a file to a list once its rows are kept.
func (p Page) addUpload(rows []ImportRow, u cohorts.Upload, href string) []ImportRow {
	if u.State == cohorts.Uploading {
		return rows
	}
	return append(rows, ImportRow{Link{u.File, href}, p.importBadge(u.State), p.Int(u.Rows), p.dateTime(u.Started)})
}

func importHref(job cohorts.Import) string { return "/participants/import/" + job.ID }

// uploadParticipants takes a file and leads on to what importing it would do.
func (s *Server) uploadParticipants(c echo.Context) error {
	file, name, err := uploadedFile(c)
	if err != nil {
		return s.again(c, "/participants/import", err, s.importPage)
	}
	defer file.Close()
	job, bad, err := s.Cohorts.Upload(c.Request().Context(), name, file)
	if err != nil {
		return s.again(c, "/participants/import", err, s.importPage)
	}
	if len(bad) > 0 {
		return s.again(c, "/participants/import", noTable(bad), s.importPage)
	}
	return c.Redirect(http.StatusSeeOther, importHref(job))
}

// noTable refuses a file that cannot be read as a table.
func noTable(bad []cohorts.RowError) error {
	return invalid("file", "import.in_line", "Line", bad[0].Line, "Why", bad[0].Text)
}

// noFile returns the refusal for a form whose file cannot be read.
func noFile(err error) error {
	if over(err) {
		return cohorts.TooLargeFile()
	}
	return invalid("file", "import.no_file")
}

func (s *Server) showImport(c echo.Context) error { return s.show(c, s.importedPage) }

// importedPage shows where the columns of a file go and what importing it would do, then how far it is, then what it did.
func (s *Server) importedPage(c echo.Context, page Page) (View, error) {
	ctx := c.Request().Context()
	job, err := s.Cohorts.FindImport(ctx, c.Param("id"))
	if err != nil {
		return nil, err
	}
	v := ImportedPage{
		Page: page, ID: job.ID, File: job.File, State: string(job.State), Rows: page.Int(job.Rows), Report: importReport(page, job.Report),
		Progress: page.progress(job.Upload),
	}
	switch job.State {
	case cohorts.Running, cohorts.Uploading:
		v.Refresh = refreshImport
	case cohorts.Waiting:
		v.Columns, err = s.importColumns(c, page, job)
	}
	return v, err
}

// progress says how far an upload is applied.
func (p Page) progress(u cohorts.Upload) Progress {
	return Progress{u.Done(), u.Rows, p.T("upload.progress", "Done", p.Int(u.Done()), "Rows", p.Int(u.Rows))}
}

func importReport(page Page, r cohorts.ImportReport) ImportReport {
	return ImportReport{
		Added: page.Int(r.Added), Changed: page.Int(r.Changed), Unchanged: page.Int(r.Unchanged), Bad: page.Int(r.Bad),
		Good: len(r.Errors) == 0 && r.Rows > 0, Rows: r.Bad > 0, Errors: page.rowErrors(r.Errors),
	}
}

// rowErrors says what is wrong with the cells of a file, as far as there is room.
func (p Page) rowErrors(errs []cohorts.RowError) ImportErrors {
	v := ImportErrors{Printer: p.Printer, More: len(errs) > shownErrors}
	for _, e := range errs[:min(len(errs), shownErrors)] {
		v.Cells = append(v.Cells, ImportError{Line: e.Line, Column: e.Column, Text: p.Say(e.Text)})
	}
	return v
}

// actOnImport checks a waiting import with other columns, starts it, or discards it.
func (s *Server) actOnImport(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("id")
	job, err := s.Cohorts.FindImport(ctx, id)
	if err != nil {
		return err
	}
	switch c.FormValue("_action") {
	case "discard":
		if err := s.Cohorts.DiscardImport(ctx, id); err != nil {
			return err
		}
		return s.done(c, "/participants/import", "flash.import_discarded")
	case "import":
		_, err = s.Cohorts.ConfirmImport(ctx, id)
	default:
		_, err = s.Cohorts.CheckImport(ctx, id, typedMapping(c, job.Header))
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, importHref(job))
}

// badRows sends the bad rows of a waiting import as a table, with the reason beside each.
func (s *Server) badRows(c echo.Context) error {
	ctx := c.Request().Context()
	page, err := s.page(c, "")
	if err != nil {
		return err
	}
	job, err := s.Cohorts.FindImport(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	return s.sendRows(c, page, "bad-rows.csv", job.Header, func(each func(cohorts.Row, []cohorts.RowError) error) error {
		return s.Cohorts.BadRows(ctx, job, each)
	})
}

// sendRows sends rows of a file as a table, with the reason beside each.
func (s *Server) sendRows(c echo.Context, page Page, name string, header []string, rows func(each func(cohorts.Row, []cohorts.RowError) error) error) error {
	table := startCSV(c, name)
	if err := table.write(append([]string{page.T("upload.line"), page.T("upload.problem")}, header...)); err != nil {
		return err
	}
	err := rows(func(row cohorts.Row, why []cohorts.RowError) error {
		reasons := ""
		for _, e := range why {
			if e.Column != "" {
				reasons += e.Column + ": "
			}
			reasons += page.Say(e.Text) + " "
		}
		return table.write(append([]string{fmt.Sprint(row.Line), reasons}, row.Cells...))
	})
	if err != nil {
		return cutShort(c, err)
	}
	return table.flush()
}
