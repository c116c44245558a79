package web

import (
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/metrics"
	"soundings/metrics/intake"
)

// readingChoices offers what each column of a waiting file may be, with a value from its first row, and what every row may be.
func (s *Server) readingChoices(c echo.Context, page Page, f intake.File) ([]ImportColumn, []Option, error) {
	ctx := c.Request().Context()
	first, err := s.Cohorts.FirstRow(ctx, f.Upload)
	if err != nil {
		return nil, nil, err
	}
	columns := make([]ImportColumn, len(f.Header))
	for i, name := range f.Header {
		columns[i] = ImportColumn{Name: name, Field: "to." + strconv.Itoa(i), Options: eventColumnOptions(page, f.Reading.Columns[strings.TrimSpace(name)])}
		if i < len(first.Cells) {
			columns[i].Example = first.Cells[i]
		}
	}
	every, err := s.everyOptions(c, page, f.Reading)
	return columns, every, err
}

func eventColumnOptions(page Page, chosen string) []Option {
	options := []Option{{leaveOut, page.T("upload.leave_out"), chosen == ""}}
	for _, name := range intake.FileColumns() {
		options = append(options, Option{name, page.T("events.column." + name), name == chosen})
	}
	return options
}

// everyOptions offers what every row of a file may be: a kind, or the use of one feature, as "used:messages".
func (s *Server) everyOptions(c echo.Context, page Page, r intake.Reading) ([]Option, error) {
	all, err := s.Rollouts.Features(c.Request().Context())
	if err != nil {
		return nil, err
	}
	options := []Option{{"", page.T("events.every.column"), r.Kind == ""}}
	for _, kind := range metrics.Kinds() {
		options = append(options, Option{string(kind), page.T("events.every." + string(kind)), r.Kind == kind && r.Feature == ""})
	}
	for _, f := range all {
		options = append(options, Option{
			string(metrics.Used) + ":" + f.Key, page.T("events.every_feature", "Feature", f.Name.In(page.Lang())), r.Kind == metrics.Used && r.Feature == f.Key,
		})
	}
	return options, nil
}

func dateOptions(page Page, chosen intake.Dates) []Option {
	options := []Option{}
	if chosen == "" {
		options = append(options, Option{"", page.T("events.dates.ask"), true})
	}
	for _, order := range []intake.Dates{intake.MonthFirst, intake.DayFirst} {
		options = append(options, Option{string(order), page.T("events.dates." + string(order)), order == chosen})
	}
	return options
}

// typedReading reads what somebody said of a file.
func typedReading(c echo.Context, header []string) intake.Reading {
	r := intake.Reading{Columns: typedMapping(c, header), Dates: datesOf(c.FormValue("dates"))}
	r.Kind, r.Feature = everyOf(c.FormValue("every"))
	return r
}

func everyOf(typed string) (metrics.Kind, string) {
	kind, feature, _ := strings.Cut(typed, ":")
	return metrics.Kind(kind), feature
}

// datesOf reads an order of dates; what is none counts as not said.
func datesOf(typed string) intake.Dates {
	if order := intake.Dates(typed); order == intake.MonthFirst || order == intake.DayFirst {
		return order
	}
	return ""
}
