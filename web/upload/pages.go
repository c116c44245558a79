package upload

import (
	"github.com/labstack/echo/v4"

	"soundings/cohorts/upload"
	"soundings/web/page"
)

// Pages are the pages of one kind of file. M is how a file is read, R what applying it did.
type Pages[M any, R upload.Report] struct {
	Site      *page.Site
	Jobs      func() *upload.Jobs[M, R]
	Path      string // of the list; those of its files are below
	Discarded string // the text that says a file was discarded
	Bad       string // the name of the CSV of rows that do not count

	List  func(ListPage) page.View                                          // completes the page of the list
	File  func(echo.Context, FilePage, upload.Job[M, R]) (page.View, error) // completes the page of a file
	Typed func(c echo.Context, header []string) M                           // reads the form that says how a file is read
}

// href returns the address of a file's page.
func (u Pages[M, R]) href(id string) string { return u.Path + "/" + id }
