package page

import (
	"archive/zip"
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
)

// SheetType is the media type of a spreadsheet, as .xlsx.
const SheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// MaxSheetRows is how many rows a sheet has room for, the header among them.
const MaxSheetRows = 1 << 20

// FitsSheet refuses to make a spreadsheet of so many rows below the header, if they are more than it has room for.
func FitsSheet(rows int) error {
	if rows < MaxSheetRows {
		return nil
	}
	return base.Refuse(base.Conflict, "sheet.rows", "Limit", MaxSheetRows-1)
}

// RowWriter is a file of rows that is being written.
type RowWriter interface {
	Write(row []string) error
	Flush() error
}

// Sheet writes a spreadsheet as it gets its rows, and keeps none. What is a text is marked as one, so that no program takes it
// for a formula, a number or a day. Nothing is put into temporary files, where it would lie in the open.
type Sheet struct {
	archive *zip.Writer
	rows    *bufio.Writer
	n       int
}

// NewSheet returns a Sheet that writes to w.
func NewSheet(w io.Writer) (*Sheet, error) {
	s := &Sheet{archive: zip.NewWriter(w)}
	for _, part := range sheetParts {
		if err := s.begin(part.name); err != nil {
			return nil, err
		}
		_, _ = s.rows.WriteString(xml.Header + part.text) // Flush tells what goes wrong
	}
	return s, nil
}

// StartSheet begins an answer that a browser keeps as a spreadsheet of this name.
func StartSheet(c echo.Context, name string) (*Sheet, error) {
	Download(c, SheetType, name)
	return NewSheet(c.Response())
}

// begin begins the next part of the file.
func (s *Sheet) begin(name string) error {
	if s.rows != nil {
		if err := s.rows.Flush(); err != nil {
			return fmt.Errorf("writing a spreadsheet: %w", err)
		}
	}
	part, err := s.archive.Create(name)
	if err != nil {
		return fmt.Errorf("writing a spreadsheet: %w", err)
	}
	s.rows = bufio.NewWriter(part)
	return nil
}

// Write writes a row of texts.
func (s *Sheet) Write(row []string) error {
	cells := make([]any, len(row))
	for i, text := range row {
		cells[i] = text
	}
	return s.WriteCells(cells)
}

// WriteCells writes a row of texts, numbers as float64, days as base.Day, moments as time.Time in UTC, and nil for nothing.
func (s *Sheet) WriteCells(row []any) error {
	if err := FitsSheet(s.n); err != nil {
		return err
	}
	s.n++
	_, _ = s.rows.WriteString("<row>")
	for _, cell := range row {
		if err := s.cell(cell); err != nil {
			return err
		}
	}
	_, err := s.rows.WriteString("</row>")
	return err
}

// The looks of cells, as sheetParts lists them: days and moments in the order of whoever reads them.
const (
	dayLook    = 1
	momentLook = 2
)

func (s *Sheet) cell(value any) error {
	switch value := value.(type) {
	case nil:
		_, err := s.rows.WriteString("<c/>")
		return err
	case float64:
		return s.number(value, 0)
	case base.Day:
		return s.date(time.Time(value), dayLook, time.DateOnly)
	case time.Time:
		return s.date(value, momentLook, time.RFC3339)
	case string:
		return s.text(value)
	}
	return fmt.Errorf("a spreadsheet has no cells of type %T", value)
}

func (s *Sheet) number(x float64, look int) error {
	_, err := fmt.Fprintf(s.rows, `<c s="%d"><v>%s</v></c>`, look, strconv.FormatFloat(x, 'f', -1, 64))
	return err
}

// date writes a date as the number that spreadsheets keep of it: days since the end of 1899, and a day more from March 1900 on, as
// they take that year for a leap year. What is before is a text.
func (s *Sheet) date(at time.Time, look int, layout string) error {
	days := at.Sub(time.Date(1899, 12, 31, 0, 0, 0, 0, time.UTC)).Seconds() / (24 * 60 * 60)
	if days >= 60 {
		days++
	}
	if days < 1 {
		return s.text(at.Format(layout))
	}
	return s.number(math.Round(days*1e9)/1e9, look)
}

// text writes a text, none of which is as long here as a cell has room for.
func (s *Sheet) text(text string) error {
	if text == "" {
		_, err := s.rows.WriteString("<c/>")
		return err
	}
	_, _ = s.rows.WriteString(`<c t="inlineStr"><is><t xml:space="preserve">`)
	if err := xml.EscapeText(s.rows, []byte(escaped(text))); err != nil {
		return err
	}
	_, err := s.rows.WriteString("</t></is></c>")
	return err
}

// coded finds what a spreadsheet would read as a character by its number.
var coded = regexp.MustCompile(`_(x[0-9A-Fa-f]{4}_)`)

// escaped writes characters that XML has no place for by their numbers.
func escaped(text string) string {
	text = coded.ReplaceAllString(text, "_x005F_$1")
	if !strings.ContainsFunc(text, isControl) {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if isControl(r) {
			fmt.Fprintf(&b, "_x%04X_", r)
			continue
		}
		_, _ = b.WriteRune(r)
	}
	return b.String()
}

func isControl(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' || r == 0xfffe || r == 0xffff
}

// Flush writes what is still held back, and the end of the file.
func (s *Sheet) Flush() error {
	_, _ = s.rows.WriteString("</sheetData></worksheet>")
	if err := s.rows.Flush(); err != nil {
		return fmt.Errorf("writing a spreadsheet: %w", err)
	}
	if err := s.archive.Close(); err != nil {
		return fmt.Errorf("writing a spreadsheet: %w", err)
	}
	return nil
}

// sheetParts are the parts of every file (ECMA-376, SpreadsheetML): a workbook of one sheet, whose first row stays in sight. The
// last is the beginning of the sheet itself.
var sheetParts = []struct{ name, text string }{
	{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
		`<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>` +
		`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`},
	{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
	{"xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">` +
		`<sheets><sheet name="Soundings" sheetId="1" r:id="rId1"/></sheets></workbook>`},
	{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>` +
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`},
	{"xl/styles.xml", `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
		`<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>` +
		`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
		`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		`<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
		`<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
		`<xf numFmtId="22" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>` +
		`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`},
	{"xl/worksheets/sheet1.xml", `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
		`<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`},
}
