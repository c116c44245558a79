package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/upload"
)

// refreshUpload is how often the page of a file under way looks again.
const refreshUpload = 2 // seconds

// UploadsPage takes a CSV file, field "file", and lists the files of the last hours.
type UploadsPage struct {
	Page
	Imports []UploadRow
}

// UploadRow is one file in a list.
type UploadRow struct {
	File  Link
	State Badge
	Rows  string
	At    string
}

// UploadPage shows one file; State is waiting, running or finished. Where it waits it takes what each column is; _action is
// check, import or discard.
type UploadPage struct {
	Page
	ID       string
	File     string
	State    string
	Rows     string
	Up, Look Link   // to the list, and to what was taken in
	Here     string // its own address
	BadRows  string // that of its rows that do not count
	Says     UploadWords
	Report   UploadReport
	Heads    []string       // of the table of columns
	Columns  []UploadColumn // waiting
	Progress Progress       // running
}

// UploadWords are the sentences of a file's page that speak of its rows.
type UploadWords struct {
	Nothing string // was done with a file that has mistakes
	Start   string // the button
	Waits   string
	Done    string
}

// Progress is how many rows of how many are applied, and the same in words.
type Progress struct {
	Done, All int
	Text      string
}

// uploads are the pages of one user of package upload.
type uploads[M any, R upload.Report] struct {
	s         *Server
	jobs      func() *upload.Jobs[M, R]
	path      string // of the list; those of its files are below
	discarded string // what is said of a discarded file
	bad       string // what the rows that do not count are called as a file

	list  func(UploadsPage) View
	file  func(echo.Context, UploadPage, upload.Job[M, R]) (View, error)
	typed func(c echo.Context, header []string) M // how somebody says that a file is read
}

// form shows where a file is taken.
func (u uploads[M, R]) form(c echo.Context) error { return u.s.show(c, u.listPage) }

func (u uploads[M, R]) listPage(c echo.Context, page Page) (View, error) {
	all, err := u.jobs().List(c.Request().Context())
	if err != nil {
		return nil, err
	}
	v := UploadsPage{Page: page}
	for _, job := range all {
		if job.State != upload.Uploading {
			v.Imports = append(v.Imports, UploadRow{
				Link{job.Name, u.href(job.ID)}, page.uploadBadge(job.State), page.Int(job.Rows), page.dateTime(job.Started),
			})
		}
	}
	return u.list(v), nil
}

func (u uploads[M, R]) href(id string) string { return u.path + "/" + id }

// take takes a file and leads on to what applying it would do.
func (u uploads[M, R]) take(c echo.Context) error {
	file, name, err := uploadedFile(c)
	if err != nil {
		return u.s.again(c, u.path, err, u.listPage)
	}
	defer file.Close()
	job, bad, err := u.jobs().Upload(c.Request().Context(), name, file)
	if len(bad) > 0 {
		err = noTable(bad)
	}
	if err != nil {
		return u.s.again(c, u.path, err, u.listPage)
	}
	return c.Redirect(http.StatusSeeOther, u.href(job.ID))
}

// one shows what the columns of a file are and what applying it would do, then how far it is, then what it did.
func (u uploads[M, R]) one(c echo.Context) error {
	return u.s.show(c, func(c echo.Context, page Page) (View, error) {
		ctx := c.Request().Context()
		job, err := u.jobs().Find(ctx, c.Param("id"))
		if err != nil {
			return nil, err
		}
		v := UploadPage{
			Page: page, ID: job.ID, File: job.Name, State: string(job.State), Rows: page.Int(job.Rows), Here: u.href(job.ID),
			Progress: page.progress(job.File),
		}
		switch job.State {
		case upload.Running, upload.Uploading:
			v.Refresh = refreshUpload
		case upload.Waiting:
			first, err := u.jobs().FirstRow(ctx, job.File)
			if err != nil {
				return nil, err
			}
			v.Columns = uploadColumns(job.Header, first)
		}
		return u.file(c, v, job)
	})
}

// progress says how far a file is applied.
func (p Page) progress(f upload.File) Progress {
	return Progress{f.Done(), f.Rows, p.T("upload.progress", "Done", p.Int(f.Done()), "Rows", p.Int(f.Rows))}
}

// act checks a waiting file that is read otherwise, starts it, or discards it.
func (u uploads[M, R]) act(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("id")
	job, err := u.jobs().Find(ctx, id)
	if err != nil {
		return err
	}
	switch c.FormValue("_action") {
	case "discard":
		if err := u.jobs().Discard(ctx, id); err != nil {
			return err
		}
		return u.s.done(c, u.path, u.discarded)
	case "import":
		_, err = u.jobs().Confirm(ctx, id)
	default:
		_, err = u.jobs().Check(ctx, id, u.typed(c, job.Header))
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, u.href(id))
}

// badRows sends the rows of a waiting file that would not count as a table, with the reason beside each.
func (u uploads[M, R]) badRows(c echo.Context) error {
	ctx := c.Request().Context()
	page, err := u.s.page(c, "")
	if err != nil {
		return err
	}
	job, err := u.jobs().Find(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	table := startCSV(c, u.bad)
	if err := table.write(append([]string{page.T("upload.line"), page.T("upload.problem")}, job.Header...)); err != nil {
		return err
	}
	err = u.jobs().BadRows(ctx, job, func(row upload.Row, why []upload.RowError) error { return table.write(page.badRow(row, why)) })
	if err != nil {
		return cutShort(c, err)
	}
	return table.flush()
}
