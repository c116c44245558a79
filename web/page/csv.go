package page

import (
	"bufio"
	"io"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/labstack/echo/v4"
)

// SafeCSV writes tables that a spreadsheet opens without running what somebody typed: a text that would begin a formula gets an
// apostrophe before it. A number stays a number.
type SafeCSV struct{ w *bufio.Writer }

// NewSafeCSV returns a SafeCSV that writes to w.
func NewSafeCSV(w io.Writer) SafeCSV { return SafeCSV{bufio.NewWriter(w)} }

// StartCSV begins an answer that a browser keeps as a file of this name. For people it begins with the mark of UTF-8, without
// which Excel takes its letters for others; programs get none.
func StartCSV(c echo.Context, name string) SafeCSV {
	Download(c, "text/csv; charset=utf-8", name)
	t := NewSafeCSV(c.Response())
	if !strings.HasPrefix(c.Path(), "/api/") {
		_, _ = t.w.WriteString("\ufeff") // only held back here: Flush tells what goes wrong
	}
	return t
}

// Write writes one row.
func (t SafeCSV) Write(row []string) error {
	for i, cell := range row {
		if i > 0 {
			_ = t.w.WriteByte(',')
		}
		_, _ = t.w.WriteString(quoted(harmless(cell)))
	}
	return t.w.WriteByte('\n')
}

// Flush sends what is still held back.
func (t SafeCSV) Flush() error { return t.w.Flush() }

// quoted returns a cell as CSV has it: in quotation marks where a spreadsheet of any language might part it.
func quoted(cell string) string {
	first, _ := utf8.DecodeRuneInString(cell)
	if strings.ContainsAny(cell, ",;\t\r\n\"'") || cell != "" && !unicode.IsLetter(first) && !unicode.IsDigit(first) && !isNumber(cell) {
		return `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
	}
	return cell
}

// What begins a formula, also where a spreadsheet of another language begins a cell: behind a semicolon, a tab or the end of a
// line. What cannot be seen before it does not help.
var (
	formula  = regexp.MustCompile(`(^|[;\t\r\n])([\p{Zs}\p{Cf}]*[=+\-@＝＋－＠])`)
	number   = regexp.MustCompile(`^-?(\d+|\d*\.\d+)$`)
	controls = "\t\r\n"
)

// harmless returns a cell that no spreadsheet takes for a formula.
func harmless(cell string) string {
	if isNumber(cell) {
		return cell
	}
	cell = formula.ReplaceAllString(cell, "$1'$2")
	if cell != "" && strings.IndexByte(controls, cell[0]) >= 0 {
		return "'" + cell
	}
	return cell
}

// isNumber reports whether a cell is a plain number, which is no formula.
func isNumber(cell string) bool { return number.MatchString(cell) }
