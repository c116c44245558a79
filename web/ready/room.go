// Package ready is the room of what must be there before people see a feature: the help that patients read, and the workflows
// by which departments work. Its pages hang on those of features.
package ready

import (
	"embed"
	"regexp"
	"slices"

	"soundings/cohorts/ready"
	"soundings/web/page"
	"soundings/web/texts"
)

//go:embed *.gohtml
var files embed.FS

// Templates returns the pages of this room.
func Templates() page.Folder { return page.Folder{Room: "ready", Layout: page.Team, Files: files} }

// Room is what the pages of this room share.
type Room struct {
	*page.Site
	Ready *ready.Service
}

// Helps are the pages and the API of help, and of what features require.
type Helps struct{ *Room }

// Workflows are the pages and the API of workflows.
type Workflows struct{ *Room }

// inList is how the domain names a part of a list; a form has dots alone.
var inList = regexp.MustCompile(`\[(\d+)\]`)

// formNames gives the fields of a refusal the names that they have in a form: "steps[2].role" is "steps.2.role".
func formNames(err error) error {
	return page.RenamedBy(err, func(name string) string { return inList.ReplaceAllString(name, ".$1") })
}

// Examples returns each page of this room as it may be sent.
func Examples(p texts.Printer) []page.Example {
	return slices.Concat(helpExamples(p), workflowExamples(p))
}
