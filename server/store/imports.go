package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/server/store/engine"
)

// Upload is what the document of every uploaded file holds.
type Upload struct {
	Head    `bson:",inline"`
	File    string     `bson:"file"`
	State   string     `bson:"state"`
	Header  []string   `bson:"header"`
	Rows    int        `bson:"rows"`
	Chunks  int        `bson:"chunks"`
	Next    int        `bson:"next"`
	Started time.Time  `bson:"started"`
	Touched *time.Time `bson:"touched,omitempty"`
	By      actorDoc   `bson:"by"`
}

func newUpload(u cohorts.Upload) Upload {
	return Upload{
		Head: Head{ID: u.ID, Version: u.Version}, File: u.File, State: string(u.State), Header: u.Header, Rows: u.Rows,
		Chunks: u.Chunks, Next: u.Next, Started: u.Started, Touched: optional(u.Touched), By: actorDoc{string(u.By.Kind), u.By.ID},
	}
}

func (d Upload) upload() cohorts.Upload {
	return cohorts.Upload{
		ID: d.ID, File: d.File, State: cohorts.ImportState(d.State), Header: d.Header, Rows: d.Rows, Chunks: d.Chunks,
		Next: d.Next, Started: d.Started, Touched: given(d.Touched), Version: d.Version,
		By: base.Actor{Kind: base.ActorKind(d.By.Kind), ID: d.By.ID},
	}
}

type importDoc struct {
	Upload  `bson:",inline"`
	Mapping []columnDoc `bson:"mapping"`
	Report  reportDoc   `bson:"report"`
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
	r := job.Report
	return &importDoc{newUpload(job.Upload), mappingDocs(job.Mapping), reportDoc{r.Added, r.Changed, r.Unchanged, r.Bad, rowErrorDocs(r.Errors)}}
}

func (d *importDoc) job() cohorts.Import {
	r := d.Report
	return cohorts.Import{Upload: d.upload(), Mapping: mappingOf(d.Mapping), Report: cohorts.ImportReport{
		Rows: d.Rows, Added: r.Added, Changed: r.Changed, Unchanged: r.Unchanged, Bad: r.Bad, Errors: rowErrorsOf(r.Errors),
	}}
}

func rowErrorDocs(errs []cohorts.RowError) []rowErrorDoc {
	docs := make([]rowErrorDoc, len(errs))
	for i, e := range errs {
		docs[i] = rowErrorDoc{e.Line, e.Column, e.Text.ID, e.Text.Args}
	}
	return docs
}

func rowErrorsOf(docs []rowErrorDoc) []cohorts.RowError {
	var errs []cohorts.RowError
	for _, d := range docs {
		errs = append(errs, cohorts.RowError{Line: d.Line, Column: d.Column, Text: base.Text{ID: d.Text, Args: d.Args}})
	}
	return errs
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
	return s.keepUpload(ctx, imports, "import", d, &d.Upload, rows)
}

// keepUpload keeps a document d that holds u, then its rows chunk by chunk, then that they are all there.
func (s *Store) keepUpload(ctx context.Context, collection, noun string, d document, u *Upload, rows []cohorts.Row) error {
	state := u.State
	u.State = string(cohorts.Uploading)
	if err := s.begin("", "").save(collection, d).commit(ctx); err != nil {
		return err
	}
	if err := s.keepRows(ctx, u.ID, rows); err != nil {
		return err
	}
	u.State, u.Version = state, cohorts.KeptImportVersion-1
	return s.begin(uploadAct(noun, state), u.ID).save(collection, d).commit(ctx)
}

// uploadAct names what brings an upload into a state; only some of it is worth a record.
func uploadAct(noun, state string) string {
	switch cohorts.ImportState(state) {
	case cohorts.Running:
		return noun + ".start"
	case cohorts.Finished:
		return noun + ".finish"
	}
	return ""
}

// SaveImport keeps an import in its new state.
func (s *Store) SaveImport(ctx context.Context, job cohorts.Import) error {
	return s.begin(uploadAct("import", string(job.State)), job.ID).save(imports, newImportDoc(job)).commit(ctx)
}

// ApplyImport keeps the changed participants of a chunk with the import's progress, and forgets the chunk. Participants that
// are too many bytes for one list go in before; the chunk may be applied again.
func (s *Store) ApplyImport(ctx context.Context, job cohorts.Import, changed []cohorts.Participant) error {
	name := ""
	if job.State == cohorts.Finished {
		name = uploadAct("import", string(job.State))
	}
	a := s.begin(name, job.ID)
	if err := s.addParticipants(ctx, a, changed); err != nil {
		return err
	}
	err := a.remove(importRows, chunkID(job.ID, job.Next-1), 1).save(imports, newImportDoc(job)).commit(ctx)
	if !base.IsCode(err, base.TooLarge) || len(changed) < 2 {
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

// Import returns one import, or NotFound.
func (s *Store) Import(ctx context.Context, id string) (cohorts.Import, error) {
	d, err := one[importDoc](ctx, s, imports, id, "import.unknown")
	if err != nil {
		return cohorts.Import{}, err
	}
	return d.job(), nil
}

// Imports returns every import that is kept, the latest first.
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
