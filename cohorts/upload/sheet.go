package upload

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"soundings/cohorts/base"
)

// isSheet reports whether a file is packed as spreadsheets of today are; isOldSheet those of before 2007, and those under a
// password.
func isSheet(file []byte) bool    { return bytes.HasPrefix(file, []byte("PK\x03\x04")) }
func isOldSheet(file []byte) bool { return bytes.HasPrefix(file, []byte("\xd0\xcf\x11\xe0")) }

// maxUnpacked is how large a spreadsheet may be once it is unpacked.
const maxUnpacked = MaxBytes

// readSheet reads a sheet of an .xlsx file: the one of this name, or else the first in which something stands. Those that are
// shown go before those that are hidden.
func readSheet(file []byte, asked string) (Table, []RowError, error) {
	noSheet := []RowError{{Line: 1, Text: base.T("import.not_sheet")}}
	size, err := unpacked(file)
	switch {
	case err != nil:
		return Table{}, noSheet, nil
	case size > maxUnpacked:
		return Table{}, nil, TooLarge()
	}
	// Nothing is put into temporary files: it would lie there in the open.
	book, err := excelize.OpenReader(bytes.NewReader(file), excelize.Options{UnzipSizeLimit: maxUnpacked + 1, UnzipXMLSizeLimit: maxUnpacked + 1})
	if err != nil {
		return Table{}, noSheet, nil
	}
	defer book.Close()
	old := false
	if props, err := book.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		old = *props.Date1904
	}
	sheets, err := filled(book)
	switch {
	case err != nil:
		return Table{}, noSheet, nil
	case len(sheets) == 0:
		return Table{}, []RowError{{Line: 1, Text: base.T("import.empty")}}, nil
	case asked == "":
		asked = sheets[0]
	case !slices.Contains(sheets, asked):
		return Table{}, []RowError{{Line: 1, Text: base.T("import.sheet_unknown", "Sheet", asked, "Sheets", strings.Join(sheets, ", "))}}, nil
	}
	t, bad, err := readRows(book, asked, old)
	if err != nil {
		return t, noSheet, nil
	}
	t.Sheets = Sheets{asked, sheets}
	return t, bad, nil
}

// filled lists the sheets in which something stands, those that are shown first.
func filled(book *excelize.File) ([]string, error) {
	var shown, hidden []string
	for _, name := range book.GetSheetList() {
		rows, err := book.Rows(name)
		if err != nil {
			continue // it has no rows: it is a chart
		}
		blank := true
		for blank && rows.Next() {
			cells, err := rows.Columns()
			if err != nil {
				return nil, err
			}
			blank = Row{Cells: cells}.isBlank()
		}
		_ = rows.Close() // it was only read
		if seen, err := book.GetSheetVisible(name); blank {
			continue
		} else if err == nil && !seen {
			hidden = append(hidden, name)
		} else {
			shown = append(shown, name)
		}
	}
	return append(shown, hidden...), nil
}

// unpacked returns how large the parts of a packed file are together, whatever it says of them itself; at most one byte more
// than there may be.
func unpacked(file []byte) (int64, error) {
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return 0, fmt.Errorf("unpack a spreadsheet: %w", err)
	}
	var size int64
	for _, part := range archive.File {
		r, err := part.Open()
		if err != nil {
			return 0, fmt.Errorf("unpack a spreadsheet: %w", err)
		}
		n, err := io.Copy(io.Discard, io.LimitReader(r, maxUnpacked+1-size))
		_ = r.Close() // it was only read
		if size += n; size > maxUnpacked {
			return size, nil
		}
		if err != nil {
			return 0, fmt.Errorf("unpack a spreadsheet: %w", err)
		}
	}
	return size, nil
}

// readRows makes a table of a sheet; old counts days from 1904, as Excel for Mac once did.
func readRows(book *excelize.File, sheet string, old bool) (Table, []RowError, error) {
	shown, err := book.Rows(sheet)
	if err != nil {
		return Table{}, nil, err
	}
	defer shown.Close()
	raw, err := book.Rows(sheet)
	if err != nil {
		return Table{}, nil, err
	}
	defer raw.Close()
	line := 0
	return tableOf(func() (Row, error) {
		if !shown.Next() || !raw.Next() {
			return Row{}, io.EOF
		}
		line++
		cells, err := shown.Columns()
		if err != nil {
			return Row{}, err
		}
		values, err := raw.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return Row{}, err
		}
		for i := range min(len(cells), len(values)) {
			cells[i] = cellOf(cells[i], values[i], old)
		}
		return Row{line, cells}, nil
	})
}

var digits = regexp.MustCompile(`\d+`)

// cellOf returns a cell as a file of text would have it: as it is shown, but days with the year first whatever their order, and
// long numbers with all their digits.
func cellOf(shown, raw string, old bool) string {
	serial, err := strconv.ParseFloat(raw, 64)
	if err != nil || shown == raw {
		return shown
	}
	if strings.Contains(shown, "E+") {
		return raw
	}
	at, err := excelize.ExcelDateToTime(serial, old)
	if err != nil || serial < 1 {
		return shown
	}
	at = at.Round(time.Second)
	parts := digits.FindAllString(shown, -1)
	has := func(all ...string) bool {
		return slices.ContainsFunc(all, func(part string) bool { return slices.Contains(parts, part) })
	}
	if !has(at.Format("2006"), at.Format("06")) || !has(at.Format("2"), at.Format("02")) || len(parts) < 2 {
		return shown
	}
	if at.Hour() == 0 && at.Minute() == 0 && at.Second() == 0 {
		return at.Format(time.DateOnly)
	}
	return at.Format(time.DateTime)
}
