package page

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"soundings/cohorts/base"
)

// sheetOf returns the file that a sheet makes of these rows, opened.
func sheetOf(t *testing.T, rows ...[]any) *excelize.File {
	t.Helper()
	var file bytes.Buffer
	s, err := NewSheet(&file)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if err := s.WriteCells(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Flush(); err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range archive.File { // Excel takes no file of which a part is not quite XML
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		for d := xml.NewDecoder(r); err == nil; {
			_, err = d.Token()
		}
		if !errors.Is(err, io.EOF) {
			t.Errorf("%s is no XML: %v", part.Name, err)
		}
	}
	book, err := excelize.OpenReader(&file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = book.Close() })
	return book
}

// A cell is of the type of its value: texts are never formulas, numbers can be added up, days are days.
func TestCellsOfASheet(t *testing.T) {
	day := func(year int, month time.Month, day int) base.Day {
		return base.Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
	}
	for _, c := range []struct {
		value any
		kind  excelize.CellType // as the file says it
		raw   string            // what it holds
		shown string            // what is seen
	}{
		{"María", excelize.CellTypeInlineString, "María", "María"},
		{"", excelize.CellTypeUnset, "", ""},
		{nil, excelize.CellTypeUnset, "", ""},
		{"=1+1", excelize.CellTypeInlineString, "=1+1", "=1+1"},
		{"=cmd|' /C calc'!A0", excelize.CellTypeInlineString, "=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"},
		{"@SUM(A1)", excelize.CellTypeInlineString, "@SUM(A1)", "@SUM(A1)"},
		{"007", excelize.CellTypeInlineString, "007", "007"},
		{"1e5", excelize.CellTypeInlineString, "1e5", "1e5"},
		{"2027-03-31", excelize.CellTypeInlineString, "2027-03-31", "2027-03-31"},
		{"TRUE", excelize.CellTypeInlineString, "TRUE", "TRUE"},
		{" two\nlines\t& <tags> \"quoted\" ", excelize.CellTypeInlineString, " two\nlines\t& <tags> \"quoted\" ", " two\nlines\t& <tags> \"quoted\" "},
		{"\x01 and \r", excelize.CellTypeInlineString, "\x01 and \r", "\x01 and \r"},
		{"_x0041_", excelize.CellTypeInlineString, "_x0041_", "_x0041_"},
		{"🙂", excelize.CellTypeInlineString, "🙂", "🙂"},
		{12.5, excelize.CellTypeUnset, "12.5", "12.5"},
		{-3.0, excelize.CellTypeUnset, "-3", "-3"},
		{100000000.0, excelize.CellTypeUnset, "100000000", "100000000"},
		{day(2027, 3, 31), excelize.CellTypeUnset, "46477", "03-31-27"},
		{day(1900, 1, 1), excelize.CellTypeUnset, "1", "01-01-00"},
		{day(1900, 2, 28), excelize.CellTypeUnset, "59", "02-28-00"},
		{day(1900, 3, 1), excelize.CellTypeUnset, "61", "03-01-00"},
		{day(1899, 12, 31), excelize.CellTypeInlineString, "1899-12-31", "1899-12-31"},
		{day(2099, 12, 31), excelize.CellTypeUnset, "73050", "12-31-99"},
		{time.Date(2027, 3, 31, 18, 0, 0, 0, time.UTC), excelize.CellTypeUnset, "46477.75", "3/31/27 18:00"},
		{time.Date(2027, 3, 31, 23, 59, 59, 0, time.UTC), excelize.CellTypeUnset, "46477.999988426", "3/31/27 23:59"},
	} {
		book := sheetOf(t, []any{"header"}, []any{c.value})
		kind, err := book.GetCellType("Soundings", "A2")
		if err != nil || kind != c.kind {
			t.Errorf("%v is of type %d, not %d: %v", c.value, kind, c.kind, err)
		}
		raw, _ := book.GetCellValue("Soundings", "A2", excelize.Options{RawCellValue: true})
		shown, _ := book.GetCellValue("Soundings", "A2")
		if formula, _ := book.GetCellFormula("Soundings", "A2"); raw != c.raw || shown != c.shown || formula != "" {
			t.Errorf("%v holds %q and shows %q, formula %q; wanted %q and %q", c.value, raw, shown, formula, c.raw, c.shown)
		}
	}
	s, err := NewSheet(io.Discard)
	if err != nil || s.WriteCells([]any{struct{}{}}) == nil {
		t.Errorf("a cell of nothing known is written: %v", err)
	}
}

// A sheet has room for so many rows, header and all; more are refused, before and while it is written.
func TestRowsOfASheet(t *testing.T) {
	for rows, fits := range map[int]bool{0: true, 1: true, MaxSheetRows - 1: true, MaxSheetRows: false, 2 * MaxSheetRows: false} {
		if err := FitsSheet(rows); (err == nil) != fits || err != nil && !base.IsCode(err, base.Conflict) {
			t.Errorf("%d rows: %v", rows, err)
		}
	}
	s, err := NewSheet(io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	for n := range MaxSheetRows {
		if err := s.WriteCells(nil); err != nil {
			t.Fatal(n, err)
		}
	}
	if err := s.Write([]string{"one too many"}); !base.IsCode(err, base.Conflict) {
		t.Errorf("one row too many: %v", err)
	}
}

// However many rows there are, a sheet holds none of them back.
func TestASheetKeepsNothing(t *testing.T) {
	row := []any{strings.Repeat("long ", 100), 12.5, time.Date(2027, 3, 31, 18, 0, 0, 0, time.UTC)}
	s, err := NewSheet(io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	write := func() {
		if err := s.WriteCells(row); err != nil {
			t.Fatal(err)
		}
	}
	held := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	for range 1000 { // what packs the rows has its room then
		write()
	}
	before := held()
	for range 100_000 { // of 50 MB
		write()
	}
	if after := held(); after > before+1<<20 {
		t.Errorf("%d bytes are held back", after-before)
	}
	if err := s.Flush(); err != nil {
		t.Error(err)
	}
}

// What is written arrives while the rest is still to come, and what goes wrong on the way is told.
func TestASheetIsSentAsItComes(t *testing.T) {
	w := &short{left: 50_000}
	s, err := NewSheet(w)
	for n := 0; err == nil; n++ {
		if n > 1_000_000 {
			t.Fatal("nothing is sent")
		}
		err = s.Write([]string{fmt.Sprint("row ", n, n*7919)})
	}
	if !errors.Is(err, io.ErrShortWrite) || s.Flush() == nil {
		t.Errorf("a reader who went away: %v", err)
	}
}

// short is a writer that takes so many bytes.
type short struct{ left int }

func (s *short) Write(p []byte) (int, error) {
	if s.left -= len(p); s.left < 0 {
		return 0, io.ErrShortWrite
	}
	return len(p), nil
}
