package upload

import (
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/upload"
	"soundings/web/page"
)

// What the select of a column holds besides what a column may be.
const (
	LeaveOut    = "-"         // the column is not read
	AsAttribute = "attribute" // the column is an attribute, called as the input beside says
)

// Column is one column of a file and what it may be: a select, and the name of the attribute if it is to be one.
type Column struct {
	Name      string
	Examples  []string // of the first rows, each once
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

// shownRows is how many rows of a file its columns show.
const shownRows = 5

// Columns returns the columns of a file, with what its first rows hold.
func Columns(header []string, first []upload.Row) []Column {
	columns := make([]Column, len(header))
	for i, name := range header {
		columns[i] = Column{Name: name, Field: columnField(i)}
		for _, row := range first {
			if i < len(row.Cells) && row.Cells[i] != "" && !slices.Contains(columns[i].Examples, row.Cells[i]) {
				columns[i].Examples = append(columns[i].Examples, row.Cells[i])
			}
		}
	}
	return columns
}

// DateOptions returns the orders that dates may be in; while none is chosen, the first option asks.
func DateOptions(frame page.Page, chosen upload.Dates) []page.Option {
	options := []page.Option{}
	if chosen == "" {
		options = append(options, page.Option{Value: "", Text: frame.T("events.dates.ask"), Chosen: true})
	}
	for _, order := range []upload.Dates{upload.MonthFirst, upload.DayFirst} {
		options = append(options, page.Option{Value: string(order), Text: frame.T("events.dates." + string(order)), Chosen: order == chosen})
	}
	return options
}

// LetterOptions returns how a file may write its letters.
func LetterOptions(frame page.Page) []page.Option {
	options := []page.Option{{Value: "", Text: frame.T("events.dates.ask"), Chosen: true}}
	for _, letters := range upload.AllLetters() {
		options = append(options, page.Option{Value: string(letters), Text: frame.T("upload.letters." + strings.ReplaceAll(string(letters), "-", "_"))})
	}
	return options
}

// columnField returns the name of the select of column i.
func columnField(i int) string { return "to." + strconv.Itoa(i) }

// AttributeField returns the name of the input for the attribute that column i is to be.
func AttributeField(i int) string { return "as." + strconv.Itoa(i) }

// TypedMapping reads what somebody said that each column is.
func TypedMapping(c echo.Context, header []string) upload.Mapping {
	m := upload.Mapping{}
	for i, name := range header {
		name = strings.TrimSpace(name)
		switch to := c.FormValue(columnField(i)); to {
		case LeaveOut:
			m[name] = ""
		case AsAttribute:
			m[name] = strings.TrimSpace(c.FormValue(AttributeField(i)))
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
