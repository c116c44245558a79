package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/metrics/intake"
)

func (s *Server) eventsForm(c echo.Context) error { return s.show(c, s.eventsPage) }

func (s *Server) eventsPage(c echo.Context, page Page) (View, error) {
	all, err := s.Intake.Files(c.Request().Context())
	if err != nil {
		return nil, err
	}
	v := EventsPage{Page: page}
	for _, f := range all {
		v.Imports = page.addUpload(v.Imports, f.Upload, eventFileHref(f))
	}
	return v, nil
}

func eventFileHref(f intake.File) string { return "/events/" + f.ID }

// uploadEvents takes a file and leads on to what taking it in would do.
func (s *Server) uploadEvents(c echo.Context) error {
	file, name, err := uploadedFile(c)
	if err != nil {
		return s.again(c, "/events", err, s.eventsPage)
	}
	defer file.Close()
	f, bad, err := s.Intake.Upload(c.Request().Context(), name, file)
	if len(bad) > 0 {
		err = noTable(bad)
	}
	if err != nil {
		return s.again(c, "/events", err, s.eventsPage)
	}
	return c.Redirect(http.StatusSeeOther, eventFileHref(f))
}

func (s *Server) showEventFile(c echo.Context) error { return s.show(c, s.eventFilePage) }

// eventFilePage shows how a file is read and what taking it in would do, then how far it is, then what it did.
func (s *Server) eventFilePage(c echo.Context, page Page) (View, error) {
	f, err := s.Intake.FindFile(c.Request().Context(), c.Param("id"))
	if err != nil {
		return nil, err
	}
	v := EventFilePage{
		Page: page, ID: f.ID, File: f.File, State: string(f.State), Rows: page.Int(f.Rows), Apart: page.Int(intake.MaxApart),
		Progress: page.progress(f.Upload),
	}
	switch f.State {
	case cohorts.Running, cohorts.Uploading:
		v.Refresh = refreshImport
	case cohorts.Finished:
		v.Report.Figures = page.eventCounts(f.Taken)
	case cohorts.Waiting:
		v.Form, v.Report = page.readingProblems(f.Report.Errors), page.eventReport(f.Report)
		v.Columns, v.Every, err = s.readingChoices(c, page, f)
		if f.Report.Asks {
			v.Dates = dateOptions(page, f.Reading.Dates)
		}
	}
	return v, err
}

// readingProblems says beside the fields what is wrong with how a file is read: that is said of its header, line 1.
func (p Page) readingProblems(errs []cohorts.RowError) Form {
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

func (p Page) eventReport(r intake.FileReport) EventReport {
	asks := len(r.Errors) > 0 && r.Bad == 0
	v := EventReport{Good: len(r.Errors) == 0, Asks: asks, Bad: p.Int(r.Bad), Figures: p.eventCounts(r.Counts), Listed: r.Bad > 0 || len(r.Aside) > 0}
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

// actOnEventFile checks a waiting file read otherwise, starts it, or discards it.
func (s *Server) actOnEventFile(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("id")
	f, err := s.Intake.FindFile(ctx, id)
	if err != nil {
		return err
	}
	switch c.FormValue("_action") {
	case "discard":
		if err := s.Intake.DiscardFile(ctx, id); err != nil {
			return err
		}
		return s.done(c, "/events", "flash.events_discarded")
	case "import":
		_, err = s.Intake.ConfirmFile(ctx, id)
	default:
		_, err = s.Intake.CheckFile(ctx, id, typedReading(c, f.Header))
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, eventFileHref(f))
}

// notCounted sends the rows of a waiting file that would not be counted as a table, with the reason beside each.
func (s *Server) notCounted(c echo.Context) error {
	ctx := c.Request().Context()
	page, err := s.page(c, "")
	if err != nil {
		return err
	}
	f, err := s.Intake.FindFile(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	return s.sendRows(c, page, "not-counted.csv", f.Header, func(each func(cohorts.Row, []cohorts.RowError) error) error {
		return s.Intake.NotCounted(ctx, f, each)
	})
}
