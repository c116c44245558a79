package people

import (
	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/web/texts"
	uploads "soundings/web/upload"
)

// importAnswer is what an import did or would do; with errors nothing was kept.
type importAnswer struct {
	Rows      int              `json:"rows"`
	Added     int              `json:"added"`
	Changed   int              `json:"changed"`
	Unchanged int              `json:"unchanged"`
	Empty     int              `json:"empty"` // rows without content, which were passed over
	Errors    []uploads.BadRow `json:"errors"`
}

func newImportAnswer(r cohorts.ImportReport, p texts.Printer) importAnswer {
	return importAnswer{Rows: r.Rows, Added: r.Added, Changed: r.Changed, Unchanged: r.Unchanged, Empty: r.Empty, Errors: uploads.BadRows(r.Errors, p)}
}

// APIImport imports a file of participants, all rows or none.
func (s *Participants) APIImport(c echo.Context) error {
	file, err := uploads.Uploaded(c)
	if err != nil {
		return err
	}
	defer file.Close()
	mapping, err := uploads.AskedMapping(c.QueryParams())
	if err != nil {
		return err
	}
	report, err := s.Cohorts.ImportMapped(c.Request().Context(), file, mapping, uploads.IsDryRun(c))
	if err != nil {
		return err
	}
	return c.JSON(uploads.StatusOfFile(report.Errors), newImportAnswer(report, s.Texts.In("en")))
}
