package upload

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/upload"
	"soundings/web/page"
)

// refreshUpload is how often the page of a file under way looks again.
const refreshUpload = 2 // seconds

// UploadsPage takes a CSV file, field "file", and lists the files of the last hours.
type UploadsPage struct {
	page.Page
	Imports []UploadRow
}

// UploadRow is one file in a list.
type UploadRow struct {
	File  page.Link
	State page.Badge
	Rows  string
	At    string
}

// UploadPage shows one file; State is waiting, running or finished. Where it waits it takes what each column is; _action is
// check, import or discard.
type UploadPage struct {
	page.Page
	ID       string
	File     string
	State    string
	Rows     string
	Up, Look page.Link // to the list, and to what was taken in
	Here     string    // its own address
	BadRows  string    // that of its rows that do not count
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

// Uploads are the pages of one user of package upload.
type Uploads[M any, R upload.Report] struct {
	Site      *page.Site
	Jobs      func() *upload.Jobs[M, R]
	Path      string // of the list; those of its files are below
	Discarded string // what is said of a discarded file
	Bad       string // what the rows that do not count are called as a file

	List  func(UploadsPage) page.View
	File  func(echo.Context, UploadPage, upload.Job[M, R]) (page.View, error)
	Typed func(c echo.Context, header []string) M // how somebody says that a file is read
}

// Form shows where a file is taken.
func (u Uploads[M, R]) Form(c echo.Context) error { return u.Site.Show(c, u.listPage) }

func (u Uploads[M, R]) listPage(c echo.Context, frame page.Page) (page.View, error) {
	all, err := u.Jobs().List(c.Request().Context())
	if err != nil {
		return nil, err
	}
	v := UploadsPage{Page: frame}
	for _, job := range all {
		if job.State != upload.Uploading {
			v.Imports = append(v.Imports, UploadRow{
				page.Link{Text: job.Name, Href: u.href(job.ID)}, frame.UploadBadge(job.State), frame.Int(job.Rows), frame.Time(job.Started),
			})
		}
	}
	return u.List(v), nil
}

func (u Uploads[M, R]) href(id string) string { return u.Path + "/" + id }

// Take takes a file and leads on to what applying it would do.
func (u Uploads[M, R]) Take(c echo.Context) error {
	file, name, err := uploadedFile(c)
	if err != nil {
		return u.Site.Again(c, u.Path, err, u.listPage)
	}
	defer file.Close()
	job, bad, err := u.Jobs().Upload(c.Request().Context(), name, file)
	if len(bad) > 0 {
		err = noTable(bad)
	}
	if err != nil {
		return u.Site.Again(c, u.Path, err, u.listPage)
	}
	return c.Redirect(http.StatusSeeOther, u.href(job.ID))
}

// One shows what the columns of a file are and what applying it would do, then how far it is, then what it did.
func (u Uploads[M, R]) One(c echo.Context) error {
	return u.Site.Show(c, func(c echo.Context, frame page.Page) (page.View, error) {
		ctx := c.Request().Context()
		job, err := u.Jobs().Find(ctx, c.Param("id"))
		if err != nil {
			return nil, err
		}
		v := UploadPage{
			Page: frame, ID: job.ID, File: job.Name, State: string(job.State), Rows: frame.Int(job.Rows), Here: u.href(job.ID),
			Progress: progress(frame, job.File),
		}
		switch job.State {
		case upload.Running, upload.Uploading:
			v.Refresh = refreshUpload
		case upload.Waiting:
			first, err := u.Jobs().FirstRow(ctx, job.File)
			if err != nil {
				return nil, err
			}
			v.Columns = UploadColumns(job.Header, first)
		}
		return u.File(c, v, job)
	})
}

// progress says how far a file is applied.
func progress(p page.Page, f upload.File) Progress {
	return Progress{f.Done(), f.Rows, p.T("upload.progress", "Done", p.Int(f.Done()), "Rows", p.Int(f.Rows))}
}

// Act checks a waiting file that is read otherwise, starts it, or discards it.
func (u Uploads[M, R]) Act(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("id")
	job, err := u.Jobs().Find(ctx, id)
	if err != nil {
		return err
	}
	switch c.FormValue("_action") {
	case "discard":
		if err := u.Jobs().Discard(ctx, id); err != nil {
			return err
		}
		return u.Site.Done(c, u.Path, u.Discarded)
	case "import":
		_, err = u.Jobs().Confirm(ctx, id)
	default:
		_, err = u.Jobs().Check(ctx, id, u.Typed(c, job.Header))
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, u.href(id))
}

// BadRows sends the rows of a waiting file that would not count as a table, with the reason beside each.
func (u Uploads[M, R]) BadRows(c echo.Context) error {
	ctx := c.Request().Context()
	frame, err := u.Site.Page(c, "")
	if err != nil {
		return err
	}
	job, err := u.Jobs().Find(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	table := page.StartCSV(c, u.Bad)
	if err := table.Write(append([]string{frame.T("upload.line"), frame.T("upload.problem")}, job.Header...)); err != nil {
		return err
	}
	err = u.Jobs().BadRows(ctx, job, func(row upload.Row, why []upload.RowError) error { return table.Write(badRow(frame, row, why)) })
	if err != nil {
		return page.CutShort(c, err)
	}
	return table.Flush()
}
