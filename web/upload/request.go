package upload

import (
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/upload"
	"soundings/web/page"
	"soundings/web/texts"
)

// BadRow is one mistake in a file, as the API shows it.
type BadRow struct {
	Line    int    `json:"line"`
	Column  string `json:"column"`
	Message string `json:"message"`
}

// BadRows returns what is wrong with the cells of a file; none is [], not null.
func BadRows(errs []upload.RowError, p texts.Printer) []BadRow {
	all := make([]BadRow, len(errs))
	for i, e := range errs {
		all[i] = BadRow{e.Line, e.Column, p.Say(e.Text)}
	}
	return all
}

// StatusOfFile returns 422 for a file with mistakes.
func StatusOfFile(mistakes []upload.RowError) int {
	if len(mistakes) > 0 {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

// IsDryRun reports whether a file is only to be checked.
func IsDryRun(c echo.Context) bool {
	return c.QueryParam("dry_run") == "true" || c.QueryParam("dry_run") == "1"
}

// AskedMapping reads ?map=Patient%20ID:ref&map=Notes: of an address; the column is what stands before the last colon.
func AskedMapping(query url.Values) (upload.Mapping, error) {
	m := upload.Mapping{}
	for _, pair := range query["map"] {
		at := strings.LastIndex(pair, ":")
		if at < 0 {
			return nil, page.Invalid("map", "import.map")
		}
		m[strings.TrimSpace(pair[:at])] = strings.TrimSpace(pair[at+1:])
	}
	return m, nil
}

// AskedRightly refuses an order of dates and a way to write letters that there is none.
func AskedRightly(query url.Values) error {
	var bad []error
	if query.Has("dates") && DatesOf(query.Get("dates")) == "" {
		bad = append(bad, page.Invalid("dates", "error.oneof", "Choices", "mdy, dmy"))
	}
	if query.Has("letters") && LettersOf(query.Get("letters")) == "" {
		bad = append(bad, page.Invalid("letters", "error.oneof", "Choices", "windows-1252, macintosh, ibm850"))
	}
	return page.Together(bad...)
}

// DatesOf reads an order of dates; anything else counts as not said.
func DatesOf(typed string) upload.Dates {
	if order := upload.Dates(typed); order == upload.MonthFirst || order == upload.DayFirst {
		return order
	}
	return ""
}

// ToldOf reads what somebody says of a file: of anything else nothing.
func ToldOf(letters, sheet string) upload.Told {
	return upload.Told{Letters: LettersOf(letters), Sheet: sheet}
}

// LettersOf reads how letters are written; anything else counts as not said.
func LettersOf(typed string) upload.Letters {
	if letters := upload.Letters(typed); slices.Contains(upload.AllLetters(), letters) {
		return letters
	}
	return ""
}

// Requests with a file are let in one at a time: what is read of a large one may take 200 MiB.
const (
	readFor = 5 * time.Minute  // over a slow line
	waitFor = 45 * time.Second // less than what usual proxies wait for an answer
)

// NewTurns returns the turns of requests with a file.
func NewTurns() *page.Turns { return page.NewTurns(1, readFor, waitFor, "upload.busy") }

// Uploaded returns the file of a request: the body itself, or the form field "file".
func Uploaded(c echo.Context) (io.ReadCloser, error) {
	kind, _, _ := mime.ParseMediaType(c.Request().Header.Get(echo.HeaderContentType)) // a type that cannot be read is no form
	if kind != echo.MIMEMultipartForm {
		return c.Request().Body, nil
	}
	file, _, err := formFile(c)
	return file, err
}

// formFile returns the file of a form, and its name.
func formFile(c echo.Context) (io.ReadCloser, string, error) {
	header, err := c.FormFile("file")
	if page.Over(err) {
		return nil, "", upload.TooLarge()
	}
	if err != nil {
		return nil, "", page.Invalid("file", "import.no_file")
	}
	file, err := header.Open()
	if err != nil {
		return nil, "", page.Invalid("file", "import.no_file")
	}
	return file, header.Filename, nil
}
