package people

import (
	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/upload"
	"soundings/web/page"
	uploads "soundings/web/upload"
)

// Imports are the pages of the files of participants.
func (s *Participants) Imports() uploads.Uploads[upload.Mapping, cohorts.ImportReport] {
	return uploads.Uploads[upload.Mapping, cohorts.ImportReport]{
		Site: s.Site, Jobs: func() *upload.Jobs[upload.Mapping, cohorts.ImportReport] { return s.Cohorts.Imports() },
		Path: "/participants/import", Discarded: "flash.import_discarded", Bad: "bad-rows.csv",
		List: func(v uploads.UploadsPage) page.View { return ImportPage{v} }, File: importedPage, Typed: uploads.TypedMapping,
	}
}

// importedPage says of a file of participants where its columns go and what importing it did, or would do.
func importedPage(_ echo.Context, v uploads.UploadPage, job cohorts.Import) (page.View, error) {
	importWords(&v)
	v.Report = importReport(v.Page, job.Report)
	for i := range v.Columns {
		goes(&v.Columns[i], v.Page, i, job.Reading)
	}
	return ImportedPage{v}, nil
}

// importWords says what the page of a file of participants says.
func importWords(v *uploads.UploadPage) {
	v.Up, v.Look = page.Link{Text: v.T("participants.import"), Href: "/participants/import"}, page.Link{Text: v.T("upload.look"), Href: "/participants"}
	v.BadRows = v.Here + "/bad.csv"
	v.Says = uploads.UploadWords{Nothing: v.T("upload.nothing_kept"), Start: v.T("upload.import"), Waits: v.T("upload.waits"), Done: v.T("upload.kept")}
	v.Heads = []string{v.T("upload.in_file"), v.T("upload.goes_to"), v.T("upload.attribute_name")}
}

func importReport(frame page.Page, r cohorts.ImportReport) uploads.UploadReport {
	return uploads.UploadReport{
		Good: len(r.Errors) == 0 && r.Rows > 0, Bad: frame.Int(r.Bad), Listed: r.Bad > 0, Errors: uploads.ErrorsOf(frame, r.Errors),
		Figures: []page.Figure{
			{Label: frame.T("upload.added"), Value: frame.Int(r.Added)},
			{Label: frame.T("upload.changed"), Value: frame.Int(r.Changed)},
			{Label: frame.T("upload.unchanged"), Value: frame.Int(r.Unchanged)},
		},
	}
}
