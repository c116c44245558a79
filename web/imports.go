package web

import (
	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/upload"
)

// imports are the pages of the files of participants.
func (s *Server) imports() uploads[upload.Mapping, cohorts.ImportReport] {
	return uploads[upload.Mapping, cohorts.ImportReport]{
		s: s, jobs: func() *upload.Jobs[upload.Mapping, cohorts.ImportReport] { return s.Cohorts.Imports() },
		path: "/participants/import", discarded: "flash.import_discarded", bad: "bad-rows.csv",
		list: func(v UploadsPage) View { return ImportPage{v} }, file: importedPage, typed: typedMapping,
	}
}

// importedPage says of a file of participants where its columns go and what importing it did, or would do.
func importedPage(_ echo.Context, v UploadPage, job cohorts.Import) (View, error) {
	v.importWords()
	v.Report = importReport(v.Page, job.Report)
	for i := range v.Columns {
		v.Columns[i].goes(v.Page, i, job.Reading)
	}
	return ImportedPage{v}, nil
}

// importWords says what the page of a file of participants says.
func (v *UploadPage) importWords() {
	v.Up, v.Look = Link{v.T("participants.import"), "/participants/import"}, Link{v.T("upload.look"), "/participants"}
	v.BadRows = v.Here + "/bad.csv"
	v.Says = UploadWords{v.T("upload.nothing_kept"), v.T("upload.import"), v.T("upload.waits"), v.T("upload.kept")}
	v.Heads = []string{v.T("upload.in_file"), v.T("upload.goes_to"), v.T("upload.attribute_name")}
}

func importReport(page Page, r cohorts.ImportReport) UploadReport {
	return UploadReport{
		Good: len(r.Errors) == 0 && r.Rows > 0, Bad: page.Int(r.Bad), Listed: r.Bad > 0, Errors: page.rowErrors(r.Errors),
		Figures: []Figure{
			{Label: page.T("upload.added"), Value: page.Int(r.Added)},
			{Label: page.T("upload.changed"), Value: page.Int(r.Changed)},
			{Label: page.T("upload.unchanged"), Value: page.Int(r.Unchanged)},
		},
	}
}
