// Package portal is the room Portal of the menu: features with their rollouts, the plan, and the charter around it. It
// also tells the patient portal itself which features a participant sees.
//
//	features.go  the list; feature.go one of them
//	rollout.go   one rollout: its form, moves, ramp and card beside it; ofrep.go what the portal asks
//	plans.go     a new plan; plan.go one of them: phases, progress, edit and export beside it; tell.go a slip
//	charter.go   all entries; entry.go one of them
//
// A page is a .go and a .gohtml file of one name; its routes of the API stand in the file named _api.go.
package portal

import (
	"embed"
	"errors"
	"slices"
	"strings"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/cohorts/ready"
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
	Ready    *ready.Service   // what features must have, and their workflows
	Surveys  *surveys.Service // their scores can be gates and goals
	Polls    *polls.Service   // their results can be planned
	Now      func() time.Time
}

// Features are the pages and the API of features and their rollouts.
type Features struct{ *Room }

// Plans are the pages and the API of plans.
type Plans struct{ *Room }

// Charter are the pages and the API of goals, decisions and dates around the plan.
type Charter struct{ *Room }

// onWhole puts a refusal of one part of a list, as of "polls[0]" or "priorities.bills", on the one field of a form that
// holds the list.
func onWhole(err error, lists ...string) error {
	var refusal *base.Error
	if !errors.As(err, &refusal) {
		return err
	}
	names := map[string]string{}
	for _, f := range refusal.Fields {
		if end := strings.IndexAny(f.Name, ".["); end > 0 && slices.Contains(lists, f.Name[:end]) {
			names[f.Name] = f.Name[:end]
		}
	}
	return page.Renamed(err, names)
}

// Examples returns each page of this room as it may be sent.
func Examples(p texts.Printer) []page.Example {
	return slices.Concat(featureExamples(p), rolloutExamples(p), planExamples(p), charterExamples(p))
}
