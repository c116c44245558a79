package upload

import (
	"io"
	"mime"
	"net/http"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/upload"
	"soundings/web/texts"
)

type BadRow struct {
	Line    int    `json:"line"`
	Column  string `json:"column"`
	Message string `json:"message"`
}

func IsDryRun(c echo.Context) bool {
	return c.QueryParam("dry_run") == "true" || c.QueryParam("dry_run") == "1"
}

// StatusOfFile returns 422 for a file with mistakes.
func StatusOfFile(mistakes []upload.RowError) int {
	if len(mistakes) > 0 {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

// BadRows says what is wrong with cells; none is [], not null.
func BadRows(errs []upload.RowError, p texts.Printer) []BadRow {
	all := make([]BadRow, len(errs))
	for i, e := range errs {
		all[i] = BadRow{e.Line, e.Column, p.Say(e.Text)}
	}
	return all
}

// Uploaded returns the file of a request: the body itself, or the form field "file".
func Uploaded(c echo.Context) (io.ReadCloser, error) {
	kind, _, _ := mime.ParseMediaType(c.Request().Header.Get(echo.HeaderContentType))
	if kind != echo.MIMEMultipartForm {
		return c.Request().Body, nil
	}
	file, _, err := uploadedFile(c)
	return file, err
}
