// Package listen is the room Listen of the menu: the board on which the quick-response team works what people reported.
package listen

import (
	"context"
	"embed"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/rollout"
	"soundings/surveys"
	"soundings/surveys/board"
	"soundings/web/page"
)

//go:embed *.gohtml
var files embed.FS

// Templates returns the pages of this room.
func Templates() page.Folder { return page.Folder{Room: "listen", Layout: page.Team, Files: files} }

// Room is what the pages of this room share.
type Room struct {
	*page.Site
	Board    *board.Service
	Rollouts *rollout.Service
	Surveys  *surveys.Service
	Now      func() time.Time
}

// places returns where a bump may be hit, features first, as options of a field.
func (s *Room) places(ctx context.Context, frame page.Page) ([]page.Option, error) {
	features, err := s.Rollouts.Features(ctx)
	if err != nil {
		return nil, err
	}
	var all []page.Option
	for _, f := range features {
		if f.Stage != rollout.Retired {
			all = append(all, page.Option{Value: f.Key, Text: f.Name.In(frame.Lang())})
		}
	}
	for _, place := range board.Places() {
		all = append(all, page.Option{Value: place, Text: frame.T("bump.place." + place)})
	}
	return all, nil
}

// named returns the text of the option with a value; the value where there is none.
func named(options []page.Option, value string) string {
	for _, o := range options {
		if o.Value == value {
			return o.Text
		}
	}
	return value
}

// people returns everybody of the team as options of a field, and who did something by their names.
func (s *Room) people(ctx context.Context, frame page.Page) ([]page.Option, func(base.Actor) string, error) {
	who, known, err := s.Actors(ctx, frame)
	var all []page.Option
	for _, a := range known {
		if a.Kind == base.ActorStaff {
			all = append(all, page.Option{Value: a.ID, Text: who(a)})
		}
	}
	return all, who, err
}

// severities returns the severities as options of a field.
func severities(frame page.Page) []page.Option {
	var all []page.Option
	for _, severity := range board.Severities() {
		all = append(all, page.Option{Value: string(severity), Text: frame.T("bump.severity." + string(severity))})
	}
	return all
}

// stateLooks are the shape and colour of each state, and severityLooks of each severity.
var (
	stateLooks = map[board.State]string{
		board.New: "waiting", board.Assessing: "active", board.Adapting: "active", board.Done: "done", board.Told: "done", board.NotPlanned: "stopped", board.Merged: "stopped",
	}
	severityLooks = map[board.Severity]string{board.Blocker: "stopped", board.Major: "waiting", board.Minor: "done"}
)

func stateBadge(frame page.Page, s board.State) page.Badge {
	return page.Badge{Text: frame.T("bump.state." + string(s)), Look: stateLooks[s]}
}

func severityBadge(frame page.Page, s board.Severity) page.Badge {
	if s == "" {
		return page.Badge{}
	}
	return page.Badge{Text: frame.T("bump.severity." + string(s)), Look: severityLooks[s]}
}
