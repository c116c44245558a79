package web

import (
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/upload"
	"soundings/metrics"
	"soundings/metrics/intake"
)

// means offers what a column of a file of events may be.
func (c *UploadColumn) means(page Page, m upload.Mapping) {
	c.Says = page.T("events.meaning_of", "Column", c.Name)
	c.Options = eventColumnOptions(page, m[strings.TrimSpace(c.Name)])
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
