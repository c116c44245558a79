package page

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"
)

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
