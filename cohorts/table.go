package cohorts

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"

	"soundings/cohorts/base"
)

// Limits of a file: how wide it may be, and how long one of its rows.
const (
	maxFileColumns = 200
	maxHeaderBytes = 20_000
	maxRowBytes    = 6000
)

// Row is one row of a file as it stands there.
type Row struct {
	Line  int // where it begins in the file; the header is line 1
	Cells []string
}

// Table is a file of rows, whatever its columns mean.
type Table struct {
	Header []string
	Rows   []Row
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
