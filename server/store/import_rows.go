package store

import (
	"context"
	"strings"

	"soundings/cohorts/base"
	"soundings/cohorts/upload"
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

func fileRowDocs(rows []upload.Row) []fileRowDoc {
	docs := make([]fileRowDoc, len(rows))
	for i, r := range rows {
		docs[i] = fileRowDoc(r)
	}
	return docs
}

func rowsOf(docs []fileRowDoc) []upload.Row {
	rows := make([]upload.Row, len(docs))
	for i, d := range docs {
		rows[i] = upload.Row(d)
	}
	return rows
}

func (s *Store) keepRows(ctx context.Context, id string, rows upload.Chunks) error {
	chunk := 0
	for some, err := range rows {
		if err != nil {
			return err
		}
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

// Rows returns one chunk of an upload's rows; none where another server has applied it.
func (s uploads[M, R, D]) Rows(ctx context.Context, id string, chunk int) ([]upload.Row, error) {
	docs, err := get[importRowsDoc](ctx, s.Store, importRows, chunkID(id, chunk))
	if err != nil || docs[0] == nil {
		return nil, err
	}
	var rows []fileRowDoc
	err = unseal(s.sealer, importRows, docs[0].ID, "rows", docs[0].Rows, &rows)
	return rowsOf(rows), err
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
	for _, collection := range []string{imports, eventFiles, askings} {
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
