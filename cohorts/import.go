package cohorts

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"soundings/cohorts/base"
)

// Limits of an import.
const (
	MaxImportBytes = 64 << 20         // bytes of one file
	ImportChunk    = 900              // rows that are applied at once
	maxRowErrors   = 1000             // bad cells that one report names
	importPatience = 10 * time.Second // without progress: whoever applied the import has stopped
	waitingLife    = time.Hour        // how long checked rows wait for somebody to confirm them
	finishedLife   = 24 * time.Hour   // how long is shown what an import did
)

// RowError is one bad cell of an imported file.
type RowError struct {
	Line   int    // in the file; the header is line 1
	Column string // as in the header; empty: the whole row
	Text   base.Text
}

// ImportReport is what an import did, or would do.
type ImportReport struct {
	Rows, Added, Changed, Unchanged int
	Bad                             int        // rows with mistakes
	Errors                          []RowError // none, or nothing was kept
}

func (r *ImportReport) add(errs ...RowError) {
	r.Errors = append(r.Errors, errs[:min(len(errs), maxRowErrors-len(r.Errors))]...)
}

// Import is a file of participants.
type Import struct {
	Upload
	Mapping Mapping
	Report  ImportReport // of the last check
}

// Import reads participants from a CSV file with the usual columns. See ImportMapped.
func (s *Service) Import(ctx context.Context, file io.Reader, dryRun bool) (ImportReport, error) {
	return s.ImportMapped(ctx, file, nil, dryRun)
}

// ImportMapped reads participants from a CSV file. It checks every row before it keeps one: a report with Errors means that
// nothing was kept. A dry run keeps nothing in any case. Columns that the file does not have stay as they are.
func (s *Service) ImportMapped(ctx context.Context, file io.Reader, m Mapping, dryRun bool) (ImportReport, error) {
	t, bad, err := ReadTable(file)
	if err != nil || len(bad) > 0 {
		return ImportReport{Errors: bad}, err
	}
	if err := base.InvalidFields(m.Unknown(t.Header)...); err != nil {
		return ImportReport{}, err
	}
	check := s.newCheck(t.Header, m)
	for rows := range slices.Chunk(t.Rows, ImportChunk) {
		if err := check.rows(ctx, rows, nil); err != nil {
			return ImportReport{}, err
		}
	}
	report := check.done()
	if len(report.Errors) > 0 || dryRun || report.Rows == 0 {
		return report, nil
	}
	job := s.newImport(ctx, "", t, m)
	job.State, job.Report, job.Touched = Running, report, s.Now()
	if err := s.Store.KeepImport(ctx, job, t.Rows); err != nil {
		return report, fmt.Errorf("keeping the checked rows: %w", err)
	}
	job.Version = KeptImportVersion
	// From here on the import finishes, whoever waits for it.
	_, err = s.apply(context.WithoutCancel(ctx), job)
	return report, err
}

func (s *Service) newImport(ctx context.Context, file string, t Table, m Mapping) Import {
	return Import{Upload: NewUpload(ctx, s.Rand, s.Now(), file, t), Mapping: m}
}

// apply goes on with a running import until all its chunks are kept. Two servers may do it at once: a chunk goes in with
// the import's own version, so each goes in once. While one chunk is written the next is made ready: a ref is in one row.
func (s *Service) apply(ctx context.Context, job Import) (Import, error) {
	ctx = base.WithActor(ctx, job.By)
	ready := s.ready(ctx, job)
	for job.State == Running {
		chunk := <-ready
		if chunk.err != nil {
			return job, chunk.err
		}
		next := job
		next.Next++
		next.Touched = s.Now()
		if next.Next >= next.Chunks {
			next.State = Finished
		}
		ready = s.ready(ctx, next)
		switch err := s.Store.ApplyImport(ctx, next, chunk.changed); {
		case base.IsCode(err, base.Conflict): // somebody changed it, or one of its participants
			if job, err = s.Store.Import(ctx, job.ID); err != nil {
				return job, fmt.Errorf("reading an import again: %w", err)
			}
			ready = s.ready(ctx, job)
		case err != nil:
			return job, fmt.Errorf("applying an import: %w", err)
		default:
			next.Version++
			job = next
		}
	}
	return job, nil
}

// readyChunk is whom the next chunk of an import changes.
type readyChunk struct {
	changed []Participant
	err     error
}

// ready finds whom the next chunk of a running import changes.
func (s *Service) ready(ctx context.Context, job Import) <-chan readyChunk {
	found := make(chan readyChunk, 1)
	if job.State != Running {
		return found
	}
	go func() {
		changed, err := s.changed(ctx, job)
		found <- readyChunk{changed, err}
	}()
	return found
}

func (s *Service) changed(ctx context.Context, job Import) ([]Participant, error) {
	rows, err := s.RowsOf(ctx, job.Upload, job.Next)
	if err != nil {
		return nil, err
	}
	columns, _ := job.Mapping.columns(job.Header)
	before, after, err := s.merge(ctx, columns, rows)
	if err != nil {
		return nil, err
	}
	var changed []Participant
	for i := range after {
		if after[i].Group != "" && (after[i].Version == 0 || !before[i].Same(after[i])) {
			changed = append(changed, after[i])
		}
	}
	return changed, nil
}

// ResumeImports applies the imports that somebody confirmed, and finishes those that a stop interrupted.
func (s *Service) ResumeImports(ctx context.Context) error {
	all, err := s.Store.Imports(ctx)
	if err != nil {
		return fmt.Errorf("reading the imports under way: %w", err)
	}
	for _, job := range all {
		if !job.Stopped(s.Now()) {
			continue
		}
		if _, err := s.apply(ctx, job); err != nil {
			return err
		}
		s.Log.InfoContext(ctx, "finished an import", "import", job.ID, "rows", job.Rows)
	}
	return nil
}

// SweepImports forgets the rows that nobody confirmed in time, and what old imports did.
func (s *Service) SweepImports(ctx context.Context) error {
	all, err := s.Store.Imports(ctx)
	if err != nil {
		return fmt.Errorf("reading the imports: %w", err)
	}
	for _, job := range all {
		if !job.Over(s.Now()) {
			continue
		}
		if err := s.Store.ForgetImport(ctx, job.Upload); err != nil && !base.IsCode(err, base.Conflict) {
			return fmt.Errorf("forgetting an import: %w", err)
		}
	}
	if err := s.Store.ForgetLostRows(ctx); err != nil {
		return fmt.Errorf("forgetting rows that belong to no import: %w", err)
	}
	return nil
}
