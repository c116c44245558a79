package upload

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"soundings/cohorts/base"
)

// sheet returns an .xlsx file with some rows, the cells of column C in a number format.
func sheet(t *testing.T, format string, rows ...[]any) []byte {
	t.Helper()
	book := excelize.NewFile()
	for i, row := range rows {
		if err := book.SetSheetRow("Sheet1", must(excelize.CoordinatesToCellName(1, i+1)), &row); err != nil {
			t.Fatal(err)
		}
	}
	if format != "" {
		style := must(book.NewStyle(&excelize.Style{CustomNumFmt: &format}))
		if err := book.SetCellStyle("Sheet1", "C2", "C9", style); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A spreadsheet is read as the file of text that it could have been saved as; days have the year first.
func TestReadSheet(t *testing.T) {
	day := time.Date(1950, 2, 28, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		about, format string
		value         any
		want          string
	}{
		{"a text", "", "Núñez", "Núñez"},
		{"a number", "General", 42, "42"},
		{"a long number", "General", 123456789012345, "123456789012345"},
		{"a day, the month first", "m/d/yy", day, "1950-02-28"},
		{"a day, the day first", "dd/mm/yyyy", day, "1950-02-28"},
		{"a day in words", "d mmm yyyy", day, "1950-02-28"},
		{"a day with a time", "m/d/yyyy h:mm", day.Add(15 * time.Hour), "1950-02-28 15:00:00"},
		{"a postal code", "00000", 1234, "01234"},
		{"nothing", "", "", ""},
	} {
		file := sheet(t, c.format, []any{"ref", "name", "x", nil}, []any{"P-1", "Ana", c.value}, []any{nil, " ", nil}, []any{"P-2", "Bo"})
		table, bad, err := ReadTable(bytes.NewReader(file), Told{})
		if err != nil || bad != nil || table.Len() != 2 {
			t.Fatal(c.about, says(bad), err, table)
		}
		equal(t, c.about, strings.Join(table.Header, "|"), "ref|name|x")
		equal(t, c.about, strings.Join(table.all()[0].Cells, "|"), "P-1|Ana|"+c.want)
		equal(t, c.about, table.all()[1].Line, 4)
	}
}

// What is packed and no spreadsheet is said so, and what would grow beyond the limit is refused.
func TestSheetsThatAreNone(t *testing.T) {
	packed := func(name string, size int) []byte {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		part := must(w.Create(name))
		zeros := make([]byte, 1<<20)
		for range size {
			must(part.Write(zeros))
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	whole := sheet(t, "", []any{"ref"}, []any{"P-1"})
	for about, c := range map[string]struct {
		file []byte
		want string
	}{
		"another archive": {packed("photo.jpg", 1), "1 : import.not_sheet"}, "half a sheet": {whole[:len(whole)/2], "1 : import.not_sheet"},
		"an empty sheet": {sheet(t, ""), "1 : import.empty"}, "a sheet of before": {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "1 : import.old_sheet"},
		"a PDF": {[]byte("%PDF-1.7\n1 0 obj\n"), "1 : import.not_text"}, "a page that calls itself .xls": {[]byte("\r\n<HTML><table>"), "1 : import.not_text"},
		"only the beginning": {[]byte("PK\x03\x04"), "1 : import.not_sheet"},
	} {
		_, bad, err := ReadTable(bytes.NewReader(c.file), Told{})
		if err != nil {
			t.Errorf("%s: %v", about, err)
		}
		equal(t, about, says(bad), c.want)
	}
	bomb := packed("xl/worksheets/sheet1.xml", maxUnpacked>>20+1)
	if _, _, err := ReadTable(bytes.NewReader(bomb), Told{}); !base.IsCode(err, base.TooLarge) || len(bomb) > 1<<20 {
		t.Errorf("a bomb of %d bytes: %v", len(bomb), err)
	}
}
