package learn

import (
	"github.com/labstack/echo/v4"

	"soundings/metrics/intake"
	uploads "soundings/web/upload"
)

// fileResult is what came of a file of events, as the API has it.
type fileResult struct {
	Rows       int              `json:"rows"`
	Empty      int              `json:"empty"`            // rows without content, which were passed over
	Sheet      string           `json:"sheet,omitempty"`  // of a spreadsheet: which was read
	Sheets     []string         `json:"sheets,omitempty"` // and all in which something stands
	Accepted   int              `json:"accepted"`
	Duplicates int              `json:"duplicates"`
	Unknown    int              `json:"unknown"`  // events of unknown participants and features; to a portal's key, of people who have not agreed too
	Refused    int              `json:"refused"`  // events of people who have not agreed
	Blank      int              `json:"blank"`    // rows without a time, in a report of one kind of event
	Rejected   []uploads.BadRow `json:"rejected"` // at most a thousand: mistakes, or where there are none the rows that are not counted
}

// APIEventFile takes in a file of events, unless it is a dry run.
func (s *Events) APIEventFile(c echo.Context) error {
	file, err := uploads.Uploaded(c)
	if err != nil {
		return err
	}
	defer file.Close()
	query := c.QueryParams()
	r := intake.Reading{Dates: uploads.DatesOf(query.Get("dates")), Letters: uploads.LettersOf(query.Get("letters")), Sheet: query.Get("sheet")}
	if r.Columns, err = uploads.AskedMapping(query); err != nil {
		return err
	}
	if err := uploads.AskedRightly(query); err != nil {
		return err
	}
	r.Kind, r.Feature = everyOf(query.Get("every"))
	report, err := s.Intake.TakeFile(c.Request().Context(), file, r, uploads.IsDryRun(c))
	if err != nil {
		return err
	}
	listed := report.Aside
	if len(report.Errors) > 0 {
		listed = report.Errors
	}
	status := uploads.StatusOfFile(report.Errors)
	report, listed = reported(c.Request().Context(), report, listed)
	return c.JSON(status, fileResult{
		report.Rows, report.Empty, report.Sheets.Read, report.Sheets.All, report.Accepted, report.Duplicates, report.Unknown, report.Refused, report.Blank, uploads.BadRows(listed, s.Texts.In("en")),
	})
}
