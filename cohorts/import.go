package cohorts

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"
)

// MaxImportBytes bounds one import file.
const MaxImportBytes = 64 << 20

// maxRowErrors bounds how many bad rows one report names.
const maxRowErrors = 1000

// RowError is one bad cell of an imported file.
type RowError struct {
	Line   int    // in the file; the header is line 1
	Column string // as in the header; empty: the whole row
	Text   Text
}

// ImportReport is what an import did, or would do.
type ImportReport struct {
	Rows, Added, Changed, Unchanged int
	Errors                          []RowError // none, or nothing was kept
}

// Import is an import under way: its checked rows are kept, and applied chunk after chunk.
type Import struct {
	ID      string
	Columns []string // the file's header
	Rows    int
	Chunks  int
	Next    int // the chunk that is applied next
	Started time.Time
	By      Actor
	Version int64
}

// Finished tells whether every chunk is applied.
func (i Import) Finished() bool { return i.Next >= i.Chunks }

// Import reads participants from a CSV file. It checks every row before it keeps one: a report with Errors means that
// nothing was kept. A dry run keeps nothing in any case. Columns that the file does not have stay as they are.
func (s *Service) Import(ctx context.Context, file io.Reader, dryRun bool) (ImportReport, error) {
	table, report, err := readTable(file)
	if err != nil || len(report.Errors) > 0 {
		return report, err
	}
	if err := s.compare(ctx, table, &report); err != nil || len(report.Errors) > 0 || dryRun || report.Rows == 0 {
		return report, err
	}
	job := Import{
		ID: NewID(s.Rand), Columns: table.columns, Rows: len(table.rows), Started: s.Now(), By: ActorFrom(ctx),
		Chunks: (len(table.rows) + MaxChunk - 1) / MaxChunk,
	}
	if err := s.Store.StartImport(ctx, job, table.rows); err != nil {
		return report, fmt.Errorf("keeping the checked rows: %w", err)
	}
	job.Version = 1
	// From here on the import finishes, whoever waits for it.
	return report, s.apply(context.WithoutCancel(ctx), job)
}

// compare finds what each row would do, and holds the person that would come of it against the rules.
func (s *Service) compare(ctx context.Context, t table, report *ImportReport) error {
	line := 0
	for chunk := range slices.Chunk(t.rows, MaxChunk) {
		before, after, err := s.merge(ctx, t.columns, chunk)
		if err != nil {
			return err
		}
		for i := range after {
			switch {
			case before[i].Version == 0:
				report.Added++
			case before[i].Same(after[i]):
				report.Unchanged++
			default:
				report.Changed++
			}
			report.add(rowErrors(t.lines[line], after[i])...)
			line++
		}
	}
	if len(report.Errors) > 0 {
		report.Added, report.Changed, report.Unchanged = 0, 0, 0
	}
	return nil
}

func (r *ImportReport) add(errs ...RowError) {
	r.Errors = append(r.Errors, errs[:min(len(errs), maxRowErrors-len(r.Errors))]...)
}

func rowErrors(line int, p Participant) []RowError {
	var bad *Error
	if !errors.As(Check(p), &bad) {
		return nil
	}
	errs := make([]RowError, len(bad.Fields))
	for i, f := range bad.Fields {
		errs[i] = RowError{Line: line, Column: columnOf(f.Name), Text: f.Text}
	}
	return errs
}

// merge answers the participants that these rows speak of, as they are and as they would be.
func (s *Service) merge(ctx context.Context, columns []string, rows [][]string) (before, after []Participant, err error) {
	refs := make([]string, len(rows))
	for i, row := range rows {
		refs[i] = row[slices.Index(columns, "ref")]
	}
	before, err = s.Store.Participants(ctx, refs...)
	if err != nil {
		return nil, nil, fmt.Errorf("reading participants: %w", err)
	}
	after = make([]Participant, len(rows))
	for i, row := range rows {
		after[i] = before[i].with(columns, row)
	}
	return before, after, nil
}

// apply goes on with an import until all its chunks are kept. Two servers may do it at once: a chunk goes in with the
// import's own version, so each goes in once.
func (s *Service) apply(ctx context.Context, job Import) error {
	ctx = WithActor(ctx, job.By)
	for !job.Finished() {
		rows, err := s.Store.ImportRows(ctx, job.ID, job.Next)
		if err != nil {
			return fmt.Errorf("reading the checked rows: %w", err)
		}
		before, after, err := s.merge(ctx, job.Columns, rows)
		if err != nil {
			return err
		}
		var changed []Participant
		for i := range after {
			if after[i].Version == 0 || !before[i].Same(after[i]) {
				changed = append(changed, after[i])
			}
		}
		next := job
		next.Next++
		switch err := s.Store.ApplyImport(ctx, next, changed); {
		case IsCode(err, Conflict):
			if job, err = s.reload(ctx, job); err != nil {
				return err
			}
		case err != nil:
			return fmt.Errorf("applying an import: %w", err)
		default:
			next.Version++
			job = next
		}
	}
	return nil
}

// reload reads an import again after somebody changed it, or one of its participants; finished ones are gone.
func (s *Service) reload(ctx context.Context, job Import) (Import, error) {
	unfinished, err := s.Store.UnfinishedImports(ctx)
	if err != nil {
		return job, fmt.Errorf("reading the imports under way: %w", err)
	}
	for _, u := range unfinished {
		if u.ID == job.ID {
			return u, nil
		}
	}
	job.Next = job.Chunks
	return job, nil
}

// ResumeImports finishes the imports that a stop interrupted.
func (s *Service) ResumeImports(ctx context.Context) error {
	unfinished, err := s.Store.UnfinishedImports(ctx)
	if err != nil {
		return fmt.Errorf("reading the imports under way: %w", err)
	}
	for _, job := range unfinished {
		if err := s.apply(ctx, job); err != nil {
			return err
		}
		s.Log.InfoContext(ctx, "finished an import", "import", job.ID, "rows", job.Rows)
	}
	return nil
}
