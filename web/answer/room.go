// Package answer is the room of people without an account: the personal link and what is behind it (a survey, a ballot, a
// consent), open polls, choices, the news, and the box for a printed code.
package answer

import (
	"embed"
	"io"
	"slices"
	"time"

	"soundings/surveys"
	"soundings/surveys/board"
	"soundings/surveys/polls"
	"soundings/web/page"
	"soundings/web/texts"
)

//go:embed *.gohtml
var files embed.FS

// Templates returns the pages of this room.
func Templates() page.Folder { return page.Folder{Room: "answer", Layout: page.Patient, Files: files} }

// Pages are the pages behind links and codes.
type Pages struct {
	*page.Site
	Surveys  *surveys.Service
	Polls    *polls.Service
	Board    *board.Service // of what went wrong
	Announce board.Announcing
	Now      func() time.Time
	Rand     io.Reader // for the browser's own number at an open poll
}

// Examples returns each page of this room as it may be sent.
func Examples(p texts.Printer) []page.Example {
	return slices.Concat(patientExamples(p), consentExamples(p), ballotExamples(p), helpExamples(p), bumpExamples(p), newsExamples(p))
}
