// Package ask is the room Ask of the menu: polls and surveys, from their making to their results.
package ask

import (
	"embed"
	"time"

	"soundings/cohorts/rollout"
	"soundings/surveys"
	"soundings/surveys/polls"
	"soundings/web/page"
)

//go:embed *.gohtml
var files embed.FS

// Templates returns the pages of this room.
func Templates() page.Folder { return page.Folder{Room: "ask", Layout: page.Team, Files: files} }

// Room is what the pages of this room share.
type Room struct {
	*page.Site
	Surveys  *surveys.Service
	Polls    *polls.Service
	Rollouts *rollout.Service // the features that a poll can put in order
	Now      func() time.Time
}

// Polls are the pages and the API of polls.
type Polls struct{ *Room }

// Surveys are the pages and the API of surveys.
type Surveys struct{ *Room }
