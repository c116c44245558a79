package upload

import (
	"io"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/upload"
	"soundings/web/page"
)

// What the select of a column holds besides what a column may be.
const (
	LeaveOut    = "-"
	AsAttribute = "attribute"
)

// UploadColumn is one column of a file and what it may be: a select, and the name of the attribute if it is to be one.
type UploadColumn struct {
	Name      string
	Example   string
	Field     string
	Says      string // what the select is called
	Options   []page.Option
	Attribute *AttributeName // nil: a column of this file cannot be one
}

// AttributeName is the input for the name of an attribute.
type AttributeName struct {
	Field string
	Value string
	Says  string // what the input is called
}

// UploadColumns returns the columns of a file, with a value from its first row.
func UploadColumns(header []string, first upload.Row) []UploadColumn {
	columns := make([]UploadColumn, len(header))
	for i, name := range header {
		columns[i] = UploadColumn{Name: name, Field: "to." + strconv.Itoa(i)}
		if i < len(first.Cells) {
			columns[i].Example = first.Cells[i]
		}
	}
	return columns
}

// TypedMapping reads what somebody said that each column is.
func TypedMapping(c echo.Context, header []string) upload.Mapping {
	m := upload.Mapping{}
	for i, name := range header {
		name = strings.TrimSpace(name)
		switch to := c.FormValue("to." + strconv.Itoa(i)); to {
		case LeaveOut:
			m[name] = ""
		case AsAttribute:
			m[name] = strings.TrimSpace(c.FormValue("as." + strconv.Itoa(i)))
			if m[name] == "" {
				m[name] = name
			}
		case "":
		default:
			m[name] = to
		}
	}
	return m
}

// AskedMapping reads ?map=Patient%20ID:ref&map=Notes: of an address; what stands behind the last colon is the column.
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

// uploadedFile returns the file of a form, and its name.
func uploadedFile(c echo.Context) (io.ReadCloser, string, error) {
	header, err := c.FormFile("file")
	if err != nil {
		return nil, "", noFile(err)
	}
	file, err := header.Open()
	if err != nil {
		return nil, "", page.Invalid("file", "import.no_file")
	}
	return file, header.Filename, nil
}
