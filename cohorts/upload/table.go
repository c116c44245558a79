package upload

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
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

// Table is a file of rows, whatever its columns mean.
type Table struct {
	Header []string
	Rows   []Row
}

// Chunks returns the rows as a User takes them.
func (t Table) Chunks() Chunks {
	return func(yield func([]Row, error) bool) {
		for rows := range slices.Chunk(t.Rows, Chunk) {
			if !yield(rows, nil) {
				return
			}
		}
	}
}

// ReadTable reads a CSV file, of any of the usual encodings and separators. It returns what is wrong where it cannot be read
// as a table at all.
func ReadTable(file io.Reader) (Table, []RowError, error) {
	var t Table
	text, err := readText(file)
	if err != nil {
		return t, nil, err
	}
	if isBinary(text) {
		return t, []RowError{{Line: 1, Text: base.T("import.not_text")}}, nil
	}
	reader := csv.NewReader(bytes.NewReader(text))
	reader.Comma = separatorOf(text)
	reader.FieldsPerRecord = -1 // a row of another width is a bad row, not the end of reading
	t.Header, err = reader.Read()
	switch {
	case errors.Is(err, io.EOF):
		return t, []RowError{{Line: 1, Text: base.T("import.empty")}}, nil
	case err != nil:
		return t, csvError(err), faultOf(err)
	case len(t.Header) > maxFileColumns:
		return t, []RowError{{Line: 1, Text: base.T("import.too_wide", "Columns", maxFileColumns)}}, nil
	case sizeOf(t.Header) > maxHeaderBytes:
		return t, []RowError{{Line: 1, Text: base.T("import.row_long")}}, nil
	}
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return t, nil, nil
		}
		if err != nil {
			return t, csvError(err), faultOf(err)
		}
		line, _ := reader.FieldPos(0)
		if sizeOf(cells) > maxRowBytes { // longer than any row should be: often a quotation mark is missing before it
			return t, []RowError{{Line: line, Text: base.T("import.row_long")}}, nil
		}
		t.Rows = append(t.Rows, Row{line, cells})
	}
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
