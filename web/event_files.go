package web

import (
	"github.com/labstack/echo/v4"

	"soundings/cohorts/upload"
	"soundings/metrics/intake"
)

// eventFiles are the pages of the files of events.
func (s *Server) eventFiles() uploads[intake.Reading, intake.FileReport] {
	return uploads[intake.Reading, intake.FileReport]{
		s: s, jobs: func() *upload.Jobs[intake.Reading, intake.FileReport] { return s.Intake.Files() },
		path: "/events", discarded: "flash.events_discarded", bad: "not-counted.csv",
		list: func(v UploadsPage) View { return EventsPage{v} }, file: s.eventFilePage, typed: typedReading,
	}
}

// eventFilePage says of a file of events how it is read and what came of it, or would.
func (s *Server) eventFilePage(c echo.Context, up UploadPage, f intake.File) (View, error) {
	v := EventFilePage{UploadPage: up, Apart: up.Int(intake.MaxApart)}
	v.eventWords()
	switch f.State {
	case upload.Finished:
		v.Report.Figures = v.eventCounts(f.Report.Taken)
	case upload.Waiting:
		v.Form, v.Report = v.readingProblems(f.Report.Errors), v.eventReport(f.Report)
		for i := range v.Columns {
			v.Columns[i].means(v.Page, f.Reading.Columns)
		}
		if f.Report.Asks {
			v.Dates = dateOptions(v.Page, f.Reading.Dates)
		}
		var err error
		if v.Every, err = s.everyOptions(c, v.Page, f.Reading); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// eventWords says what the page of a file of events says.
func (v *UploadPage) eventWords() {
	v.Up, v.Look = Link{v.T("events.title"), "/events"}, Link{v.T("events.look"), "/reports"}
	v.BadRows = v.Here + "/not-counted.csv"
	v.Says = UploadWords{v.T("events.nothing_counted"), v.T("events.count"), v.T("events.waits"), v.T("events.counted")}
	v.Heads = []string{v.T("upload.in_file"), v.T("events.meaning")}
}

// readingProblems says beside the fields what is wrong with how a file is read: that is said of its header, line 1.
func (p Page) readingProblems(errs []upload.RowError) Form {
	var form Form
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
		form.Problems = append(form.Problems, Problem{field, p.Say(e.Text)})
	}
	return form
}

func (p Page) eventReport(r intake.FileReport) UploadReport {
	asks := len(r.Errors) > 0 && r.Bad == 0
	v := UploadReport{Good: len(r.Errors) == 0, Asks: asks, Bad: p.Int(r.Bad), Figures: p.eventCounts(r.Counts), Listed: r.Bad > 0 || len(r.Aside) > 0}
	if !asks {
		v.Errors = p.rowErrors(r.Errors)
	}
	return v
}

// eventCounts says what came of the rows of a file. What there is none of is left out, but for what counts.
func (p Page) eventCounts(c intake.Counts) []Figure {
	figures := []Figure{{Label: p.T("events.accepted"), Value: p.Int(c.Accepted)}, {Label: p.T("events.duplicates"), Value: p.Int(c.Duplicates)}}
	for _, f := range []struct {
		n     int
		label string
	}{{c.Unknown, p.T("events.unknown")}, {c.Refused, p.T("events.refused")}, {c.Blank, p.T("events.blank")}} {
		if f.n > 0 {
			figures = append(figures, Figure{Label: f.label, Value: p.Int(f.n)})
		}
	}
	return figures
}
