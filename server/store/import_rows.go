package store

import (
	"context"
	"slices"
	"strings"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/server/store/engine"
)

// importRowsDoc holds one chunk of the rows of an upload, sealed, until it is applied.
type importRowsDoc struct {
	Head `bson:",inline"`
	Rows []byte `bson:"rows"` // fileRowDocs
}

// fileRowDoc is one row of a file, as it is sealed.
type fileRowDoc struct {
	Line  int      `json:"Line"`
	Cells []string `json:"Cells"`
}

func fileRowDocs(rows []cohorts.Row) []fileRowDoc {
	docs := make([]fileRowDoc, len(rows))
	for i, r := range rows {
		docs[i] = fileRowDoc(r)
	}
	return docs
}

func rowsOf(docs []fileRowDoc) []cohorts.Row {
	rows := make([]cohorts.Row, len(docs))
	for i, d := range docs {
		rows[i] = cohorts.Row(d)
	}
	return rows
}

func (s *Store) keepRows(ctx context.Context, id string, rows []cohorts.Row) error {
	chunk := 0
	for some := range slices.Chunk(rows, cohorts.ImportChunk) {
		id := chunkID(id, chunk)
		sealed, err := seal(s.sealer, importRows, id, "rows", fileRowDocs(some))
		if err != nil {
			return err
		}
		if err := s.begin("", "").save(importRows, &importRowsDoc{Head{ID: id}, sealed}).commit(ctx); err != nil {
			return err
		}
		chunk++
	}
	return nil
}

// ImportRows returns one chunk of an import's rows; none where another server has applied it.
func (s *Store) ImportRows(ctx context.Context, id string, chunk int) ([]cohorts.Row, error) {
	docs, err := get[importRowsDoc](ctx, s, importRows, chunkID(id, chunk))
	if err != nil || docs[0] == nil {
		return nil, err
	}
	var rows []fileRowDoc
	err = unseal(s.sealer, importRows, docs[0].ID, "rows", docs[0].Rows, &rows)
	return rowsOf(rows), err
}

// ForgetImport deletes an import with its rows.
func (s *Store) ForgetImport(ctx context.Context, job cohorts.Upload) error {
	return s.forgetUpload(ctx, imports, job)
}

// forgetUpload deletes an upload with its rows; the upload first, so that nobody goes on with a part of them.
func (s *Store) forgetUpload(ctx context.Context, collection string, u cohorts.Upload) error {
	if err := s.begin("", "").remove(collection, u.ID, u.Version).commit(ctx); err != nil {
		return err
	}
	return s.forgetRows(ctx, engine.Query{From: u.ID + "/", To: u.ID + "0"}, func(string) bool { return true })
}

// ForgetLostRows deletes the rows of uploads that are not there.
func (s *Store) ForgetLostRows(ctx context.Context) error {
	there := map[string]bool{}
	return s.forgetRows(ctx, engine.Query{}, func(id string) bool {
		job, _, _ := strings.Cut(id, "/")
		if _, known := there[job]; !known {
			there[job] = s.isUpload(ctx, job)
		}
		return !there[job]
	})
}

// isUpload reports whether an upload is there, or may be.
func (s *Store) isUpload(ctx context.Context, id string) bool {
	for _, collection := range []string{imports, eventFiles} {
		if docs, err := s.engine.Get(ctx, collection, id); err != nil || docs[0] != nil {
			return true
		}
	}
	return false
}

// forgetRows deletes the chunks of a query that are lost.
func (s *Store) forgetRows(ctx context.Context, q engine.Query, lost func(id string) bool) error {
	q.Collection, q.Limit = importRows, 10 // each may have some megabytes
	for {
		docs, next, err := find[importRowsDoc](ctx, s, q)
		if err != nil {
			return err
		}
		a := s.begin("", "")
		for _, d := range docs {
			if lost(d.ID) {
				a.remove(importRows, d.ID, d.Version)
			}
		}
		if err := a.commit(ctx); err != nil && !base.IsCode(err, base.Conflict) {
			return err
		}
		if next == "" {
			return nil
		}
		q.After = next
	}
}

// mappingDoc remembers where the columns of the last import went.
type mappingDoc struct {
	Head    `bson:",inline"`
	Mapping []columnDoc `bson:"mapping"`
}

// ImportMapping returns the mapping of the last import.
func (s *Store) ImportMapping(ctx context.Context) (cohorts.Mapping, error) {
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
func (s *Store) SaveImportMapping(ctx context.Context, m cohorts.Mapping) error {
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
