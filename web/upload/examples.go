package upload

import (
	"soundings/web/page"
)

// ExampleFile returns what the example pages of all files have in common.
func ExampleFile(frame page.Page, state string, r Report) FilePage {
	return FilePage{
		Page: frame, ID: "X", State: state, Rows: "2,000", Empty: "3", Here: frame.Path, Report: r,
		Progress: progress{900, 2000, frame.T("upload.progress", "Done", "900", "Rows", "2,000")},
	}
}
