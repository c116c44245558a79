package cohorts

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// fixedColumns are the columns of an import file that are not attributes.
var fixedColumns = []string{"ref", "group", "name", "email", "phone", "language"}

// maxColumns bounds a file's width: the fixed columns and as many attributes as a participant may have.
const maxColumns = 26

// table is a CSV file whose shape is right: every row has a cell for every column and a ref of its own.
type table struct {
	columns []string
	rows    [][]string
	lines   []int // where each row begins in the file
}

// readTable reads a CSV file and reports what is wrong with its shape.
func readTable(file io.Reader) (table, ImportReport, error) {
	var t table
	var report ImportReport
	limited := &io.LimitedReader{R: file, N: MaxImportBytes + 1}
	reader := csv.NewReader(withoutMark(limited))
	reader.FieldsPerRecord = -1 // a row of another width is a bad row, not the end of reading
	header, err := reader.Read()
	switch {
	case errors.Is(err, io.EOF):
		report.add(RowError{Line: 1, Text: T("import.empty")})
		return t, report, nil
	case err != nil:
		report.add(csvError(err)...)
		return t, report, faultOf(err)
	}
	t.columns = tidyHeader(header)
	if report.add(headerErrors(t.columns)...); len(report.Errors) > 0 {
		return t, report, nil
	}
	firstLine := map[string]int{}
	for {
		row, err := reader.Read()
		if errors.Is(err, io.EOF) || limited.N <= 0 {
			break
		}
		if err != nil {
			report.add(csvError(err)...)
			return t, report, faultOf(err)
		}
		line, _ := reader.FieldPos(0)
		report.Rows++
		report.add(t.append(row, line, firstLine)...)
	}
	if limited.N <= 0 {
		return t, report, Refuse(TooLarge, "import.too_large", "Megabytes", MaxImportBytes>>20)
	}
	return t, report, nil
}

// withoutMark skips the byte order mark with which spreadsheets begin a file.
func withoutMark(file io.Reader) io.Reader {
	const mark = "\ufeff"
	r := bufio.NewReader(file)
	if start, _ := r.Peek(len(mark)); string(start) == mark { // an error comes again with the next read
		_, _ = r.Discard(len(mark))
	}
	return r
}

// append takes one row in, or answers what is wrong with it.
func (t *table) append(row []string, line int, firstLine map[string]int) []RowError {
	if len(row) != len(t.columns) {
		return []RowError{{Line: line, Text: T("import.width", "Cells", len(row), "Columns", len(t.columns))}}
	}
	for i := range row {
		if !utf8.ValidString(row[i]) {
			return []RowError{{Line: line, Column: t.columns[i], Text: T("import.utf8")}}
		}
		row[i] = strings.TrimSpace(row[i])
	}
	ref := row[slices.Index(t.columns, "ref")]
	if first, ok := firstLine[ref]; ok && ref != "" {
		return []RowError{{Line: line, Column: "ref", Text: T("import.duplicate", "Line", first)}}
	}
	firstLine[ref] = line
	t.rows, t.lines = append(t.rows, row), append(t.lines, line)
	return nil
}

func tidyHeader(header []string) []string {
	columns := make([]string, len(header))
	for i, name := range header {
		name = strings.TrimSpace(name)
		if fixed := strings.ToLower(name); slices.Contains(fixedColumns, fixed) {
			name = fixed
		}
		columns[i] = name
	}
	return columns
}

func headerErrors(columns []string) []RowError {
	var errs []RowError
	for i, name := range columns {
		switch {
		case slices.Contains(columns[:i], name):
			errs = append(errs, RowError{1, name, T("import.column_twice")})
		case !attributePattern.MatchString(name) || utf8.RuneCountInString(name) > 40:
			errs = append(errs, RowError{1, name, T("import.column_name")})
		}
	}
	if !slices.Contains(columns, "ref") {
		errs = append(errs, RowError{1, "ref", T("import.no_ref")})
	}
	if len(columns) > maxColumns {
		errs = append(errs, RowError{1, "", T("import.too_wide", "Columns", maxColumns)})
	}
	return errs
}

// csvError says which row is not CSV; faultOf answers what of a reading error is not the file's doing.
func csvError(err error) []RowError {
	var bad *csv.ParseError
	if !errors.As(err, &bad) {
		return nil
	}
	return []RowError{{Line: bad.StartLine, Text: T("import.not_csv")}}
}

func faultOf(err error) error {
	var bad *csv.ParseError
	if errors.As(err, &bad) {
		return nil
	}
	return fmt.Errorf("reading the file: %w", err)
}

// with answers p as a row of an import file says it should be.
func (p Participant) with(columns, row []string) Participant {
	p.Attributes = maps.Clone(p.Attributes)
	if p.Attributes == nil {
		p.Attributes = map[string]string{}
	}
	for i, name := range columns {
		switch value := row[i]; name {
		case "ref":
			p.Ref = value
		case "group":
			p.Group = Group(strings.ToLower(value))
		case "name":
			p.Name = value
		case "email":
			p.Email = value
		case "phone":
			p.Phone = value
		case "language":
			p.Language = strings.ToLower(value)
		default:
			p.Attributes[name] = value
		}
	}
	return p.tidy()
}

// columnOf answers the file's column for a field that Check names: attributes[site] is column site.
func columnOf(field string) string {
	if rest, ok := strings.CutPrefix(field, "attributes["); ok {
		return strings.TrimSuffix(rest, "]")
	}
	return field
}
