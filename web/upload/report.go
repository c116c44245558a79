package upload

import (
	"soundings/cohorts/upload"
	"soundings/web/page"
	"soundings/web/texts"
)

// shownErrors is how many bad cells a page lists.
const shownErrors = 200

// Report is what applying a file did, or would do.
type Report struct {
	Good    bool   // there are rows, and no mistakes
	Asks    bool   // somebody has to say first how the file is read
	Bad     string // how many rows do not count
	Figures []page.Figure
	Errors  ErrorTable
	Listed  bool // the rows that do not count can be downloaded
}

// ErrorTable is a table of the bad cells of a file.
type ErrorTable struct {
	texts.Printer
	Cells []ErrorRow
	More  bool // there are more than are shown
}

// ErrorRow is one bad cell.
type ErrorRow struct {
	Line   int
	Column string
	Text   string
}

// NewErrorTable returns what is wrong with the cells of a file: the first of them, where there are very many.
func NewErrorTable(p page.Page, errs []upload.RowError) ErrorTable {
	v := ErrorTable{Printer: p.Printer, More: len(errs) > shownErrors}
	for _, e := range errs[:min(len(errs), shownErrors)] {
		v.Cells = append(v.Cells, ErrorRow{Line: e.Line, Column: e.Column, Text: p.Say(e.Text)})
	}
	return v
}
