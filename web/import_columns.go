package web

import (
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
)

// What the select of a column holds besides the names of columns.
const (
	leaveOut    = "-"
	asAttribute = "attribute"
)

// importColumns offers where each column of a waiting import may go, with a value from its first row.
func (s *Server) importColumns(c echo.Context, page Page, job cohorts.Import) ([]ImportColumn, error) {
	first, err := s.Cohorts.FirstRow(c.Request().Context(), job.Upload)
	if err != nil {
		return nil, err
	}
	columns := make([]ImportColumn, len(job.Header))
	for i, name := range job.Header {
		to, ok := job.Mapping[strings.TrimSpace(name)]
		if !ok {
			to = strings.TrimSpace(name)
		}
		column := ImportColumn{Name: name, Field: "to." + strconv.Itoa(i), Attribute: "as." + strconv.Itoa(i), As: name}
		if i < len(first.Cells) {
			column.Example = first.Cells[i]
		}
		chosen := strings.ToLower(to)
		switch {
		case to == "" && ok:
			chosen = leaveOut
		case !slices.Contains(cohorts.Columns(), chosen):
			chosen, column.As = asAttribute, to
		}
		column.Options = columnOptions(page, chosen)
		columns[i] = column
	}
	return columns, nil
}

func columnOptions(page Page, chosen string) []Option {
	options := []Option{{leaveOut, page.T("upload.leave_out"), chosen == leaveOut}, {asAttribute, page.T("upload.as_attribute"), chosen == asAttribute}}
	for _, name := range cohorts.Columns() {
		options = append(options, Option{name, page.T("participants." + name), chosen == name})
	}
	return options
}

// typedMapping reads where somebody sent each column.
func typedMapping(c echo.Context, header []string) cohorts.Mapping {
	m := cohorts.Mapping{}
	for i, name := range header {
		name = strings.TrimSpace(name)
		switch to := c.FormValue("to." + strconv.Itoa(i)); to {
		case leaveOut:
			m[name] = ""
		case asAttribute:
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

// askedMapping reads ?map=Patient%20ID:ref&map=Notes: of an address; what stands behind the last colon is the column.
func askedMapping(query url.Values) (cohorts.Mapping, error) {
	m := cohorts.Mapping{}
	for _, pair := range query["map"] {
		at := strings.LastIndex(pair, ":")
		if at < 0 {
			return nil, invalid("map", "import.map")
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
		return nil, "", invalid("file", "import.no_file")
	}
	return file, header.Filename, nil
}
