package cohorts

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"
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
	Text   Text
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

// ImportState is where an import stands.
type ImportState string

// The states of an import.
const (
	Uploading ImportState = "uploading" // its rows are being kept
	Waiting   ImportState = "waiting"   // for somebody to confirm it
	Running   ImportState = "running"
	Finished  ImportState = "finished"
)

// Import is a file whose rows are kept: checked, they wait to be confirmed, and are then applied chunk after chunk.
type Import struct {
	ID      string
	File    string // its name
	State   ImportState
	Header  []string // of the file
	Mapping Mapping
	Report  ImportReport // of the last check
	Rows    int
	Chunks  int
	Next    int // the chunk that is applied next
	Started time.Time
	Touched time.Time // when the last chunk was applied; zero: nobody has begun
	By      Actor
	Version int64
}

// Done answers how many rows are applied.
func (i Import) Done() int { return min(i.Rows, i.Next*ImportChunk) }

// Import reads participants from a CSV file with the usual columns. See ImportMapped.
func (s *Service) Import(ctx context.Context, file io.Reader, dryRun bool) (ImportReport, error) {
	return s.ImportMapped(ctx, file, nil, dryRun)
}

// ImportMapped reads participants from a CSV file. It checks every row before it keeps one: a report with Errors means that
// nothing was kept. A dry run keeps nothing in any case. Columns that the file does not have stay as they are.
func (s *Service) ImportMapped(ctx context.Context, file io.Reader, m Mapping, dryRun bool) (ImportReport, error) {
	t, bad, err := readTable(file)
	if err != nil || len(bad) > 0 {
		return ImportReport{Errors: bad}, err
	}
	if err := InvalidFields(m.unknown(t.header)...); err != nil {
		return ImportReport{}, err
	}
	check := s.newCheck(t.header, m)
	for rows := range slices.Chunk(t.rows, ImportChunk) {
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
	if err := s.Store.KeepImport(ctx, job, t.rows); err != nil {
		return report, fmt.Errorf("keeping the checked rows: %w", err)
	}
	job.Version = KeptImportVersion
	// From here on the import finishes, whoever waits for it.
	_, err = s.apply(context.WithoutCancel(ctx), job)
	return report, err
}

func (s *Service) newImport(ctx context.Context, file string, t table, m Mapping) Import {
	return Import{
		ID: NewID(s.Rand), File: file, Header: t.header, Mapping: m, Rows: len(t.rows), Started: s.Now(), By: ActorFrom(ctx),
		Chunks: (len(t.rows) + ImportChunk - 1) / ImportChunk,
	}
}

// apply goes on with a running import until all its chunks are kept. Two servers may do it at once: a chunk goes in with
// the import's own version, so each goes in once. While one chunk is written the next is made ready: a ref is in one row.
func (s *Service) apply(ctx context.Context, job Import) (Import, error) {
	ctx = WithActor(ctx, job.By)
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
		case IsCode(err, Conflict): // somebody changed it, or one of its participants
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
	rows, err := s.Store.ImportRows(ctx, job.ID, job.Next)
	if err != nil {
		return nil, fmt.Errorf("reading the checked rows: %w", err)
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
		if job.State != Running || s.Now().Sub(job.Touched) < importPatience {
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
		age := s.Now().Sub(job.Started)
		if job.State == Running || age < waitingLife || job.State == Finished && age < finishedLife {
			continue
		}
		if err := s.Store.ForgetImport(ctx, job); err != nil && !IsCode(err, Conflict) {
			return fmt.Errorf("forgetting an import: %w", err)
		}
	}
	if err := s.Store.ForgetLostRows(ctx); err != nil {
		return fmt.Errorf("forgetting rows that belong to no import: %w", err)
	}
	return nil
}
