package store

import (
	"context"
	"slices"
	"strings"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/upload"
)

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
	return &importDoc{newUpload(job.File), mappingDocs(job.Reading), reportDoc{r.Added, r.Changed, r.Unchanged, r.Bad, rowErrorDocs(r.Errors)}}
}

func (d *importDoc) job() cohorts.Import {
	r := d.Report
	return cohorts.Import{File: d.file(), Reading: mappingOf(d.Mapping), Report: cohorts.ImportReport{
		Rows: d.Rows, Added: r.Added, Changed: r.Changed, Unchanged: r.Unchanged, Bad: r.Bad, Errors: rowErrorsOf(r.Errors),
	}}
}

// Imports returns the store of files of participants.
func (s *Store) Imports() upload.Store[upload.Mapping, cohorts.ImportReport] {
	return uploads[upload.Mapping, cohorts.ImportReport, *importDoc]{s, imports, "import", newImportDoc, one[importDoc], findAll[importDoc]}
}

func rowErrorDocs(errs []upload.RowError) []rowErrorDoc {
	docs := make([]rowErrorDoc, len(errs))
	for i, e := range errs {
		docs[i] = rowErrorDoc{e.Line, e.Column, e.Text.ID, e.Text.Args}
	}
	return docs
}

func rowErrorsOf(docs []rowErrorDoc) []upload.RowError {
	var errs []upload.RowError
	for _, d := range docs {
		errs = append(errs, upload.RowError{Line: d.Line, Column: d.Column, Text: base.Text{ID: d.Text, Args: d.Args}})
	}
	return errs
}

func mappingDocs(m upload.Mapping) []columnDoc {
	docs := make([]columnDoc, 0, len(m))
	for column, to := range m {
		docs = append(docs, columnDoc{column, to})
	}
	slices.SortFunc(docs, func(a, b columnDoc) int { return strings.Compare(a.Column, b.Column) })
	return docs
}

func mappingOf(docs []columnDoc) upload.Mapping {
	m := make(upload.Mapping, len(docs))
	for _, d := range docs {
		m[d.Column] = d.To
	}
	return m
}

// ApplyImport keeps the changed participants of a chunk with the import's progress, and forgets the chunk. Participants that
// are too many bytes for one list go in before; the chunk may be applied again.
func (s *Store) ApplyImport(ctx context.Context, job cohorts.Import, changed []cohorts.Participant) error {
	a := s.beginChunk("import", job.File)
	if err := s.addParticipants(ctx, a, changed); err != nil {
		return err
	}
	err := a.save(imports, newImportDoc(job)).commit(ctx)
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

// mappingDoc remembers where the columns of the last import went.
type mappingDoc struct {
	Head    `bson:",inline"`
	Mapping []columnDoc `bson:"mapping"`
}

// ImportMapping returns the mapping of the last import.
func (s *Store) ImportMapping(ctx context.Context) (upload.Mapping, error) {
	d, err := s.mapping(ctx)
	return mappingOf(d.Mapping), err
}

func (s *Store) mapping(ctx context.Context) (*mappingDoc, error) {
	docs, err := get[mappingDoc](ctx, s, settings, "import_mapping")
	if err != nil || docs[0] == nil {
		return &mappingDoc{Head: Head{ID: "import_mapping"}}, err
	}
	return docs[0], nil
}

// SaveImportMapping keeps the mapping over that of the import before.
func (s *Store) SaveImportMapping(ctx context.Context, m upload.Mapping) error {
	for {
		d, err := s.mapping(ctx)
		if err != nil {
			return err
		}
		d.Mapping = mappingDocs(m)
		if err := s.begin("", "").save(settings, d).commit(ctx); !base.IsCode(err, base.Conflict) {
			return err
		}
	}
}
