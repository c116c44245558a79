package upload

import (
	"slices"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/upload"
	"soundings/web/page"
)

// Pages are the pages of one kind of file. M is how a file is read, R what applying it did.
type Pages[M any, R upload.Report] struct {
	Site      *page.Site
	Jobs      func() *upload.Jobs[M, R]
	Path      string   // of the list; those of its files are below
	Discarded string   // the text that says a file was discarded
	Bad       string   // the name of the CSV of rows that do not count
	Columns   []string // the usual ones, as the template has them

	List  func(ListPage) page.View                                          // completes the page of the list
	File  func(echo.Context, FilePage, upload.Job[M, R]) (page.View, error) // completes the page of a file
	Typed func(c echo.Context, header []string) M                           // reads the form that says how a file is read
}

// Template sends an empty file with the usual columns, for a spreadsheet to fill.
func (u Pages[M, R]) Template(c echo.Context) error {
	table := page.StartCSV(c, "template.csv")
	if err := table.Write(slices.Clone(u.Columns)); err != nil {
		return page.CutShort(c, err)
	}
	return table.Flush()
}

// href returns the address of a file's page.
func (u Pages[M, R]) href(id string) string { return u.Path + "/" + id }
