package learn

import (
	"soundings/cohorts/upload"
	"soundings/web/page"
	"soundings/web/texts"
	uploads "soundings/web/upload"
)

func eventExamples(p texts.Printer) []page.Example {
	at := page.ExampleTeamPages(p)
	asked := at("/events/X")
	asked.Form.Problems = []page.Problem{{Field: "every", Text: p.T("event_file.no_kind")}, {Field: "columns", Text: p.T("event_file.no_time")}, {Field: "dates", Text: p.T("event_file.dates")}}
	file := func(frame page.Page, state string, r uploads.Report, dates []page.Option) EventFilePage {
		v := uploads.ExampleFile(frame, state, r)
		v.File = "logins of all patients, as of March.csv"
		v.Columns = uploads.Columns([]string{"Patient ID", "Último acceso"}, []upload.Row{{Cells: []string{"P-0001", "3/4/2027 3:04 PM"}}})
		for i := range v.Columns {
			offerMeanings(&v.Columns[i], frame, upload.Mapping{"Patient ID": "ref", "Último acceso": "at"})
		}
		eventWords(&v)
		return EventFilePage{
			FilePage: v, Apart: "10,000", Dates: dates,
			Every: []page.Option{{Value: "", Text: p.T("events.every.column"), Chosen: true}, {Value: "login", Text: p.T("events.every.login"), Chosen: false}},
		}
	}
	figures := []page.Figure{{Label: p.T("events.accepted"), Value: "1,410", Note: "", Href: ""}, {Label: p.T("events.duplicates"), Value: "200", Note: "", Href: ""}, {Label: p.T("events.unknown"), Value: "380", Note: "", Href: ""}, {Label: p.T("events.refused"), Value: "10", Note: "", Href: ""}}
	return []page.Example{
		{Name: "start", View: EventsPage{uploads.ListPage{Page: at("/events"), Blank: "/events/template.csv"}}},
		{Name: "letters", View: EventsPage{uploads.ExampleLetters(at("/events"))}},
		{Name: "used", View: EventsPage{uploads.ListPage{Page: at("/events"), Files: []uploads.ListRow{{File: page.Link{Text: "logins.csv", Href: "/events/X"}, State: page.Badge{Text: p.T("upload.state.finished"), Look: "done"}, Rows: "2,000", At: "March 4, 2027, 9:05 AM"}}}}},
		{Name: "asked", View: file(asked, "waiting", uploads.Report{Asks: true, Errors: uploads.ErrorTable{Printer: p}}, uploads.DateOptions(asked, ""))},
		{Name: "refused", View: file(at("/events/X"), "waiting", uploads.Report{Bad: "2", Listed: true, Errors: uploads.ErrorTable{Printer: p, Cells: []uploads.ErrorRow{{Rows: "1", Lines: "17", Column: "Último acceso", Text: p.T("event_file.time")}}, More: true}}, nil)},
		{Name: "checked", View: file(at("/events/X"), "waiting", uploads.Report{Good: true, Listed: true, Figures: figures}, uploads.DateOptions(asked, "dmy"))},
		{Name: "running", View: file(at("/events/X"), "running", uploads.Report{}, nil)},
		{Name: "counted", View: file(at("/events/X"), "finished", uploads.Report{Figures: figures}, nil)},
	}
}
