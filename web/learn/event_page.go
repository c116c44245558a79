package learn

import (
	"soundings/web/page"
	uploads "soundings/web/upload"
)

// EventsPage takes a file of events.
type EventsPage struct{ uploads.ListPage }

// EventFilePage shows one file of events. Where it waits it also takes "every" for what every row is and "dates" for the order
// of day and month.
type EventFilePage struct {
	uploads.FilePage
	Every []page.Option
	Dates []page.Option // none: every date begins with the year
	Apart string        // how many events of strangers are kept apart at most
}

func (EventsPage) Template() string { return "learn/events" }

func (EventFilePage) Template() string { return "learn/event_file" }
