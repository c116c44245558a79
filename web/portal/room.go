// Package portal is the room Portal of the menu: features with their rollouts, the plan, and the charter around it. It
// also tells the portal itself which features a participant sees.
package portal

import (
	"embed"
	"slices"
	"time"

	"soundings/cohorts/plan"
	"soundings/cohorts/rollout"
	"soundings/surveys"
	"soundings/surveys/polls"
	"soundings/web/page"
	"soundings/web/texts"
)

//go:embed *.gohtml
var files embed.FS

// Templates returns the pages of this room.
func Templates() page.Folder { return page.Folder{Room: "portal", Layout: page.Team, Files: files} }

// Room is what the pages of this room share.
type Room struct {
	*page.Site
	Rollouts *rollout.Service
	Plans    *plan.Service
	Surveys  *surveys.Service // whose scores can be a gate or a goal
	Polls    *polls.Service   // of which a plan can be made
	Now      func() time.Time
}

// Features are the pages and the API of features and their rollouts.
type Features struct{ *Room }

// Plans are the pages and the API of plans.
type Plans struct{ *Room }

// Charter is the pages and the API of goals, decisions and dates around the plan.
type Charter struct{ *Room }

// Examples returns each page of this room as it may be sent.
func Examples(p texts.Printer) []page.Example {
	return slices.Concat(featureExamples(p), planExamples(p))
}
