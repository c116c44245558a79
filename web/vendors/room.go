// Package vendors is the room of the company that makes the portal, in the menu's Portal: its card, and its releases with what came
// of each.
//
//	vendor.go   the card and the list of releases; edit.go the card's form
//	release.go  one release: what it is to mend, and what was different after it
//	brief.go    what Today is handed
//
// A release is a line of the charter, and is written there.
package vendors

import (
	"context"
	"embed"
	"strings"

	"soundings/cohorts/plan"
	"soundings/cohorts/rollout"
	"soundings/metrics"
	"soundings/surveys/board"
	"soundings/web/page"
)

//go:embed *.gohtml
var files embed.FS

// Templates returns the pages of this room.
func Templates() page.Folder { return page.Folder{Room: "vendors", Layout: page.Team, Files: files} }

// Pages are the pages and the API of this room.
type Pages struct {
	*page.Site
	Plans    *plan.Service
	Rollouts *rollout.Service
	Promises board.Promises
	Figures  *metrics.Service
}

// names are what features are called, by key.
type names map[string]string

func (s *Pages) names(ctx context.Context, frame page.Page) (names, error) {
	all, err := s.Rollouts.Features(ctx)
	known := names{}
	for _, f := range all {
		known[f.Key] = f.Name.In(frame.Lang())
	}
	return known, err
}

// of returns what features are called, in one text.
func (n names) of(keys []string) string {
	var all []string
	for _, key := range keys {
		name := n[key]
		if name == "" {
			name = key
		}
		all = append(all, name)
	}
	return strings.Join(all, ", ")
}
