package upload

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/upload"
	"soundings/web/page"
)

// ListPage takes a file, field "file", and lists the files of the last hours. The page of a spreadsheet of several sheets sends
// it here again with "sheet", and "instead" of which file.
type ListPage struct {
	page.Page
	Files   []ListRow
	Letters []page.Option // how the file may write its letters: shown only where they do not say it themselves
	Blank   string        // the address of an empty file with the usual columns
}

// ListRow is one file in a list.
type ListRow struct {
	File  page.Link
	State page.Badge
	Rows  string
	At    string
}

// Form shows where a file is taken.
func (u Pages[M, R]) Form(c echo.Context) error { return u.Site.Show(c, u.listPage) }

func (u Pages[M, R]) listPage(c echo.Context, frame page.Page) (page.View, error) {
	all, err := u.Jobs().List(c.Request().Context())
	if err != nil {
		return nil, err
	}
	v := ListPage{Page: frame, Blank: u.href("template.csv")}
	if frame.Form.Problem("letters") != "" {
		v.Letters = LetterOptions(frame)
	}
	for _, job := range all {
		if job.State != upload.Uploading {
			v.Files = append(v.Files, ListRow{
				page.Link{Text: job.Name, Href: u.href(job.ID)}, frame.UploadBadge(job.State), frame.Int(job.Rows), frame.Time(job.Started),
			})
		}
	}
	return u.List(v), nil
}

// Take takes a file and leads on to what applying it would do.
func (u Pages[M, R]) Take(c echo.Context) error {
	file, name, err := formFile(c)
	if err != nil {
		return u.Site.Again(c, u.Path, err, u.listPage)
	}
	defer file.Close()
	jobs := u.Jobs()
	jobs.Told = ToldOf(c.FormValue("letters"), c.FormValue("sheet"))
	job, bad, err := jobs.Upload(c.Request().Context(), name, file)
	if len(bad) > 0 {
		err = noTable(bad)
	}
	if err != nil {
		return u.Site.Again(c, u.Path, err, u.listPage)
	}
	if other := c.FormValue("instead"); other != "" {
		if err := jobs.Discard(c.Request().Context(), other); err != nil && !base.IsCode(err, base.NotFound) && !base.IsCode(err, base.Conflict) {
			return err
		}
	}
	return c.Redirect(http.StatusSeeOther, u.href(job.ID))
}

// noTable refuses a file that cannot be read as a table.
func noTable(bad []upload.RowError) error {
	if bad[0].Text.ID == "import.letters" {
		return base.InvalidFields(base.Field{Name: "letters", Text: bad[0].Text})
	}
	if bad[0].Text.ID == "import.sheet_unknown" {
		return base.InvalidFields(base.Field{Name: "file", Text: bad[0].Text})
	}
	return page.Invalid("file", "import.in_line", "Line", bad[0].Line, "Why", bad[0].Text)
}
