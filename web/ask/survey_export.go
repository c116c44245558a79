package ask

import (
	"slices"

	"github.com/labstack/echo/v4"

	"soundings/surveys"
	"soundings/web/auth"
	"soundings/web/page"
)

// ExportCSV sends every answer as a table, one row a response, as it reads them.
func (s *Surveys) ExportCSV(c echo.Context) error {
	v, err := s.Surveys.Survey(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return s.Export(c, auth.TookResponses, v.ID, func() (n int, err error) {
		table := page.StartCSV(c, v.ID+"-responses.csv")
		if err := table.Write(v.Columns()); err != nil {
			return 0, err
		}
		err = s.Surveys.EachResponse(c.Request().Context(), v.ID, func(r surveys.Response) error {
			n++
			return table.Write(v.Row(r))
		})
		if err != nil {
			return n, err
		}
		return n, table.Flush()
	})
}

// ExportSheet sends every answer as a spreadsheet, one row a response, as it reads them.
func (s *Surveys) ExportSheet(c echo.Context) error {
	ctx := c.Request().Context()
	v, err := s.Surveys.Survey(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	n, err := s.Surveys.CountResponses(ctx, v)
	if err != nil {
		return err
	}
	if err := page.FitsSheet(n); err != nil {
		return err
	}
	return s.Export(c, auth.TookResponses, v.ID, func() (n int, err error) {
		sheet, err := page.StartSheet(c, v.ID+"-responses.xlsx")
		if err != nil {
			return 0, err
		}
		if err := sheet.Write(sheetColumns(v)); err != nil {
			return 0, err
		}
		err = s.Surveys.EachResponse(ctx, v.ID, func(r surveys.Response) error {
			n++
			return sheet.WriteCells(v.Cells(r))
		})
		if err != nil {
			return n, err
		}
		return n, sheet.Flush()
	})
}

// sheetColumns returns the header of a spreadsheet, whose times say nothing of a zone.
func sheetColumns(v surveys.Survey) []string {
	columns := v.Columns()
	columns[slices.Index(columns, surveys.SubmittedColumn)] += " (UTC)"
	return columns
}

// ExportNDJSON sends every answer as JSON, one line a response, as it reads them.
func (s *Surveys) ExportNDJSON(c echo.Context) error {
	v, err := s.Surveys.Survey(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return s.Export(c, auth.TookResponses, v.ID, func() (n int, err error) {
		page.Download(c, "application/x-ndjson", v.ID+"-responses.ndjson")
		lines := page.NewLines(c.Response())
		err = s.Surveys.EachResponse(c.Request().Context(), v.ID, func(r surveys.Response) error {
			n++
			return lines.Write(v.Record(r))
		})
		if err != nil {
			return n, err
		}
		return n, lines.Flush()
	})
}
