package people

import (
	"soundings/cohorts"
	"soundings/cohorts/upload"
	"soundings/web/page"
	uploads "soundings/web/upload"
)

// ImportPage takes a file of participants.
type ImportPage struct{ uploads.ListPage }

// Template returns the page's template.
func (ImportPage) Template() string { return "people/import" }

// Imports returns the pages of the files of participants.
func (s *Participants) Imports() uploads.Pages[cohorts.Reading, cohorts.ImportReport] {
	return uploads.Pages[cohorts.Reading, cohorts.ImportReport]{
		Site: s.Site, Jobs: func() *upload.Jobs[cohorts.Reading, cohorts.ImportReport] { return s.Cohorts.Imports() },
		Path: "/participants/import", Discarded: "flash.import_discarded", Bad: "bad-rows.csv", Columns: cohorts.Columns(),
		List: func(v uploads.ListPage) page.View { return ImportPage{v} }, File: s.importedPage, Typed: typedReading,
	}
}
