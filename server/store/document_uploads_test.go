package store

import (
	"context"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/cohorts/upload"
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
