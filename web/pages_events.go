package web

// EventsPage takes a CSV file of events, field "file", and lists the files of the last hours.
type EventsPage struct {
	Page
	Imports []ImportRow
}

// EventFilePage shows one file of events; State is waiting, running or finished. Where it waits it takes what each column is,
// "every" for what every row is and "dates" for the order of day and month; _action is check, import or discard.
type EventFilePage struct {
	Page
	ID       string
	File     string
	State    string
	Rows     string
	Report   EventReport
	Columns  []ImportColumn // waiting
	Every    []Option
	Dates    []Option // none: every date begins with the year
	Apart    string   // how many events of strangers are kept apart at most
	Progress Progress // running
}

// EventReport is what taking in a file of events did, or would do.
type EventReport struct {
	Good    bool // there are rows, and no mistakes
	Asks    bool // it has to be said first how the file is read
	Bad     string
	Figures []Figure
	Errors  ImportErrors
	Listed  bool // there are rows with reasons to download
}

func (EventsPage) template() string    { return "team/events" }
func (EventFilePage) template() string { return "team/event_file" }
