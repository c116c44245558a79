package intake

import (
	"context"
	"fmt"
	"io"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// TakeFile takes in a CSV file of events at once. It checks every row before it keeps one: a report with Errors means that
// nothing was kept. A dry run keeps nothing in any case.
func (s *Service) TakeFile(ctx context.Context, file io.Reader, r Reading, dryRun bool) (FileReport, error) {
	t, bad, err := readFile(file)
	if err != nil || len(bad) > 0 {
		return FileReport{Errors: bad}, err
	}
	if err := base.InvalidFields(r.Columns.Unknown(t.Header)...); err != nil {
		return FileReport{}, err
	}
	report, r, err := s.checkFile(ctx, t.Header, r, "", tableChunks(t), nil)
	if err != nil || len(report.Errors) > 0 || dryRun || report.Rows == 0 {
		return report, err
	}
	f := File{Upload: cohorts.NewUpload(ctx, s.Rand, s.Now(), "", t), Reading: r, Report: report}
	f.State, f.Touched, f.Report.Aside = cohorts.Running, s.Now(), nil
	if err := s.Store.KeepFile(ctx, f, t.Rows); err != nil {
		return report, fmt.Errorf("keeping the checked rows: %w", err)
	}
	f.Version = cohorts.KeptImportVersion
	// From here on it finishes, whoever waits for it.
	if f, err = s.applyFile(context.WithoutCancel(ctx), f); err != nil {
		return report, err
	}
	report.Counts = f.Taken
	return report, nil
}

// applyFile goes on with a running file until all its chunks are taken in. Two servers may do it at once: a chunk goes in
// with the file's own version, so that each goes in once.
func (s *Service) applyFile(ctx context.Context, f File) (File, error) {
	ctx = base.WithActor(ctx, f.By)
	read, _, err := s.newRowReader(ctx, f.Header, f.Reading)
	if err != nil {
		return f, err
	}
	for f.State == cohorts.Running {
		next, err := s.applyChunk(ctx, f, read)
		switch {
		case base.IsCode(err, base.Conflict): // another server was quicker, or one of its events came in meanwhile
			if next, err = s.FindFile(ctx, f.ID); err != nil {
				return f, err
			}
		case err != nil:
			return f, fmt.Errorf("taking in a file of events: %w", err)
		}
		f = next
	}
	return f, nil
}

// applyChunk takes in the next chunk of a file. What came of it is counted with it, so that it is told once.
func (s *Service) applyChunk(ctx context.Context, f File, read *rowReader) (File, error) {
	s.taken.Store(time.Now().UnixNano())
	rows, err := s.Cohorts.RowsOf(ctx, f.Upload, f.Next)
	if err != nil {
		return f, err
	}
	sorted, err := read.sort(ctx, rows, map[string]bool{})
	if err != nil {
		return f, err
	}
	b := sorted.batch
	apart := b.unknown[:min(len(b.unknown), max(0, MaxApart-f.Taken.Unknown))]
	f.Next++
	f.Touched = s.Now()
	f.Taken.add(sorted.counts)
	if f.Next >= f.Chunks {
		f.State = cohorts.Finished
	}
	if err := s.Store.ApplyFile(ctx, f, b.fresh, apart, b.now.Add(parkedFor)); err != nil {
		return f, err
	}
	b.record()
	f.Version++
	return f, nil
}

// ResumeFiles takes in the files that somebody confirmed, and finishes those that a stop interrupted: for a background job.
func (s *Service) ResumeFiles(ctx context.Context) error {
	all, err := s.Files(ctx)
	if err != nil {
		return err
	}
	for _, f := range all {
		if !f.Stopped(s.Now()) {
			continue
		}
		if _, err := s.applyFile(ctx, f); err != nil {
			return err
		}
		s.Log.InfoContext(ctx, "took in a file of events", "file", f.ID, "rows", f.Rows)
	}
	return nil
}

// SweepFiles forgets the rows that nobody confirmed in time, and what came of old files.
func (s *Service) SweepFiles(ctx context.Context) error {
	all, err := s.Files(ctx)
	if err != nil {
		return err
	}
	for _, f := range all {
		if !f.Over(s.Now()) {
			continue
		}
		if err := s.Store.ForgetFile(ctx, f); err != nil && !base.IsCode(err, base.Conflict) {
			return fmt.Errorf("forgetting a file of events: %w", err)
		}
	}
	return nil
}
