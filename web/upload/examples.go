package upload

import (
	"soundings/web/page"
)

// ExampleUpload is what the pages of all files have in common.
func ExampleUpload(frame page.Page, state string, r UploadReport) UploadPage {
	return UploadPage{
		Page: frame, ID: "X", State: state, Rows: "2,000", Here: frame.Path, Report: r,
		Progress: Progress{900, 2000, frame.T("upload.progress", "Done", "900", "Rows", "2,000")},
	}
}
