package upload

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/upload"
	"soundings/web/page"
)

// refreshFile is how often the page of a file under way looks again.
const refreshFile = 2 // seconds

// FilePage shows one file. State is waiting, running or finished. While it waits, the page takes what each column is;
// the field "_action" is check, import or discard.
type FilePage struct {
	page.Page
	ID          string
	File        string // its name
	State       string
	Rows        string
	Empty       string // rows without content, which were passed over; empty: none
	Sheet       string // of several the one that was read; empty: there are no others
	OtherSheets []page.Option
	List        string    // where the file can be sent again, for another sheet
	Up, Look    page.Link // to the list, and to what was taken in
	Here        string    // the page's own address
	BadRows     string    // the address of the CSV of rows that do not count
	Says        Words
	Report      Report
	Heads       []string // of the table of columns
	Columns     []Column // waiting
	Progress    progress // running
}

// Words are the sentences of a file's page that speak of its rows.
type Words struct {
	Nothing string // nothing was done with a file that has mistakes
	Start   string // the button
	Waits   string
	Done    string
}

// progress is how many rows of how many are applied, and the same in words.
type progress struct {
	Done, All int
	Text      string
}

// One shows what the columns of a file are and what applying it would do, then how far it is, then what it did.
func (u Pages[M, R]) One(c echo.Context) error { return u.Site.Show(c, u.filePage) }

func (u Pages[M, R]) filePage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	job, err := u.Jobs().Find(ctx, c.Param("id"))
	if err != nil {
		return nil, err
	}
	v := FilePage{
		Page: frame, ID: job.ID, File: job.Name, State: string(job.State), Rows: frame.Int(job.Rows), Here: u.href(job.ID),
		Progress: progressOf(frame, job.File),
	}
	if job.Empty > 0 {
		v.Empty = frame.Int(job.Empty)
	}
	if len(job.Sheets.All) > 1 {
		v.Sheet, v.List = job.Sheets.Read, u.Path
		for _, name := range job.Sheets.All {
			if name != job.Sheets.Read {
				v.OtherSheets = append(v.OtherSheets, page.Option{Value: name, Text: name})
			}
		}
	}
	switch job.State {
	case upload.Running, upload.Uploading:
		v.Refresh = refreshFile
	case upload.Waiting:
		first, err := u.Jobs().FirstRows(ctx, job.File, shownRows)
		if err != nil {
			return nil, err
		}
		v.Columns = Columns(job.Header, first)
	}
	return u.File(c, v, job)
}

// progressOf says how far a file is applied.
func progressOf(p page.Page, f upload.File) progress {
	return progress{f.Done(), f.Rows, p.T("upload.progress", "Done", p.Int(f.Done()), "Rows", p.Int(f.Rows))}
}

// Act checks a waiting file again as somebody says that it is read, starts it, or discards it.
func (u Pages[M, R]) Act(c echo.Context) error {
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
