// Package learn is the room Learn of the menu: the reports with their tables and the meeting pack, and the events that they
// are counted from, as they come one by one or in files.
package learn

import (
	"context"
	"embed"
	"slices"

	"soundings/cohorts/rollout"
	"soundings/metrics"
	"soundings/metrics/intake"
	"soundings/surveys"
	"soundings/web/page"
	"soundings/web/texts"
)

//go:embed *.gohtml
var files embed.FS

// Templates returns the pages of this room.
func Templates() page.Folder { return page.Folder{Room: "learn", Layout: page.Team, Files: files} }

// Room is what the pages of this room share.
type Room struct {
	*page.Site
	Figures  *metrics.Service // counts what the reports show
	Intake   *intake.Service  // takes events in
	Rollouts *rollout.Service
	Surveys  *surveys.Service
}

// Polls draws the polls for the reports.
type Polls interface {
	// PollReports draws the newest polls that have an order, at most limit.
	PollReports(ctx context.Context, frame page.Page, limit int) ([]page.PollReport, error)
	// PollTable returns a row for each feature of each such poll, under a row of names.
	PollTable(ctx context.Context) ([][]string, error)
}

// Tasks returns what needs somebody now.
type Tasks func(ctx context.Context, frame page.Page) ([]page.Task, error)

// Reports are the report pages, their tables and their API.
type Reports struct {
	*Room
	Polls Polls
	Tasks Tasks
}

// Events are the pages and the API that take events in.
type Events struct {
	*Room
	Turns *page.Turns // of requests with events
}

// NewEvents returns the pages and the API that take events in.
func NewEvents(room *Room) *Events {
	return &Events{Room: room, Turns: page.NewTurns(eventsTogether, eventsTimeout, 0, "")}
}

// Examples returns each page of this room as it may be sent.
func Examples(p texts.Printer) []page.Example {
	return slices.Concat(reportExamples(p), eventExamples(p))
}
