package upload

import (
	"soundings/cohorts/upload"
	"soundings/web/page"
	"soundings/web/texts"
	"strings"
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
	Notices ErrorTable // what may be meant and stops nothing
	Notes   []string   // what else there is to know before the file is applied
	Listed  bool       // the rows that do not count can be downloaded
}

// ErrorTable is a table of the bad cells of a file, in which equal mistakes stand together.
type ErrorTable struct {
	texts.Printer
	Name  string // what the table is called
	Cells []ErrorRow
	More  bool // there are more than are shown
}

// ErrorRow is one mistake, in one row or in many.
type ErrorRow struct {
	Rows   string // how many
	Lines  string // the first of them
	Column string
	Text   string
}

// NewErrorTable returns what is wrong with the cells of a file: the first of them, where there are very many.
func NewErrorTable(p page.Page, errs []upload.RowError) ErrorTable {
	v := ErrorTable{Printer: p.Printer, Name: p.T("upload.errors")}
	lines := map[[2]string][]int{}
	var order [][2]string
	for _, e := range errs {
		mistake := [2]string{e.Column, p.Say(e.Text)}
		if lines[mistake] == nil {
			order = append(order, mistake)
		}
		lines[mistake] = append(lines[mistake], e.Line)
	}
	v.More = len(order) > shownErrors || upload.Cut(errs)
	for _, mistake := range order[:min(len(order), shownErrors)] {
		at := lines[mistake]
		v.Cells = append(v.Cells, ErrorRow{Rows: p.Int(len(at)), Lines: first(p, at), Column: mistake[0], Text: mistake[1]})
	}
	return v
}

// NewNotices returns what may be meant in a file.
func NewNotices(p page.Page, notices []upload.RowError) ErrorTable {
	v := NewErrorTable(p, notices)
	v.Name = p.T("upload.notices")
	return v
}

// shownLines is how many lines of equal mistakes are named.
const shownLines = 5

// first names the first of some lines.
func first(p page.Page, lines []int) string {
	var named []string
	for _, line := range lines[:min(len(lines), shownLines)] {
		named = append(named, p.Int(line))
	}
	if len(lines) > shownLines {
		named = append(named, "…")
	}
	return strings.Join(named, ", ")
}
