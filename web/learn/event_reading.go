package learn

import (
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/upload"
	"soundings/metrics"
	"soundings/metrics/intake"
	"soundings/web/page"
	uploads "soundings/web/upload"
)

// offerMeanings offers what a column of a file of events may be, and chooses what it is read as.
func offerMeanings(c *uploads.Column, frame page.Page, m upload.Mapping) {
	c.Says = frame.T("events.meaning_of", "Column", c.Name)
	c.Options = columnOptions(frame, m[strings.TrimSpace(c.Name)])
}

func columnOptions(frame page.Page, chosen string) []page.Option {
	options := []page.Option{{Value: uploads.LeaveOut, Text: frame.T("upload.leave_out"), Chosen: chosen == ""}}
	for _, name := range intake.FileColumns() {
		options = append(options, page.Option{Value: name, Text: frame.T("events.column." + name), Chosen: name == chosen})
	}
	return options
}

// everyOptions returns what every row of a file may be: a kind, or the use of one feature, as "used:messages".
func (s *Events) everyOptions(c echo.Context, frame page.Page, r intake.Reading) ([]page.Option, error) {
	all, err := s.Rollouts.Features(c.Request().Context())
	if err != nil {
		return nil, err
	}
	options := []page.Option{{Value: "", Text: frame.T("events.every.column"), Chosen: r.Kind == ""}}
	for _, kind := range metrics.Kinds() {
		options = append(options, page.Option{Value: string(kind), Text: frame.T("events.every." + string(kind)), Chosen: r.Kind == kind && r.Feature == ""})
	}
	for _, f := range all {
		options = append(options, page.Option{
			Value: string(metrics.Used) + ":" + f.Key, Text: frame.T("events.every_feature", "Feature", f.Name.In(frame.Lang())), Chosen: r.Kind == metrics.Used && r.Feature == f.Key,
		})
	}
	return options, nil
}

// typedReading returns how somebody says in the form that a file is to be read.
func typedReading(c echo.Context, header []string) intake.Reading {
	r := intake.Reading{Columns: uploads.TypedMapping(c, header), Dates: uploads.DatesOf(c.FormValue("dates"))}
	r.Kind, r.Feature = everyOf(c.FormValue("every"))
	return r
}

// everyOf reads a value of everyOptions.
func everyOf(typed string) (metrics.Kind, string) {
	kind, feature, _ := strings.Cut(typed, ":")
	return metrics.Kind(kind), feature
}
