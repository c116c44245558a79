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

// ExampleLetters returns the page of the list where a file does not tell how it writes its letters.
func ExampleLetters(frame page.Page) ListPage {
	frame.Form.Problems = []page.Problem{{Field: "letters", Text: frame.T("import.letters", "One", "D’angelo", "Other", "Díangelo")}}
	return ListPage{Page: frame, Blank: frame.Path + "/template.csv", Letters: LetterOptions(frame)}
}
