package upload

import (
	"soundings/cohorts/upload"
	"soundings/web/page"
)

// ExampleFile returns what the example pages of all files have in common.
func ExampleFile(frame page.Page, state string, r Report) FilePage {
	v := FilePage{
		Page: frame, ID: "X", State: state, Rows: "2,000", Empty: "3", Here: frame.Path, Report: r, Sheet: "People",
		Progress: progress{900, 2000, frame.T("upload.progress", "Done", "900", "Rows", "2,000")},
	}
	if state == string(upload.Waiting) {
		v.List, v.OtherSheets = frame.Path, []page.Option{{Value: "Notes", Text: "Notes"}, {Value: "Former patients", Text: "Former patients"}}
	}
	return v
}

// ExampleLetters returns the page of the list where a file does not tell how it writes its letters.
func ExampleLetters(frame page.Page) ListPage {
	frame.Form.Problems = []page.Problem{{Field: "letters", Text: frame.T("import.letters", "One", "D’angelo", "Other", "Díangelo")}}
	return ListPage{Page: frame, Blank: frame.Path + "/template.csv", Letters: LetterOptions(frame)}
}
