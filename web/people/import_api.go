package people

import (
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/web/page"
	"soundings/web/texts"
	uploads "soundings/web/upload"
)

// importAnswer is what an import did or would do; with errors nothing was kept.
type importAnswer struct {
	Rows      int              `json:"rows"`
	Added     int              `json:"added"`
	Changed   int              `json:"changed"`
	Unchanged int              `json:"unchanged"`
	Empty     int              `json:"empty"`            // rows without content, which were passed over
	Sheet     string           `json:"sheet,omitempty"`  // of a spreadsheet: which was read
	Sheets    []string         `json:"sheets,omitempty"` // and all in which something stands
	Errors    []uploads.BadRow `json:"errors"`
	Notices   []uploads.BadRow `json:"notices"`  // what may be meant and stops nothing
	Opposite  map[string]int   `json:"opposite"` // how many kept values stand opposite empty cells, by column: erase=true erases them
	Reach     cohorts.Reach    `json:"reach"`
}

func newImportAnswer(r cohorts.ImportReport, p texts.Printer) importAnswer {
	if r.Opposite == nil {
		r.Opposite = map[string]int{}
	}
	errs := slices.Clone(r.Errors)
	for i, e := range errs {
		if e.Text.ID == cohorts.NoGroup { // a program has no box to choose from
			errs[i].Text.ID = "import.no_group_query"
		}
	}
	return importAnswer{
		Rows: r.Rows, Added: r.Added, Changed: r.Changed, Unchanged: r.Unchanged, Empty: r.Empty, Sheet: r.Sheets.Read, Sheets: r.Sheets.All,
		Errors: uploads.BadRows(errs, p), Notices: uploads.BadRows(r.Notices, p), Opposite: r.Opposite, Reach: r.Reach,
	}
}

// APIImport imports a file of participants, all rows or none.
func (s *Participants) APIImport(c echo.Context) error {
	file, err := uploads.Uploaded(c)
	if err != nil {
		return err
	}
	defer file.Close()
	reading, err := askedReading(c.QueryParams())
	if err != nil {
		return err
	}
	report, err := s.Cohorts.ImportRead(c.Request().Context(), file, reading, uploads.IsDryRun(c))
	if err != nil {
		return err
	}
	return c.JSON(uploads.StatusOfFile(report.Errors), newImportAnswer(report, s.Texts.In("en")))
}

// askedReading reads of an address how a file is read: ?map=Patient%20ID:ref&group=patient&value=group:VIP:patient&dates=dmy.
func askedReading(query url.Values) (cohorts.Reading, error) {
	columns, err := uploads.AskedMapping(query)
	r := cohorts.Reading{
		Columns: columns, Group: cohorts.Group(query.Get("group")), Dates: uploads.DatesOf(query.Get("dates")), Erase: query.Get("erase") == "true",
		Letters: uploads.LettersOf(query.Get("letters")), Sheet: query.Get("sheet"), Values: map[string]string{},
	}
	bad := []error{err, uploads.AskedRightly(query)}
	if erase := query.Get("erase"); query.Has("erase") && erase != "true" && erase != "false" {
		bad = append(bad, page.Invalid("erase", "error.oneof", "Choices", "true, false"))
	}
	for _, asked := range query["value"] {
		column, rest, _ := strings.Cut(asked, ":")
		at := strings.LastIndex(rest, ":")
		if at < 0 || column != "group" && column != "language" {
			bad = append(bad, page.Invalid("value", "import.value"))
			continue
		}
		r.Values[cohorts.ValueKey(column, rest[:at])] = rest[at+1:]
	}
	return r, page.Together(bad...)
}
