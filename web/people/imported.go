package people

import (
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/upload"
	"soundings/web/page"
	uploads "soundings/web/upload"
)

// ImportedPage shows one file of participants.
type ImportedPage struct{ uploads.FilePage }

// Template returns the page's template.
func (ImportedPage) Template() string { return "people/imported" }

// importedPage adds to the page of a file where its columns go and what importing it did, or would do.
func importedPage(_ echo.Context, v uploads.FilePage, job cohorts.Import) (page.View, error) {
	importWords(&v)
	v.Report = importReport(v.Page, job.Report)
	for i := range v.Columns {
		offerPlaces(&v.Columns[i], v.Page, i, job.Reading)
	}
	return ImportedPage{v}, nil
}

// importWords says what the page of a file of participants says.
func importWords(v *uploads.FilePage) {
	v.Up, v.Look = page.Link{Text: v.T("participants.import"), Href: "/participants/import"}, page.Link{Text: v.T("upload.look"), Href: "/participants"}
	v.BadRows = v.Here + "/bad.csv"
	v.Says = uploads.Words{Nothing: v.T("upload.nothing_kept"), Start: v.T("upload.import"), Waits: v.T("upload.waits"), Done: v.T("upload.kept")}
	v.Heads = []string{v.T("upload.in_file"), v.T("upload.goes_to"), v.T("upload.attribute_name")}
}

// importReport says what importing a file did, or would do.
func importReport(frame page.Page, r cohorts.ImportReport) uploads.Report {
	return uploads.Report{
		Good: len(r.Errors) == 0 && r.Rows > 0, Bad: frame.Int(r.Bad), Listed: r.Bad > 0, Errors: uploads.NewErrorTable(frame, r.Errors),
		Figures: []page.Figure{
			{Label: frame.T("upload.added"), Value: frame.Int(r.Added)},
			{Label: frame.T("upload.changed"), Value: frame.Int(r.Changed)},
			{Label: frame.T("upload.unchanged"), Value: frame.Int(r.Unchanged)},
		},
	}
}

// offerPlaces offers where column i of a file of participants may go.
func offerPlaces(c *uploads.Column, frame page.Page, i int, m upload.Mapping) {
	to, ok := m.Of(c.Name)
	as, chosen := c.Name, strings.ToLower(to)
	switch {
	case to == "" && ok:
		chosen = uploads.LeaveOut
	case !slices.Contains(cohorts.Columns(), chosen):
		chosen, as = uploads.AsAttribute, to
	}
	c.Says, c.Options = frame.T("upload.goes_to_of", "Column", c.Name), columnOptions(frame, chosen)
	c.Attribute = &uploads.AttributeName{Field: uploads.AttributeField(i), Value: as, Says: frame.T("upload.attribute_of", "Column", c.Name)}
}

// columnOptions are to leave a column out, to make an attribute of it, and the columns of an import.
func columnOptions(frame page.Page, chosen string) []page.Option {
	options := []page.Option{
		{Value: uploads.LeaveOut, Text: frame.T("upload.leave_out"), Chosen: chosen == uploads.LeaveOut},
		{Value: uploads.AsAttribute, Text: frame.T("upload.as_attribute"), Chosen: chosen == uploads.AsAttribute},
	}
	for _, name := range cohorts.Columns() {
		options = append(options, page.Option{Value: name, Text: frame.T("participants." + name), Chosen: chosen == name})
	}
	return options
}
