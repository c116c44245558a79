package page

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

// safeCSV writes tables that a spreadsheet opens without running what somebody typed: a cell that would begin a formula
// gets an apostrophe before it.
type safeCSV struct{ w *csv.Writer }

func NewSafeCSV(w io.Writer) safeCSV { return safeCSV{csv.NewWriter(w)} }

// StartCSV begins an answer that a browser keeps as a file of this name.
func StartCSV(c echo.Context, name string) safeCSV {
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, "text/csv; charset=utf-8")
	h.Set(echo.HeaderContentDisposition, `attachment; filename="`+name+`"`)
	return NewSafeCSV(c.Response())
}

func (t safeCSV) Write(row []string) error {
	for i, cell := range row {
		row[i] = harmless(cell)
	}
	return t.w.Write(row)
}

func (t safeCSV) Flush() error {
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

// lines writes newline-delimited JSON.
type lines struct {
	buffer *bufio.Writer
	json   *json.Encoder
}

func NewLines(w io.Writer) lines {
	b := bufio.NewWriter(w)
	return lines{b, json.NewEncoder(b)}
}

func (l lines) Write(record any) error { return l.json.Encode(record) }

func (l lines) Flush() error { return l.buffer.Flush() }

// CutShort ends an answer that is under way in a way that its reader cannot take for a whole one.
func CutShort(c echo.Context, err error) error {
	if !c.Response().Committed {
		return err
	}
	panic(http.ErrAbortHandler)
}
