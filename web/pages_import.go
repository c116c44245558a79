package web

import "soundings/web/texts"

// ImportPage takes a CSV file, field "file", and lists the imports of the last hours.
type ImportPage struct {
	Page
	Imports []ImportRow
}

// ImportRow is one import in a list.
type ImportRow struct {
	File  Link
	State Badge
	Rows  string
	At    string
}

// ImportedPage shows one import; State is waiting, running or finished. Where it waits it takes where each column goes;
// _action is check, import or discard.
type ImportedPage struct {
	Page
	ID       string
	File     string
	State    string
	Rows     string
	Report   ImportReport
	Columns  []ImportColumn // waiting
	Progress Progress       // running
}

// Progress is how many rows of how many are applied, and the same in words.
type Progress struct {
	Done, All int
	Text      string
}

// ImportColumn is one column of a file and where it may go: a select, and the name of the attribute if it is to be one.
type ImportColumn struct {
	Name      string
	Example   string
	Field     string
	Options   []Option
	Attribute string // the name of the input
	As        string // what stands in it
}

// ImportReport is what an import did, or would do.
type ImportReport struct {
	Added, Changed, Unchanged, Bad string
	Good                           bool // there are rows, and no mistakes
	Rows                           bool // rows are bad, not only columns: they can be downloaded
	Errors                         ImportErrors
}

// ImportErrors are bad cells of a file.
type ImportErrors struct {
	texts.Printer
	Cells []ImportError
	More  bool // there are more than are shown
}

// ImportError is one bad cell.
type ImportError struct {
	Line   int
	Column string
	Text   string
}

func (ImportPage) template() string   { return "team/import" }
func (ImportedPage) template() string { return "team/imported" }
