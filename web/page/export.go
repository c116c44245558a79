package page

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
)

// SafeCSV writes tables that a spreadsheet opens without running what somebody typed: a cell that would begin a formula
// gets an apostrophe before it.
type SafeCSV struct{ w *csv.Writer }

// NewSafeCSV returns a SafeCSV that writes to w.
func NewSafeCSV(w io.Writer) SafeCSV { return SafeCSV{csv.NewWriter(w)} }

// StartCSV begins an answer that a browser keeps as a file of this name.
func StartCSV(c echo.Context, name string) SafeCSV {
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, "text/csv; charset=utf-8")
	h.Set(echo.HeaderContentDisposition, `attachment; filename="`+name+`"`)
	return NewSafeCSV(c.Response())
}

// Write writes one row.
func (t SafeCSV) Write(row []string) error {
	for i, cell := range row {
		row[i] = harmless(cell)
	}
	return t.w.Write(row)
}

// Flush sends what is still held back.
func (t SafeCSV) Flush() error {
	t.w.Flush()
	return t.w.Error()
}

// harmless returns a cell that no spreadsheet takes for a formula.
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// Lines writes newline-delimited JSON.
type Lines struct {
	buffer *bufio.Writer
	json   *json.Encoder
}

// NewLines returns Lines that are written to w.
func NewLines(w io.Writer) Lines {
	b := bufio.NewWriter(w)
	return Lines{b, json.NewEncoder(b)}
}

// Write writes one record.
func (l Lines) Write(record any) error { return l.json.Encode(record) }

// Flush sends what is still held back.
func (l Lines) Flush() error { return l.buffer.Flush() }

// CutShort ends an answer that is under way in a way that its reader cannot take for a whole one.
func CutShort(c echo.Context, err error) error {
	if !c.Response().Committed {
		return err
	}
	panic(http.ErrAbortHandler)
}

// Download begins an answer of a media type that a browser keeps as a file of this name.
func Download(c echo.Context, kind, name string) {
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, kind)
	h.Set(echo.HeaderContentDisposition, "attachment; filename="+strconv.Quote(name))
}
