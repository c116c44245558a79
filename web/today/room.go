// Package today is the first page of the team: what needs somebody now, as every other room tells it.
package today

import (
	"context"
	"embed"

	"soundings/web/page"
)

//go:embed *.gohtml
var files embed.FS

// Templates returns the pages of this room.
func Templates() page.Folder { return page.Folder{Room: "today", Layout: page.Team, Files: files} }

// Room is another room of the site, which knows what needs somebody in it.
type Room interface {
	// Brief returns its tasks and figures, and its steps on the way to the first result.
	Brief(ctx context.Context, frame page.Page) (page.Brief, error)
}

// Today is the first page, of what the rooms hand it.
type Today struct {
	*page.Site
	Rooms []Room // in the order of their tasks
}
