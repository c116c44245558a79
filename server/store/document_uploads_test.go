package store

import (
	"context"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/cohorts/upload"
	"soundings/metrics"
	"soundings/metrics/intake"
)

// Of an uploaded file, too, every field is kept, of its rows and of how it was read.
func TestEveryFieldOfAFileIsKept(t *testing.T) {
	for name, test := range map[string]func(t *testing.T, s *Store){
		"import": func(t *testing.T, s *Store) {
			keeps(t, s.Imports().Save, func(ctx context.Context, job cohorts.Import) (cohorts.Import, error) {
				return s.Imports().Find(ctx, job.ID)
			},
				func(job *cohorts.Import) {
					job.Report.Rows, job.Report.Empty, job.Report.Sheets = job.Rows, job.Empty, job.Sheets
				})
		},
		"rows": func(t *testing.T, s *Store) {
			keeps(t, func(ctx context.Context, rows []upload.Row) error {
				return s.keepRows(ctx, "file", func(yield func([]upload.Row, error) bool) { yield(rows, nil) })
			},
				func(ctx context.Context, _ []upload.Row) ([]upload.Row, error) {
					return s.Imports().Rows(ctx, "file", 0)
				})
		},
		"mapping": func(t *testing.T, s *Store) {
			keeps(t, s.SaveImportReading, func(ctx context.Context, _ cohorts.Reading) (cohorts.Reading, error) { return s.ImportReading(ctx) })
		},
		"file of events": func(t *testing.T, s *Store) {
			keeps(t, s.Files().Save, func(ctx context.Context, f intake.File) (intake.File, error) { return s.Files().Find(ctx, f.ID) },
				func(f *intake.File) { f.Report.Rows, f.Report.Empty, f.Report.Sheets = f.Rows, f.Empty, f.Sheets })
		},
		"asking": func(t *testing.T, s *Store) {
			keeps(t, s.Askings().Save, func(ctx context.Context, job contact.Asking) (contact.Asking, error) {
				return s.Askings().Find(ctx, job.ID)
			})
		},
		"reading": func(t *testing.T, s *Store) {
			header := []string{"who", "what", "when"}
			keeps(t, func(ctx context.Context, r intake.Reading) error { return s.SaveReading(ctx, header, r) },
				func(ctx context.Context, _ intake.Reading) (intake.Reading, error) {
					r, _, err := s.Reading(ctx, header)
					return r, err
				})
		},
	} {
		t.Run(name, func(t *testing.T) { test(t, emptyStore(t)) })
	}
}

func (c *example) files() error {
	u := upload.File{
		ID: "01IMPORT", Name: "patients.xlsx", Sheets: upload.Sheets{Read: "Patients", All: []string{"Patients", "Notes"}}, State: upload.Running, Header: []string{"Ref", "Group"}, Rows: 1, Chunks: 1, Started: c.at, By: base.ActorFrom(c.ctx),
	}
	rows := func(yield func([]upload.Row, error) bool) {
		yield([]upload.Row{{Line: 2, Cells: []string{"P-0003", "patient"}}}, nil)
	}
	mapping := cohorts.Reading{Columns: upload.Mapping{"Ref": "ref", "Group": "group"}, Values: map[string]string{"group:socio": "patient"}}
	reading := intake.Reading{Columns: upload.Mapping{"Patient": "ref", "When": "at"}, Kind: metrics.Login}
	return inTurn(func() error {
		return c.s.Imports().Keep(c.ctx, cohorts.Import{File: u, Reading: mapping, Report: cohorts.ImportReport{Added: 1}}, rows)
	}, func() error { return c.s.SaveImportReading(c.ctx, mapping) },
		func() error {
			f := intake.File{File: u, Reading: reading, Report: intake.FileReport{Bad: 1, Errors: []upload.RowError{{Line: 2, Column: "When", Text: base.T("error.date", "Value", "soon")}}}}
			f.ID, f.Name, f.Header = "01EVENTS", "logins.csv", []string{"Patient", "When"}
			return c.s.Files().Keep(c.ctx, f, func(func([]upload.Row, error) bool) {})
		},
		func() error {
			job := contact.Asking{File: upload.File{ID: "01ASKING", State: upload.Running, Rows: 2000, Chunks: 3, Next: 1, Started: c.at, Touched: c.at, By: base.ActorFrom(c.ctx)}}
			job.Reading = contact.Question{Kind: contact.ForSurvey, Subject: "portal", Expires: c.at.AddDate(0, 0, 21), Steps: []contact.Step{{By: contact.ByMail}}}
			job.Report.People = 900
			return c.s.Askings().Keep(c.ctx, job, func(func([]upload.Row, error) bool) {})
		},
		func() error { return c.s.SaveReading(c.ctx, []string{"Patient", "When"}, reading) })
}
