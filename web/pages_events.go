package web

// EventsPage takes a file of events.
type EventsPage struct{ UploadsPage }

// EventFilePage shows one file of events. Where it waits it also takes "every" for what every row is and "dates" for the order
// of day and month.
type EventFilePage struct {
	UploadPage
	Every []Option
	Dates []Option // none: every date begins with the year
	Apart string   // how many events of strangers are kept apart at most
}

func (EventsPage) template() string    { return "team/events" }
func (EventFilePage) template() string { return "team/event_file" }
