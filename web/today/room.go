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

// Room is a part of the site that tells Today what needs somebody.
type Room interface {
	Brief(ctx context.Context, frame page.Page) (page.Brief, error)
}

// Today is the first page.
type Today struct {
	*page.Site
	Rooms []Room // in the order of their tasks
}
