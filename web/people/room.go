// Package people is the room People of the menu: participants with their import, and cohorts with selection, consent and
// members.
package people

import (
	"embed"

	"soundings/cohorts/rollout"
	"soundings/surveys"
	"soundings/surveys/polls"
	"soundings/web/page"
)

//go:embed *.gohtml
var files embed.FS

// Templates returns the pages of this room.
func Templates() page.Folder { return page.Folder{Room: "people", Layout: page.Team, Files: files} }

// Room is what the pages of this room share.
type Room struct {
	*page.Site
	Rollouts *rollout.Service // what a participant sees
	Surveys  *surveys.Service // what they were asked
	Polls    *polls.Service
}

// Participants are the pages and the API of participants.
type Participants struct{ *Room }

// Cohorts are the pages and the API of cohorts and their members.
type Cohorts struct{ *Room }
