package upload

import (
	"fmt"

	"soundings/cohorts/upload"
	"soundings/web/page"
	"soundings/web/texts"
)

// shownErrors is how many bad cells a page lists.
const shownErrors = 200

// UploadReport is what applying a file did, or would do.
type UploadReport struct {
	Good    bool // there are rows, and no mistakes
	Asks    bool // it has to be said first how the file is read
	Bad     string
	Figures []page.Figure
	Errors  RowErrors
	Listed  bool // there are rows with reasons to download
}

// RowErrors are bad cells of a file.
type RowErrors struct {
	texts.Printer
	Cells []RowError
	More  bool // there are more than are shown
}

// RowError is one bad cell.
type RowError struct {
	Line   int
	Column string
	Text   string
}

// ErrorsOf says what is wrong with the cells of a file, as far as there is room.
func ErrorsOf(p page.Page, errs []upload.RowError) RowErrors {
	v := RowErrors{Printer: p.Printer, More: len(errs) > shownErrors}
	for _, e := range errs[:min(len(errs), shownErrors)] {
		v.Cells = append(v.Cells, RowError{Line: e.Line, Column: e.Column, Text: p.Say(e.Text)})
	}
	return v
}

// badRow returns a row of a file behind its line and the reasons why it does not count.
func badRow(p page.Page, row upload.Row, why []upload.RowError) []string {
	reasons := ""
	for _, e := range why {
		if e.Column != "" {
			reasons += e.Column + ": "
		}
		reasons += p.Say(e.Text) + " "
	}
	return append([]string{fmt.Sprint(row.Line), reasons}, row.Cells...)
}

// noTable refuses a file that cannot be read as a table.
func noTable(bad []upload.RowError) error {
	return page.Invalid("file", "import.in_line", "Line", bad[0].Line, "Why", bad[0].Text)
}

// noFile returns the refusal for a form whose file cannot be read.
func noFile(err error) error {
	if page.Over(err) {
		return upload.TooLarge()
	}
	return page.Invalid("file", "import.no_file")
}
