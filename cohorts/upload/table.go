package upload

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"soundings/cohorts/base"
)

// Limits of a file: how wide it may be, and how long one of its rows.
const (
	maxFileColumns = 200
	maxHeaderBytes = 20_000
	maxRowBytes    = 6000
)

// RowError is one bad cell of a file.
type RowError struct {
	Line   int    // in the file; the header is line 1
	Column string // as in the header; empty: the whole row
	Text   base.Text
}

// maxRowErrors is how many bad cells one report names.
const maxRowErrors = 1000

// RowErrors are the bad cells of a report: no more than there is room for, however bad a file is.
type RowErrors []RowError

// Add adds those for which there is room.
func (l *RowErrors) Add(errs ...RowError) {
	*l = append(*l, errs[:min(len(errs), maxRowErrors-len(*l))]...)
}

// Cut reports whether a list holds as many bad cells as a report names, so that there may be more.
func Cut(errs []RowError) bool { return len(errs) >= maxRowErrors }

// Row is one row of a file as it stands there.
type Row struct {
	Line  int // where it begins in the file; the header is line 1
	Cells []string
}

// Wrong returns what is wrong with a row whatever its columns are, by the names that the errors are to have. Of a column that
// is left out, "", a cell may hold anything.
func (r Row) Wrong(columns, names []string) []RowError {
	if len(r.Cells) != len(columns) {
		return []RowError{{Line: r.Line, Text: base.T("import.width", "Cells", len(r.Cells), "Columns", len(columns))}}
	}
	for i, cell := range r.Cells {
		if columns[i] != "" && !utf8.ValidString(cell) {
			return []RowError{{Line: r.Line, Column: names[i], Text: base.T("import.utf8")}}
		}
	}
	return nil
}

// Table is a file of rows, whatever its columns mean. Its rows are packed: a file may be large.
type Table struct {
	Header []string
	Empty  int // rows that were passed over, since nothing stands in them
	Sheets Sheets

	rows packed
	used []bool // the columns in which something stands
	goes []bool // those that are left out; nil: none are
}

// Sheets are those of a spreadsheet in which something stands, and the one that is read. Of other files there are none.
type Sheets struct {
	Read string
	All  []string
}

// Told is what somebody says of a file that it does not tell itself.
type Told struct {
	Letters Letters // how it writes letters with accents; empty: as they tell
	Sheet   string  // which sheet of a spreadsheet is read; empty: the first that is shown and in which something stands
}

// Len returns how many rows there are.
func (t Table) Len() int { return t.rows.count }

// Chunks returns the rows as a User takes them.
func (t Table) Chunks() Chunks {
	return func(yield func([]Row, error) bool) {
		for _, chunk := range t.rows.chunks {
			rows, err := unpack(chunk)
			for i := range rows {
				if t.goes != nil {
					rows[i].Cells = without(rows[i].Cells, t.goes)
				}
			}
			if !yield(rows, err) || err != nil {
				return
			}
		}
	}
}

// ReadTable reads an .xlsx or CSV file, of any of the usual encodings and separators. It returns what is wrong where it cannot be read as a table at all.
func ReadTable(file io.Reader, told Told) (Table, []RowError, error) {
	all, err := readAll(file)
	switch {
	case err != nil:
		return Table{}, nil, err
	case isSheet(all):
		return readSheet(all, told.Sheet)
	case isOldSheet(all):
		return Table{}, []RowError{{Line: 1, Text: base.T("import.old_sheet")}}, nil
	}
	text, bad, err := textOf(all, told.Letters)
	if err != nil || bad != nil {
		return Table{}, bad, err
	}
	if isBinary(text) {
		return Table{}, []RowError{{Line: 1, Text: base.T("import.not_text")}}, nil
	}
	text = lines(text)
	reader := csv.NewReader(bytes.NewReader(text))
	reader.Comma = separatorOf(text)
	reader.FieldsPerRecord = -1 // a row of another width is a bad row, not the end of reading
	return tableOf(func() (Row, error) {
		cells, err := reader.Read()
		if err != nil {
			return Row{}, err
		}
		line, _ := reader.FieldPos(0)
		return Row{line, cells}, nil
	})
}

// tableOf makes a table of the rows that next returns one by one, until it returns io.EOF. The first in which something
// stands is the header.
func tableOf(next func() (Row, error)) (Table, []RowError, error) {
	var t Table
	for {
		row, err := next()
		switch {
		case errors.Is(err, io.EOF) && t.Header == nil:
			return t, []RowError{{Line: 1, Text: base.T("import.empty")}}, nil
		case errors.Is(err, io.EOF):
			t.leaveOut()
			return t, nil, t.rows.close()
		case err != nil:
			return t, csvError(err), faultOf(err)
		}
		if bad, err := t.add(row); bad != nil || err != nil {
			return t, bad, err
		}
	}
}

// add adds the next row of a file. Cells that are missing at the end of a row are empty, and empty ones that it has behind the
// last column are none.
func (t *Table) add(row Row) ([]RowError, error) {
	switch {
	case t.Header == nil && row.isBlank():
	case t.Header == nil:
		t.Header = row.Cells
		for n := len(t.Header); n > maxFileColumns && isBlank(t.Header[n-1]); n-- {
			t.Header = t.Header[:n-1]
		}
		t.used = make([]bool, len(t.Header))
		return headerTooLong(t.Header), nil
	case sizeOf(row.Cells) > maxRowBytes: // longer than any row should be: often a quotation mark is missing before it
		return []RowError{{Line: row.Line, Text: base.T("import.row_long")}}, nil
	case row.isBlank():
		t.Empty++
	default:
		for len(row.Cells) < len(t.Header) {
			row.Cells = append(row.Cells, "")
		}
		for n := len(row.Cells); n > len(t.Header) && isBlank(row.Cells[n-1]); n-- {
			row.Cells = row.Cells[:n-1]
		}
		for i := range t.used {
			t.used[i] = t.used[i] || !isBlank(row.Cells[i])
		}
		return nil, t.rows.add(row)
	}
	return nil, nil
}

// headerTooLong returns what is wrong with a header that is too wide or too long.
func headerTooLong(header []string) []RowError {
	switch {
	case len(header) > maxFileColumns:
		return []RowError{{Line: 1, Text: base.T("import.too_wide", "Columns", maxFileColumns)}}
	case sizeOf(header) > maxHeaderBytes:
		return []RowError{{Line: 1, Text: base.T("import.row_long")}}
	}
	return nil
}

// leaveOut leaves out the columns that have no name and in which nothing stands.
func (t *Table) leaveOut() {
	goes := make([]bool, len(t.Header))
	for i, name := range t.Header {
		if goes[i] = isBlank(name) && !t.used[i]; goes[i] {
			t.goes = goes
		}
	}
	if t.goes != nil {
		t.Header = without(t.Header, t.goes)
	}
}

// without returns the cells that are not of a column that goes; those behind the last column stay.
func without(cells []string, goes []bool) []string {
	kept := cells[:0]
	for i, cell := range cells {
		if i >= len(goes) || !goes[i] {
			kept = append(kept, cell)
		}
	}
	return kept
}

// isBlank reports whether nothing stands in any cell of the row.
func (r Row) isBlank() bool {
	return !slices.ContainsFunc(r.Cells, func(cell string) bool { return !isBlank(cell) })
}

// isBlank reports whether nothing that one could see stands in a cell.
func isBlank(cell string) bool { return Trim(cell) == "" }

// Trim returns a cell without blanks and what cannot be seen around it.
func Trim(cell string) string {
	return strings.TrimFunc(cell, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) })
}

func sizeOf(cells []string) int {
	size := 0
	for _, c := range cells {
		size += len(c)
	}
	return size
}

// csvError says which row is not CSV; faultOf returns what of a reading error is not the file's doing.
func csvError(err error) []RowError {
	var bad *csv.ParseError
	if !errors.As(err, &bad) {
		return nil
	}
	return []RowError{{Line: bad.StartLine, Text: base.T("import.not_csv")}}
}

func faultOf(err error) error {
	var bad *csv.ParseError
	if errors.As(err, &bad) {
		return nil
	}
	return fmt.Errorf("reading the file: %w", err)
}
