package store

import (
	"context"
	"maps"
	"slices"
	"strings"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/upload"
)

type importDoc struct {
	Upload     `bson:",inline"`
	ImportRead `bson:",inline"`
	Report     reportDoc `bson:"report"`
}

// ImportRead is how a file of participants is read.
type ImportRead struct {
	Mapping []columnDoc `bson:"mapping"`
	Values  []columnDoc `bson:"values,omitempty"` // what the file's words mean
	Group   string      `bson:"group,omitempty"`
	Dates   string      `bson:"dates,omitempty"`
	Erase   bool        `bson:"erase,omitempty"`
	Letters string      `bson:"letters,omitempty"`
	Sheet   string      `bson:"asked_sheet,omitempty"`
}

func newImportReading(r cohorts.Reading) ImportRead {
	return ImportRead{mappingDocs(r.Columns), mappingDocs(r.Values), string(r.Group), string(r.Dates), r.Erase, string(r.Letters), r.Sheet}
}

func (d ImportRead) reading() cohorts.Reading {
	r := cohorts.Reading{
		Columns: mappingOf(d.Mapping), Group: cohorts.Group(d.Group), Dates: upload.Dates(d.Dates), Erase: d.Erase, Letters: upload.Letters(d.Letters), Sheet: d.Sheet,
	}
	if len(d.Values) > 0 {
		r.Values = mappingOf(d.Values)
	}
	return r
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
	Notices   []rowErrorDoc `bson:"notices,omitempty"`
	Opposite  []opposedDoc  `bson:"opposite,omitempty"`
	Asks      bool          `bson:"asks,omitempty"`
	Reach     reachDoc      `bson:"reach"`
}

// reachDoc is how many people of a file can be reached in each way.
type reachDoc struct {
	Mail   int `bson:"mail"`
	Phone  int `bson:"phone"`
	Letter int `bson:"letter"`
	None   int `bson:"none"`
}

// opposedDoc is how many kept values of a column stand opposite empty cells.
type opposedDoc struct {
	Column string `bson:"column"`
	Values int    `bson:"values"`
}

type rowErrorDoc struct {
	Line   int            `bson:"line"`
	Column string         `bson:"column"`
	Text   string         `bson:"text"`
	Args   map[string]any `bson:"args,omitempty"`
}

func newImportDoc(job cohorts.Import) *importDoc {
	r := job.Report
	d := reportDoc{r.Added, r.Changed, r.Unchanged, r.Bad, rowErrorDocs(r.Errors), rowErrorDocs(r.Notices), nil, r.Asks, reachDoc(r.Reach)}
	for _, column := range slices.Sorted(maps.Keys(r.Opposite)) {
		d.Opposite = append(d.Opposite, opposedDoc{column, r.Opposite[column]})
	}
	return &importDoc{newUpload(job.File), newImportReading(job.Reading), d}
}

func (d *importDoc) job() cohorts.Import {
	r := d.Report
	report := cohorts.ImportReport{
		Rows: d.Rows, Added: r.Added, Changed: r.Changed, Unchanged: r.Unchanged, Empty: d.Empty, Sheets: d.sheets(), Bad: r.Bad,
		Errors: rowErrorsOf(r.Errors), Notices: rowErrorsOf(r.Notices), Asks: r.Asks, Reach: cohorts.Reach(r.Reach),
	}
	for _, o := range r.Opposite {
		if report.Opposite == nil {
			report.Opposite = map[string]int{}
		}
		report.Opposite[o.Column] = o.Values
	}
	return cohorts.Import{File: d.file(), Reading: d.reading(), Report: report}
}

// Imports returns the store of files of participants.
func (s *Store) Imports() upload.Store[cohorts.Reading, cohorts.ImportReport] {
	return uploads[cohorts.Reading, cohorts.ImportReport, *importDoc]{s, imports, "import", newImportDoc, one[importDoc], findAll[importDoc]}
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

func mappingDocs(m map[string]string) []columnDoc {
	docs := make([]columnDoc, 0, len(m))
	for column, to := range m {
		docs = append(docs, columnDoc{column, to})
	}
	slices.SortFunc(docs, func(a, b columnDoc) int { return strings.Compare(a.Column, b.Column) })
	return docs
}

func mappingOf(docs []columnDoc) map[string]string {
	m := make(map[string]string, len(docs))
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

// lastReadingDoc remembers how the last import was read.
type lastReadingDoc struct {
	Head       `bson:",inline"`
	ImportRead `bson:",inline"`
}

// ImportReading returns how the last import was read.
func (s *Store) ImportReading(ctx context.Context) (cohorts.Reading, error) {
	d, err := s.lastReading(ctx)
	if err != nil {
		return cohorts.Reading{}, err
	}
	return d.reading(), nil
}

func (s *Store) lastReading(ctx context.Context) (*lastReadingDoc, error) {
	docs, err := get[lastReadingDoc](ctx, s, settings, "import_mapping")
	if err != nil || docs[0] == nil {
		return &lastReadingDoc{Head: Head{ID: "import_mapping"}}, err
	}
	return docs[0], nil
}

// SaveImportReading keeps how an import was read over that of the import before.
func (s *Store) SaveImportReading(ctx context.Context, r cohorts.Reading) error {
	for {
		d, err := s.lastReading(ctx)
		if err != nil {
			return err
		}
		d.ImportRead = newImportReading(r)
		if err := s.begin("", "").save(settings, d).commit(ctx); !base.IsCode(err, base.Conflict) {
			return err
		}
	}
}
