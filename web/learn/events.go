package learn

import (
	"soundings/cohorts/upload"
	"soundings/metrics/intake"
	"soundings/web/page"
	uploads "soundings/web/upload"
)

// EventsPage takes a file of events, and lists those taken before.
type EventsPage struct{ uploads.ListPage }

// Template returns the name of the page's template.
func (EventsPage) Template() string { return "learn/events" }

// EventFiles returns the pages of files of events.
func (s *Events) EventFiles() uploads.Pages[intake.Reading, intake.FileReport] {
	return uploads.Pages[intake.Reading, intake.FileReport]{
		Site: s.Site, Jobs: func() *upload.Jobs[intake.Reading, intake.FileReport] { return s.Intake.Files() },
		Path: "/events", Discarded: "flash.events_discarded", Bad: "not-counted.csv", Columns: []string{"id", "ref", "kind", "feature", "at"},
		List: func(v uploads.ListPage) page.View { return EventsPage{v} }, File: s.eventFilePage, Typed: typedReading,
	}
}
