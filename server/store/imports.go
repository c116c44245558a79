package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"soundings/cohorts"
	"soundings/server/store/engine"
)

type importDoc struct {
	Head    `bson:",inline"`
	File    string      `bson:"file"`
	State   string      `bson:"state"`
	Header  []string    `bson:"header"`
	Mapping []columnDoc `bson:"mapping"`
	Report  reportDoc   `bson:"report"`
	Rows    int         `bson:"rows"`
	Chunks  int         `bson:"chunks"`
	Next    int         `bson:"next"`
	Started time.Time   `bson:"started"`
	Touched *time.Time  `bson:"touched,omitempty"`
	By      actorDoc    `bson:"by"`
}

// columnDoc says where a column of a file goes. Names in a file may be anything, so that they are no field names.
type columnDoc struct {
	Column string `bson:"column"`
	To     string `bson:"to"`
}

type reportDoc struct {
	Added     int           `bson:"added"`
	Changed   int           `bson:"changed"`
	Unchanged int           `bson:"unchanged"`
	Bad       int           `bson:"bad"`
	Errors    []rowErrorDoc `bson:"errors,omitempty"`
}

type rowErrorDoc struct {
	Line   int            `bson:"line"`
	Column string         `bson:"column"`
	Text   string         `bson:"text"`
	Args   map[string]any `bson:"args,omitempty"`
}

func newImportDoc(job cohorts.Import) *importDoc {
	d := &importDoc{
		Head: Head{ID: job.ID, Version: job.Version}, File: job.File, State: string(job.State), Header: job.Header,
		Mapping: mappingDocs(job.Mapping), Rows: job.Rows, Chunks: job.Chunks, Next: job.Next, Started: job.Started,
		Touched: optional(job.Touched), By: actorDoc{string(job.By.Kind), job.By.ID},
		Report: reportDoc{Added: job.Report.Added, Changed: job.Report.Changed, Unchanged: job.Report.Unchanged, Bad: job.Report.Bad},
	}
	for _, e := range job.Report.Errors {
		d.Report.Errors = append(d.Report.Errors, rowErrorDoc{e.Line, e.Column, e.Text.ID, e.Text.Args})
	}
	return d
}

func (d *importDoc) job() cohorts.Import {
	job := cohorts.Import{
		ID: d.ID, File: d.File, State: cohorts.ImportState(d.State), Header: d.Header, Mapping: mappingOf(d.Mapping),
		Rows: d.Rows, Chunks: d.Chunks, Next: d.Next, Started: d.Started, Touched: given(d.Touched),
		By: cohorts.Actor{Kind: cohorts.ActorKind(d.By.Kind), ID: d.By.ID}, Version: d.Version,
		Report: cohorts.ImportReport{
			Rows: d.Rows, Added: d.Report.Added, Changed: d.Report.Changed, Unchanged: d.Report.Unchanged, Bad: d.Report.Bad,
		},
	}
	for _, e := range d.Report.Errors {
		job.Report.Errors = append(job.Report.Errors, cohorts.RowError{Line: e.Line, Column: e.Column, Text: cohorts.Text{ID: e.Text, Args: e.Args}})
	}
	return job
}

func mappingDocs(m cohorts.Mapping) []columnDoc {
	docs := make([]columnDoc, 0, len(m))
	for column, to := range m {
		docs = append(docs, columnDoc{column, to})
	}
	slices.SortFunc(docs, func(a, b columnDoc) int { return strings.Compare(a.Column, b.Column) })
	return docs
}

func mappingOf(docs []columnDoc) cohorts.Mapping {
	m := make(cohorts.Mapping, len(docs))
	for _, d := range docs {
		m[d.Column] = d.To
	}
	return m
}

// KeepImport keeps the import, then its rows chunk by chunk, then that they are all there.
func (s *Store) KeepImport(ctx context.Context, job cohorts.Import, rows []cohorts.Row) error {
	d := newImportDoc(job)
	d.State = string(cohorts.Uploading)
	if err := s.begin("", "").save(imports, d).commit(ctx); err != nil {
		return err
	}
	if err := s.keepRows(ctx, job.ID, rows); err != nil {
		return err
	}
	d.State, d.Version = string(job.State), cohorts.KeptImportVersion-1
	return s.begin(importAct(job.State), job.ID).save(imports, d).commit(ctx)
}

// importAct names what brings an import into a state; only some of it is worth a record.
func importAct(state cohorts.ImportState) string {
	switch state {
	case cohorts.Running:
		return "import.start"
	case cohorts.Finished:
		return "import.finish"
	}
	return ""
}

// SaveImport keeps an import in its new state.
func (s *Store) SaveImport(ctx context.Context, job cohorts.Import) error {
	return s.begin(importAct(job.State), job.ID).save(imports, newImportDoc(job)).commit(ctx)
}

// ApplyImport keeps the changed participants of a chunk with the import's progress, and forgets the chunk. Participants that
// are too many bytes for one list go in before; the chunk may be applied again.
func (s *Store) ApplyImport(ctx context.Context, job cohorts.Import, changed []cohorts.Participant) error {
	name := ""
	if job.State == cohorts.Finished {
		name = importAct(job.State)
	}
	a := s.begin(name, job.ID)
	if err := s.addParticipants(ctx, a, changed); err != nil {
		return err
	}
	err := a.remove(importRows, chunkID(job.ID, job.Next-1), 1).save(imports, newImportDoc(job)).commit(ctx)
	if !cohorts.IsCode(err, cohorts.TooLarge) || len(changed) < 2 {
		return err
	}
	half := len(changed) / 2
	first := s.begin("", "")
	if err := s.addParticipants(ctx, first, changed[:half]); err != nil {
		return err
	}
	if err := first.commit(ctx); err != nil {
		return err
	}
	return s.ApplyImport(ctx, job, changed[half:])
}

// Import answers one import, or NotFound.
func (s *Store) Import(ctx context.Context, id string) (cohorts.Import, error) {
	d, err := one[importDoc](ctx, s, imports, id, "import.unknown")
	if err != nil {
		return cohorts.Import{}, err
	}
	return d.job(), nil
}

// Imports answers every import that is kept, the latest first.
func (s *Store) Imports(ctx context.Context) ([]cohorts.Import, error) {
	docs, err := findAll[importDoc](ctx, s, engine.Query{Collection: imports})
	if err != nil {
		return nil, err
	}
	jobs := make([]cohorts.Import, len(docs))
	for i, d := range docs {
		jobs[i] = d.job()
	}
	slices.SortFunc(jobs, func(a, b cohorts.Import) int { return b.Started.Compare(a.Started) })
	return jobs, nil
}

func chunkID(id string, chunk int) string { return fmt.Sprintf("%s/%06d", id, chunk) }
