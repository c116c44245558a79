package learn

import (
	"github.com/labstack/echo/v4"

	"soundings/cohorts/upload"
	"soundings/metrics/intake"
	"soundings/web/page"
	uploads "soundings/web/upload"
)

// EventFilePage shows one file of events. Where it waits it also takes "every" for what every row is and "dates" for the order
// of day and month.
type EventFilePage struct {
	uploads.FilePage
	Every []page.Option
	Dates []page.Option // none: every date begins with the year
	Apart string        // how many events of strangers are kept apart at most
}

// Template returns the name of the page's template.
func (EventFilePage) Template() string { return "learn/event_file" }

// eventFilePage shows how a file of events is read and what came of it, or would.
func (s *Events) eventFilePage(c echo.Context, up uploads.FilePage, f intake.File) (page.View, error) {
	v := EventFilePage{FilePage: up, Apart: up.Int(intake.MaxApart)}
	eventWords(&v.FilePage)
	switch f.State {
	case upload.Finished:
		v.Report.Figures = eventCounts(v.FilePage.Page, f.Report.Taken)
	case upload.Waiting:
		v.Form, v.Report = readingProblems(v.FilePage.Page, f.Report.Errors), eventReport(v.FilePage.Page, f.Report)
		for i := range v.Columns {
			offerMeanings(&v.Columns[i], v.Page, f.Reading.Columns)
		}
		if f.Report.Asks {
			v.Dates = uploads.DateOptions(v.Page, f.Reading.Dates)
		}
		var err error
		if v.Every, err = s.everyOptions(c, v.Page, f.Reading); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// eventWords puts what is said of files of events into the page that all uploads share.
func eventWords(v *uploads.FilePage) {
	v.Up, v.Look = page.Link{Text: v.T("events.title"), Href: "/events"}, page.Link{Text: v.T("events.look"), Href: "/reports"}
	v.BadRows = v.Here + "/not-counted.csv"
	v.Says = uploads.Words{Nothing: v.T("events.nothing_counted"), Start: v.T("events.count"), Waits: v.T("events.waits"), Done: v.T("events.counted")}
	v.Heads = []string{v.T("upload.in_file"), v.T("events.meaning")}
}

// readingProblems puts beside the fields what is wrong with how a file is read: such an error is at its header, line 1.
func readingProblems(p page.Page, errs []upload.RowError) page.Form {
	var form page.Form
	for _, e := range errs {
		if e.Line > 1 {
			break
		}
		field := "columns"
		switch e.Text.ID {
		case "event_file.no_kind", "event_file.no_feature", "event.kind":
			field = "every"
		case "event_file.dates":
			field = "dates"
		}
		form.Problems = append(form.Problems, page.Problem{Field: field, Text: p.Say(e.Text)})
	}
	return form
}

// eventReport shows what reading a file would do. Where it only asks how to read, its errors stand at the fields.
func eventReport(p page.Page, r intake.FileReport) uploads.Report {
	asks := len(r.Errors) > 0 && r.Bad == 0
	v := uploads.Report{Good: len(r.Errors) == 0, Asks: asks, Bad: p.Int(r.Bad), Figures: eventCounts(p, r.Counts), Listed: r.Bad > 0 || len(r.Aside) > 0}
	if !asks {
		v.Errors = uploads.NewErrorTable(p, r.Errors)
	}
	return v
}

// eventCounts returns how many rows of a file came to what. Those that are not counted are left out where there are none.
func eventCounts(p page.Page, c intake.Counts) []page.Figure {
	figures := []page.Figure{{Label: p.T("events.accepted"), Value: p.Int(c.Accepted)}, {Label: p.T("events.duplicates"), Value: p.Int(c.Duplicates)}}
	for _, f := range []struct {
		n     int
		label string
	}{{c.Unknown, p.T("events.unknown")}, {c.Refused, p.T("events.refused")}, {c.Blank, p.T("events.blank")}} {
		if f.n > 0 {
			figures = append(figures, page.Figure{Label: f.label, Value: p.Int(f.n)})
		}
	}
	return figures
}
